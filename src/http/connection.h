// Connection: HTTP/1.1 on one socket, one request after another, or HTTP/2 if TLS has selected it.
// Internal to http. A connection stays on its loop's thread; an answer from another thread is
// posted to that thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/chunked.h"
#include "http/exchange.h"
#include "http/http2_session.h"
#include "http/input_buffer.h"
#include "http/loop.h"
#include "http/parser.h"
#include "http/transport.h"

namespace bearward::http {

// Connection is a state machine. Advance runs until a step must wait for the socket or the handler;
// when that is ready, Advance is called again. The object lives while its loop refers to it or an
// exchange is unanswered.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // Connection takes ownership of the socket and of its admission (`place`).
  Connection(std::shared_ptr<Loop> loop, Accepted accepted, Place place,
             const std::shared_ptr<ssl_ctx_st>& context);

  // Start begins to read.
  void Start();
  // Close ends the connection at once. No other method may be called afterwards. An exchange that
  // is still unanswered keeps its request valid.
  void Close();
  // OnReady receives what may be tried on the socket and reads the available input. Proceed
  // processes that input, and Send sends what Proceed has produced. The loop calls each of the
  // three for all ready connections before it calls the next one.
  void OnReady(Readiness ready);
  void Proceed();
  void Send();
  // Drain limits the wait for the next request of an idle connection, and the wait for a first
  // request and for one that has begun to arrive.
  void Drain();
  // Sweep ends the connection if its deadline has passed.
  void Sweep(std::int64_t now);

  // slot is the index of this connection in the loop's list; only the loop uses it.
  std::size_t slot() const { return slot_; }
  void set_slot(std::size_t slot) { slot_ = slot; }

 private:
  enum class Phase : std::uint8_t {
    kHandshake,
    kHead,       // waiting for a head, or reading one
    kBody,       // the head is parsed; reading the body
    kHandling,   // an exchange is unanswered
    kFinishing,  // the last answer must still be sent
    kStreams,    // HTTP/2: everything up to kFinishing
    kLingering,  // answered; discarding what the peer still sends
    kClosed,
  };
  enum class Wait : std::uint8_t { kNone, kRead, kWrite };
  // Timing is the reason for the current deadline while a head is awaited, so that it is set only
  // once.
  enum class Timing : std::uint8_t { kNone, kFirstByte, kIdle, kHead };

  static void Answer(std::shared_ptr<void> owner, Response&& response);
  static void AnswerStream(std::shared_ptr<void> owner, Response&& response);

  void Advance();
  bool Step();
  bool StepHandshake();
  bool StepHead();
  bool StepBody();
  bool StepChunks();
  bool StepStreams();
  bool StepFinish();
  bool StepLinger();

  void StartStreams();
  bool ServeStreams();
  bool DeliverStreams();
  void SendStreams();
  bool CollectFrames();
  bool FinishStreams();
  void TimeOutStreams();

  bool SkipEmptyLine(std::string_view bytes);
  bool SearchHead(std::string_view bytes);
  bool TakeHead();
  bool IgnoresBody();
  std::size_t BodyLimit();
  bool Deliver(Violation violation);
  void RefreshHead();
  void BuildRequest(Violation violation);
  void OnAnswer(const Response& response);
  bool Refuse(int status);
  bool RefuseForMemory();
  void Tell(const Response& response);
  void WriteResponse(const Response& response, bool keep_alive);

  std::chrono::milliseconds InputTime(std::chrono::milliseconds usual) const;
  void AwaitHead();
  bool Fetch();
  bool MakeRoom();
  void ReadAhead();
  void Take(std::size_t count, std::size_t space);
  void SendSoon();
  bool Flush();
  bool Yield();
  void WaitFor(IoState want);
  bool IsIdle() const;
  void TimeOut();

  std::shared_ptr<Loop> loop_;  // first, so that it is destroyed last
  Place place_;
  Transport transport_;
  std::string peer_;
  std::size_t slot_ = 0;
  std::int64_t deadline_ = 0;  // in ticks; 0: none
  Phase phase_ = Phase::kHead;
  Wait wait_ = Wait::kNone;
  Timing timing_ = Timing::kNone;
  bool fresh_ = true;   // no byte of a request has arrived yet
  unsigned reads_ = 0;  // since the loop called OnReady
  // readable_ is false when the socket is known to have no input, which saves a system call. ended_
  // is true when the peer sends nothing more after the input that is already there.
  bool readable_ = false;
  bool ended_ = false;
  bool send_due_ = false;  // the loop will call Send
  bool advancing_ = false;
  bool skipped_line_ = false;  // an empty line before the current head was skipped
  bool unread_ = false;        // the peer may still be sending a request that will not be read
  InputBuffer in_;
  HeadFinder finder_;
  Head head_;
  const char* parsed_at_ = nullptr;  // address of the bytes when head_ was parsed
  std::size_t head_size_ = 0;
  std::size_t body_size_ = 0;  // decoded so far, in bytes
  std::size_t body_limit_ = 0;
  bool body_ignored_ = false;  // the request was delivered without waiting for its body
  ChunkedDecoder chunks_;
  Request request_;

  std::unique_ptr<Http2Session> streams_;  // null for HTTP/1.1, and after kStreams

  std::string out_;
  std::size_t sent_ = 0;  // bytes of out_ already sent
};

}  // namespace bearward::http
