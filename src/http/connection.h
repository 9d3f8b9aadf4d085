// Connection: HTTP/1.1 on one socket, request after request. Internal to http. It lives on one
// loop's thread; only an answer may come from elsewhere, and it is posted here.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/chunked.h"
#include "http/exchange.h"
#include "http/input_buffer.h"
#include "http/loop.h"
#include "http/parser.h"
#include "http/transport.h"

namespace bearward::http {

// Connection is a small state machine: Advance takes steps until one needs the socket or the
// handler; whichever comes back calls Advance again. It lives as long as its loop knows it or an
// exchange is out.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // Connection takes the socket over, and its place, which ends with it.
  Connection(std::shared_ptr<Loop> loop, Accepted accepted, Place place,
             const std::shared_ptr<ssl_ctx_st>& context);

  // Start begins to read.
  void Start();
  // Close ends the connection at once. Nothing may be done with it afterwards; an exchange that is
  // still out keeps its request.
  void Close();
  // OnReady is told what may be tried on the socket, and reads what has come. Proceed goes on with
  // it, and Send sends what Proceed left to be sent: the loop calls each for everybody before the
  // next one.
  void OnReady(Readiness ready);
  void Proceed();
  void Send();
  // Drain closes the connection if it is idle, and bounds the wait for a request that has begun.
  void Drain();
  // Sweep ends the connection if its time is over.
  void Sweep(std::int64_t now);

  // slot is the loop's own note.
  std::size_t slot() const { return slot_; }
  void set_slot(std::size_t slot) { slot_ = slot; }

 private:
  enum class Phase : std::uint8_t {
    kHandshake,
    kHead,       // waiting for or reading a head
    kBody,       // the head is parsed
    kHandling,   // an exchange is out
    kFinishing,  // the last answer is to be sent
    kLingering,  // sent; swallowing what the peer still sends
    kClosed,
  };
  enum class Wait : std::uint8_t { kNone, kRead, kWrite };
  // Timing names what the deadline was set for when a head was awaited: it is set once.
  enum class Timing : std::uint8_t { kNone, kFirstByte, kIdle, kHead };

  static void Answer(std::shared_ptr<void> owner, Response&& response);

  void Advance();
  bool Step();
  bool StepHandshake();
  bool StepHead();
  bool StepBody();
  bool StepChunks();
  bool StepFinish();
  bool StepLinger();

  bool SkipEmptyLine(std::string_view bytes);
  bool SearchHead(std::string_view bytes);
  bool TakeHead();
  bool IgnoresBody();
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

  std::shared_ptr<Loop> loop_;  // first, so that it outlives the rest
  Place place_;
  Transport transport_;
  std::string peer_;
  std::size_t slot_ = 0;
  std::int64_t deadline_ = 0;  // 0: none
  Phase phase_ = Phase::kHead;
  Wait wait_ = Wait::kNone;
  Timing timing_ = Timing::kNone;
  bool fresh_ = true;   // no byte of a request has come yet
  unsigned reads_ = 0;  // since the loop called
  // readable_ is false when the kernel is known to have nothing for us, which saves asking it;
  // ended_ says that there will be nothing more after what there is.
  bool readable_ = false;
  bool ended_ = false;
  bool send_due_ = false;  // the loop will call Send
  bool advancing_ = false;
  bool skipped_line_ = false;  // an empty line before the head being read
  bool unread_ = false;        // the peer may still be sending a request we will not read

  InputBuffer in_;
  HeadFinder finder_;
  Head head_;
  const char* parsed_at_ = nullptr;  // where the bytes were when head_ was parsed
  std::size_t head_size_ = 0;
  std::size_t body_size_ = 0;  // decoded so far
  bool body_ignored_ = false;  // the request was delivered without waiting for its body
  ChunkedDecoder chunks_;
  Request request_;

  std::string out_;
  std::size_t sent_ = 0;  // of out_
};

}  // namespace bearward::http
