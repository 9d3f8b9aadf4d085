// What the peer of an HTTP/2 connection sends: the callbacks of nghttp2 for received frames.
#include <utility>

#include "http/http2_state.h"
#include "http/refusal.h"

namespace bearward::http {
namespace {

// A header section that is this many times larger than Limits::head_bytes ends the connection. Up
// to then it is decoded, so that the request can be answered 431.
constexpr std::size_t kHeadOverrun = 4;

}  // namespace

void Http2Session::State::OnFrameHeader(const FrameScanner::Header& header) {
  const std::size_t most = loop.limits().head_bytes * kHeadOverrun;
  switch (header.type) {
    case NGHTTP2_HEADERS:
      block = HeaderBlock();
      if (!block.Add(header.size, most)) return Punish(431);
      return CheckStream(header);
    case NGHTTP2_CONTINUATION:
      if (!block.Add(header.size, most)) Punish(431);
      return;
    case NGHTTP2_DATA:
      return CheckStream(header);
    default:
      TakeToken();
  }
}

// CheckStream ends the connection if a frame is for a stream that cannot have one: the peer has
// ended it (RFC 9113 section 5.1), or skipped its number (section 5.1.1). A frame that crossed our
// RST_STREAM is ignored.
void Http2Session::State::CheckStream(const FrameScanner::Header& header) {
  if (header.stream > last_stream || Find(header.stream) != nullptr) return;
  const ClosedStreams::End end = closed.Of(header.stream);
  if (end == ClosedStreams::End::kByPeer) return Punish(400, NGHTTP2_STREAM_CLOSED);
  const bool skipped = end == ClosedStreams::End::kUnknown && header.stream > 0;
  if (skipped && header.type == NGHTTP2_HEADERS) return Punish(400, NGHTTP2_PROTOCOL_ERROR);
  TakeToken();
}

int Http2Session::State::OnBeginHeaders(nghttp2_session*, const nghttp2_frame* frame, void* user) {
  State& state = *static_cast<State*>(user);
  if (frame->headers.cat != NGHTTP2_HCAT_REQUEST) return 0;
  auto stream = std::make_shared<Stream>();
  stream->id = frame->hd.stream_id;
  stream->deadline = state.InputDeadline(state.loop.limits().head_time);
  state.last_stream = stream->id;
  state.streams.emplace(stream->id, std::move(stream));
  state.fresh = false;
  return 0;
}

int Http2Session::State::OnHeader(nghttp2_session*, const nghttp2_frame* frame,
                                  const std::uint8_t* name, std::size_t name_size,
                                  const std::uint8_t* value, std::size_t value_size, std::uint8_t,
                                  void* user) {
  State& state = *static_cast<State*>(user);
  Stream* const stream = state.Find(frame->hd.stream_id);
  if (stream == nullptr) return 0;
  const Limits& limits = state.loop.limits();
  std::size_t size = 0;
  if (stream->phase == Stream::Phase::kHead) {
    stream->head.Add(TextOf(name, name_size), TextOf(value, value_size), limits);
    size = stream->head.list_size();
  } else {
    // Trailers are checked and discarded, like those of a chunked body.
    constexpr std::size_t kOverhead = 32;
    size = stream->trailer_size += name_size + value_size + kOverhead;
  }
  if (size > limits.head_bytes * kHeadOverrun) state.Punish(431);
  return state.terminated ? NGHTTP2_ERR_PAUSE : 0;  // the rest of the frame is not decoded
}

// nghttp2 would ignore an invalid field; in HTTP/1.1 it makes the request malformed.
int Http2Session::State::OnInvalidHeader(nghttp2_session*, const nghttp2_frame* frame,
                                         const std::uint8_t*, std::size_t, const std::uint8_t*,
                                         std::size_t, std::uint8_t, void* user) {
  State& state = *static_cast<State*>(user);
  Stream* const stream = state.Find(frame->hd.stream_id);
  if (stream == nullptr) return 0;
  stream->head.Spoil();
  // Trailers of a body that is not read are discarded with it.
  if (stream->phase == Stream::Phase::kBody) state.RefuseFields(*stream, 400);
  return 0;
}

int Http2Session::State::OnFrame(nghttp2_session*, const nghttp2_frame* frame, void* user) {
  State& state = *static_cast<State*>(user);
  const bool ack = (frame->hd.flags & NGHTTP2_FLAG_ACK) != 0;
  if (frame->hd.type == NGHTTP2_PING && ack && !state.fresh) state.Leave();
  Stream* const stream = state.Find(frame->hd.stream_id);
  if (stream == nullptr) return 0;
  if (frame->hd.type == NGHTTP2_RST_STREAM) stream->reset = true;
  const bool last = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  if (frame->hd.type == NGHTTP2_HEADERS && stream->phase == Stream::Phase::kHead) {
    state.TakeHead(*stream, !last);
  } else if (frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS) {
    const bool empty = frame->hd.type == NGHTTP2_DATA && frame->hd.length == frame->data.padlen;
    if (empty && !last) state.TakeToken();
    if (last && stream->phase == Stream::Phase::kBody) state.Complete(*stream, Violation::kNone);
  }
  return 0;
}

// nghttp2 resets the stream of an invalid frame. OnClose counts a request that this ends.
int Http2Session::State::OnInvalidFrame(nghttp2_session*, const nghttp2_frame* frame, int,
                                        void* user) {
  State& state = *static_cast<State*>(user);
  const Stream* const stream = state.Find(frame->hd.stream_id);
  if (stream == nullptr || stream->phase > Stream::Phase::kBody) state.TakeToken();
  return 0;
}

void Http2Session::State::TakeHead(Stream& stream, bool has_body) {
  if (terminated) return;
  const Limits& limits = loop.limits();
  Request& request = stream.request;
  request.peer = peer;
  request.tls = true;
  request.arrival = loop.arrival();
  if (const int status = stream.head.Build(limits, request); status != 0) {
    return RefuseFields(stream, status);
  }
  if (admitted >= kStreams) {
    TakeToken();
    stream.phase = Stream::Phase::kAnswered;
    stream.deadline = 0;
    return Reset(stream, NGHTTP2_REFUSED_STREAM);
  }
  stream.admitted = true;
  ++admitted;
  if (!Charge(stream)) return Refuse(stream, 503);
  if (!has_body) return Complete(stream, Violation::kNone);
  const auto& ignores = loop.options().ignores_body;
  if (ignores && ignores(request)) return Complete(stream, Violation::kNone);
  const auto& is_upload = loop.options().is_upload;
  stream.body_limit = is_upload && is_upload(request)
                          ? std::max(limits.body_bytes, limits.upload_bytes)
                          : limits.body_bytes;
  if (stream.head.content_length().value_or(0) > stream.body_limit) {
    return Complete(stream, Violation::kBodyTooLarge);
  }
  AwaitBody(stream);
}

void Http2Session::State::AwaitBody(Stream& stream) {
  stream.phase = Stream::Phase::kBody;
  stream.deadline = InputDeadline(loop.limits().body_time);
  if (!stream.head.expects_continue()) return;
  const nghttp2_nv status = FieldOf(":status", "100");
  nghttp2_submit_headers(session.get(), NGHTTP2_FLAG_NONE, stream.id, nullptr, &status, 1, nullptr);
}

int Http2Session::State::OnData(nghttp2_session*, std::uint8_t, std::int32_t id,
                                const std::uint8_t* data, std::size_t size, void* user) {
  State& state = *static_cast<State*>(user);
  Stream* const stream = state.Find(id);
  // The rest of a body that is ignored, or too large, is discarded.
  if (stream == nullptr || stream->phase != Stream::Phase::kBody) return 0;
  state.TakeBody(*stream, TextOf(data, size));
  return 0;
}

void Http2Session::State::TakeBody(Stream& stream, std::string_view bytes) {
  if (stream.body.size() + bytes.size() > stream.body_limit) {
    return Complete(stream, Violation::kBodyTooLarge);
  }
  stream.body += bytes;
  if (!Charge(stream)) Refuse(stream, 503);
}

void Http2Session::State::Complete(Stream& stream, Violation violation) {
  stream.phase = Stream::Phase::kComplete;
  stream.deadline = 0;
  stream.request.violation = violation;
  if (violation != Violation::kNone) {
    stream.body = std::string();
    Charge(stream);
  }
  stream.request.body = stream.body;
  complete.push_back(streams.find(stream.id)->second);
}

// RefuseFields refuses a request for its head or trailers. It costs a token, because the connection
// continues, unlike that of HTTP/1.1.
void Http2Session::State::RefuseFields(Stream& stream, int status) {
  if (status == 400) stream.reset_code = NGHTTP2_PROTOCOL_ERROR;
  stream.earns = false;
  Refuse(stream, status);
  TakeToken();
}

void Http2Session::State::Refuse(Stream& stream, int status) {
  Response response = RefusalOf(status);
  ReportRefusal(&stream, status, response.body.size());
  Answer(stream, std::move(response));
}

// ReportRefusal counts and reports a request, or a connection if `stream` is null, that the session
// has ended by itself. `bytes` is the size of the body of the answer.
void Http2Session::State::ReportRefusal(const Stream* stream, int status, std::size_t bytes) {
  Counters::Add(loop.counters().refused);
  if (!loop.options().on_own_answer) return;
  OwnAnswer answer;
  answer.arrival = loop.arrival();
  answer.peer = peer;
  answer.status = status;
  answer.reason = RefusalReason(status);
  answer.bytes = bytes;
  if (stream != nullptr && stream->request.path.starts_with('/')) {
    answer.method = stream->request.method_text;
    answer.path = stream->request.path;
  }
  loop.options().on_own_answer(answer);
}

void Http2Session::State::TakeToken() {
  if (!budget.Take(now())) Punish(429);
}

// Punish ends the connection of a peer that violates the protocol, or costs more than its requests
// are worth. nghttp2 receives no further input.
void Http2Session::State::Punish(int status, std::uint32_t code) {
  if (terminated) return;
  ReportRefusal(nullptr, status);
  Terminate(code);
}

// Break ends a connection whose input nghttp2 cannot process any further.
void Http2Session::State::Break(int status) {
  broken = true;
  if (!terminated) ReportRefusal(nullptr, status);
}

}  // namespace bearward::http
