// Http2Session: the server's side of one HTTP/2 connection (RFC 9113), without its socket. Internal
// to http.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace bearward::http {

class Loop;
class Place;

// Http2Stream is one request and its response. The session and the owner of the exchange share it,
// because a peer may reset a stream whose exchange is not answered yet.
struct Http2Stream;

// Http2Session turns the peer's bytes into requests and responses into bytes to send. It runs on
// the thread of its loop, calls no handler, and never blocks. nghttp2 does the framing, HPACK and
// flow control; the bounds on the peer are the session's own (docs/design/0019-http2.md).
class Http2Session {
 public:
  // Streams that a peer may have at a time, and exchanges of one connection that may be unanswered
  // at a time: a stream that the peer resets is closed, but its request still runs.
  static constexpr std::uint32_t kStreams = 100;
  // Bytes of responses. No further request is taken while more of them wait for the peer, and what
  // exceeds it in memory is charged to `place` as if it were input.
  static constexpr std::size_t kUnsentBytes = 1024 * 1024;

  // The three must outlive the session. Request::peer refers to `peer`. The destructor returns the
  // memory of responses.
  Http2Session(Loop& loop, Place& place, std::string_view peer);
  ~Http2Session();
  Http2Session(const Http2Session&) = delete;
  Http2Session& operator=(const Http2Session&) = delete;

  // Receive processes bytes of the peer.
  void Receive(std::string_view bytes);
  // TakeRequest returns the next stream that has a complete request, which must be answered with
  // Respond; null if there is none, or while too many bytes of responses wait for the peer, or
  // there is no memory for them. So it must be called again after Collect.
  std::shared_ptr<Http2Stream> TakeRequest();
  // RequestOf returns the request of a stream, valid until Respond.
  static const Request& RequestOf(const Http2Stream& stream);
  // Respond answers a request. It has no other effect if the stream has ended. A response for which
  // there is no memory resets the stream.
  void Respond(Http2Stream& stream, Response&& response);
  // Collect appends frames to `out` until it has at least `most` bytes; returns whether more frames
  // can be sent.
  bool Collect(std::string& out, std::size_t most);
  // Drain announces that no further request will be served (GOAWAY, RFC 9113 section 6.8).
  void Drain();
  // Expire ends what has exceeded its time at `now`, in ticks.
  void Expire(std::int64_t now);
  // Load is the number of open streams, and of bytes of responses: those that are not sent to their
  // end, and those of them that wait for the peer to read.
  struct Load {
    std::size_t streams = 0;
    std::size_t unsent = 0;
    std::size_t unread = 0;
  };
  // load is for the fuzz program, which requires that closed streams have left none.
  Load load() const;
  // ended returns whether the connection must close, after the collected bytes were sent.
  bool ended() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bearward::http
