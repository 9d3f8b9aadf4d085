// The inside of Http2Session, and the only file that includes nghttp2. Internal to http2_*.cc.
#pragma once

#include <nghttp2/nghttp2.h>

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "http/closed_streams.h"
#include "http/frame_budget.h"
#include "http/frame_scanner.h"
#include "http/header_block.h"
#include "http/http2_head.h"
#include "http/http2_session.h"
#include "http/loop.h"

namespace bearward::http {

// Http2Stream is described in http2_session.h.
struct Http2Stream {
  enum class Phase : std::uint8_t {
    kHead,      // the header section arrives
    kBody,      // the body arrives
    kComplete,  // the request waits for TakeRequest, or its exchange is unanswered
    kAnswered,  // the response is being sent
  };

  std::int32_t id = 0;
  Phase phase = Phase::kHead;
  bool open = true;                             // nghttp2 knows the stream
  bool finished = false;                        // the whole response was sent
  bool reset = false;                           // by the peer
  bool admitted = false;                        // the request counts as one that runs
  bool earns = true;                            // the response adds to the budget of frames
  std::int64_t deadline = 0;                    // in ticks; 0: none
  std::size_t trailer_size = 0;                 // in bytes, as Http2Head::list_size
  std::size_t body_limit = 0;                   // in bytes
  std::size_t charged = 0;                      // bytes of input memory
  std::uint32_t reset_code = NGHTTP2_NO_ERROR;  // for a request that is not read to its end
  Http2Head head;
  std::string body;
  Request request;
  Response response;
  std::size_t sent = 0;      // bytes of response.body
  std::size_t progress = 0;  // bytes sent since the deadline was set
};

// TextOf returns bytes of nghttp2 as text.
inline std::string_view TextOf(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

// FieldOf returns a field for nghttp2, which copies both texts.
inline nghttp2_nv FieldOf(std::string_view name, std::string_view value) {
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

// State is the session. Its parts are in http2_receive.cc, http2_respond.cc and http2_session.cc.
struct Http2Session::State {
  using Stream = Http2Stream;
  struct Delete {
    void operator()(nghttp2_session* deleted) const { nghttp2_session_del(deleted); }
  };

  State(Loop& its_loop, Place& its_place, std::string_view its_peer);

  // The callbacks of nghttp2: `user` is the State, and 0 is success.
  static int OnBeginHeaders(nghttp2_session*, const nghttp2_frame* frame, void* user);
  static int OnHeader(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                      std::uint8_t flags, void* user);
  static int OnInvalidHeader(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t*,
                             std::size_t, const std::uint8_t*, std::size_t, std::uint8_t,
                             void* user);
  static int OnData(nghttp2_session*, std::uint8_t flags, std::int32_t id, const std::uint8_t* data,
                    std::size_t size, void* user);
  static int OnFrame(nghttp2_session*, const nghttp2_frame* frame, void* user);
  static int OnInvalidFrame(nghttp2_session*, const nghttp2_frame* frame, int error, void* user);
  static int OnSent(nghttp2_session*, const nghttp2_frame* frame, void* user);
  static int OnClose(nghttp2_session*, std::int32_t id, std::uint32_t code, void* user);
  static ssize_t ReadBody(nghttp2_session*, std::int32_t id, std::uint8_t* out, std::size_t size,
                          std::uint32_t* flags, nghttp2_data_source* source, void* user);

  bool Open();
  Stream* Find(std::int32_t id);
  std::int64_t now() const { return loop.arrival().ticks; }
  std::int64_t InputDeadline(std::chrono::milliseconds usual) const;

  void OnFrameHeader(const FrameScanner::Header& header);
  void CheckStream(const FrameScanner::Header& header);
  void TakeHead(Stream& stream, bool has_body);
  void AwaitBody(Stream& stream);
  void TakeBody(Stream& stream, std::string_view bytes);
  void Complete(Stream& stream, Violation violation);
  void FinishResponse(Stream& stream);
  bool Charge(Stream& stream);
  void Uncharge(Stream& stream);
  void DropResponse(Stream& stream);
  bool HoldMemory();
  bool MustWait();
  void ReportMemory();

  void Answer(Stream& stream, Response&& response);
  void Refuse(Stream& stream, int status);
  void RefuseFields(Stream& stream, int status);
  void ReportRefusal(const Stream* stream, int status, std::size_t bytes = 0);
  void TakeToken();
  void Punish(int status, std::uint32_t code = NGHTTP2_ENHANCE_YOUR_CALM);
  void Break(int status);
  void Terminate(std::uint32_t code) {
    terminated = true;
    nghttp2_session_terminate_session(session.get(), code);
  }
  void Reset(const Stream& stream, std::uint32_t code) {
    nghttp2_submit_rst_stream(session.get(), NGHTTP2_FLAG_NONE, stream.id, code);
  }
  void Leave();
  void ExpireStream(Stream& stream);

  Loop& loop;
  Place& place;
  std::string_view peer;
  FrameBudget budget;
  FrameScanner scanner;
  std::unique_ptr<nghttp2_session, Delete> session;
  std::unordered_map<std::int32_t, std::shared_ptr<Stream>> streams;
  std::deque<std::shared_ptr<Stream>> complete;  // for TakeRequest
  std::size_t admitted = 0;  // requests whose body arrives, or whose exchange is unanswered
  std::size_t memory = 0;    // bytes of the requests of all streams
  std::size_t unsent = 0;    // bytes of the responses that are not sent to their end
  std::size_t unread = 0;    // those of them that wait for the peer to read
  ClosedStreams closed;
  std::int32_t last_stream = 0;     // the highest number that was used
  HeaderBlock block;                // the current header section
  bool fresh = true;                // no request has begun yet
  bool terminated = false;          // an error of the connection: nothing more is served
  bool broken = false;              // nghttp2 cannot continue
  std::int64_t idle_deadline;       // while there is no stream
  std::int64_t leave_deadline = 0;  // after Drain; 0: not draining, or left
};

}  // namespace bearward::http
