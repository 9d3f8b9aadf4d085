// What the peer of an HTTP/2 connection receives, and the memory of its requests and responses.
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "http/admission.h"
#include "http/http2_state.h"

namespace bearward::http {
namespace {

// A response must make this much progress, in bytes, within Limits::write_time.
constexpr std::size_t kProgress = 4096;
// Time for a peer that is still sending to read the response, as for HTTP/1.1.
constexpr std::chrono::milliseconds kLingerTime{2'000};
// Input memory that a connection may use without a charge, and the unit of charges, in bytes.
constexpr std::size_t kChargeUnit = 4096;

// Decimal is a number as text.
class Decimal {
 public:
  explicit Decimal(std::size_t number)
      : end_(std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr) {}
  std::string_view text() const { return {digits_.data(), end_}; }

 private:
  std::array<char, 20> digits_;
  char* end_;
};

// AppendLines adds the lines of HeaderLines::text. nghttp2 converts the names to lower case.
void AppendLines(std::string_view lines, std::vector<nghttp2_nv>& fields) {
  while (!lines.empty()) {
    const std::size_t colon = lines.find(": ");
    const std::size_t end = lines.find("\r\n");
    fields.push_back(FieldOf(lines.substr(0, colon), lines.substr(colon + 2, end - colon - 2)));
    lines.remove_prefix(end + 2);
  }
}

}  // namespace

void Http2Session::State::Answer(Stream& stream, Response&& response) {
  stream.phase = Stream::Phase::kAnswered;
  const bool head_only = stream.request.method == Method::kHead;
  Uncharge(stream);
  if (!stream.open) return;
  stream.response = std::move(response);
  const Response& answer = stream.response;
  const bool bodiless = answer.status == 204 || answer.status == 304;
  const Decimal status(static_cast<std::size_t>(answer.status));
  const Decimal length(answer.body.size());
  std::vector<nghttp2_nv> fields = {FieldOf(":status", status.text()),
                                    FieldOf("date", loop.date())};
  if (!answer.content_type.empty()) fields.push_back(FieldOf("content-type", answer.content_type));
  AppendLines(answer.headers.text(), fields);
  if (!bodiless) fields.push_back(FieldOf("content-length", length.text()));
  nghttp2_data_provider provider{{.ptr = &stream}, ReadBody};
  const bool has_body = !bodiless && !head_only && !answer.body.empty();
  if (!has_body) stream.response.body = std::string();
  unsent += answer.body.size();
  unread += answer.body.size();
  // The only response in memory is sent whatever its size, as with HTTP/1.1.
  if (has_body && !HoldMemory() && unsent > answer.body.size()) {
    DropResponse(stream);
    ReportMemory();
    return Reset(stream, NGHTTP2_ENHANCE_YOUR_CALM);
  }
  stream.deadline = loop.DeadlineIn(loop.limits().write_time);
  const int result = nghttp2_submit_response(session.get(), stream.id, fields.data(), fields.size(),
                                             has_body ? &provider : nullptr);
  if (result != 0) Reset(stream, NGHTTP2_INTERNAL_ERROR);
}

ssize_t Http2Session::State::ReadBody(nghttp2_session*, std::int32_t, std::uint8_t* out,
                                      std::size_t size, std::uint32_t* flags,
                                      nghttp2_data_source* source, void* user) {
  State& state = *static_cast<State*>(user);
  Stream& stream = *static_cast<Stream*>(source->ptr);
  const std::string_view left = std::string_view(stream.response.body).substr(stream.sent);
  const std::size_t count = left.copy(reinterpret_cast<char*>(out), size);
  stream.sent += count;
  stream.progress += count;
  state.unread -= count;
  if (count == left.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  if (stream.progress >= kProgress) {
    stream.progress = 0;
    stream.deadline = state.loop.DeadlineIn(state.loop.limits().write_time);
  }
  return static_cast<ssize_t>(count);
}

int Http2Session::State::OnSent(nghttp2_session*, const nghttp2_frame* frame, void* user) {
  State& state = *static_cast<State*>(user);
  // nghttp2 would send a PING that is submitted together with GOAWAY before it.
  if (frame->hd.type == NGHTTP2_GOAWAY && state.leave_deadline != 0) {
    nghttp2_submit_ping(state.session.get(), NGHTTP2_FLAG_NONE, nullptr);
  }
  // An error of the connection that nghttp2 has found.
  if (frame->hd.type == NGHTTP2_GOAWAY && frame->goaway.error_code != NGHTTP2_NO_ERROR &&
      !state.terminated) {
    state.terminated = true;
    state.ReportRefusal(nullptr, frame->goaway.error_code == NGHTTP2_ENHANCE_YOUR_CALM ? 429 : 400);
  }
  const bool data = frame->hd.type == NGHTTP2_DATA;
  if (!data && frame->hd.type != NGHTTP2_HEADERS) return 0;
  const bool last = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  Stream* const stream = state.Find(frame->hd.stream_id);
  const bool received = last || (data && frame->hd.length >= FrameBudget::kEarningBytes);
  if (received && stream != nullptr && stream->earns) state.budget.Earn();
  if (last && stream != nullptr) state.FinishResponse(*stream);
  return 0;
}

// A request that was answered before its end is not needed any more (RFC 9113 section 8.1). The
// peer gets a moment to end it by itself: curl loses a response that a reset follows at once.
void Http2Session::State::FinishResponse(Stream& stream) {
  DropResponse(stream);
  if (stream.reset_code != NGHTTP2_NO_ERROR) return Reset(stream, stream.reset_code);
  stream.finished = true;
  stream.deadline = loop.DeadlineIn(kLingerTime);
}

// The memory of a response is counted until all of it is sent, because it is returned only then.
void Http2Session::State::DropResponse(Stream& stream) {
  unsent -= stream.response.body.size();
  unread -= stream.response.body.size() - stream.sent;
  stream.response = Response();
  stream.sent = 0;
  HoldMemory();
}

// A request that its peer resets before it was taken never runs. One that runs keeps its memory
// until it is answered.
int Http2Session::State::OnClose(nghttp2_session*, std::int32_t id, std::uint32_t code,
                                 void* user) {
  State& state = *static_cast<State*>(user);
  const auto found = state.streams.find(id);
  if (found == state.streams.end()) return 0;
  const std::shared_ptr<Stream> stream = std::move(found->second);
  state.streams.erase(found);
  stream->open = false;
  const bool ended =
      stream->reset || nghttp2_session_get_stream_remote_close(state.session.get(), id) == 1;
  state.closed.Add(id, ended ? ClosedStreams::End::kByPeer : ClosedStreams::End::kByServer);
  state.DropResponse(*stream);
  const bool waits = std::erase(state.complete, stream) > 0;
  // The method and the path are for the log.
  if (stream->phase == Stream::Phase::kHead) {
    stream->head.Build(state.loop.limits(), stream->request);
  }
  const bool unserved = waits || stream->phase <= Stream::Phase::kBody;
  // Before its response is due, only nghttp2 resets a stream: its request is malformed.
  if (unserved && !stream->reset && code != NGHTTP2_NO_ERROR && !state.terminated) {
    state.ReportRefusal(stream.get(), 400);
    state.TakeToken();
  }
  if (waits || stream->phase != Stream::Phase::kComplete) state.Uncharge(*stream);
  if (state.streams.empty()) {
    state.idle_deadline = state.loop.DeadlineIn(state.loop.limits().idle_time);
  }
  return 0;
}

bool Http2Session::State::Charge(Stream& stream) {
  const std::size_t used = stream.head.memory() + stream.body.capacity();
  memory += used - stream.charged;
  stream.charged = used;
  if (HoldMemory()) return true;
  ReportMemory();
  return false;
}

void Http2Session::State::ReportMemory() {
  Counters::Add(loop.counters().over_memory);
  loop.Report({Shortage::Kind::kBodyMemory, peer});
}

void Http2Session::State::Uncharge(Stream& stream) {
  memory -= std::exchange(stream.charged, 0);
  if (std::exchange(stream.admitted, false)) --admitted;
  stream.request = Request();
  stream.head.Clear();
  stream.body = std::string();
  HoldMemory();
}

bool Http2Session::State::HoldMemory() {
  const std::size_t used = memory + (unsent > kUnsentBytes ? unsent - kUnsentBytes : 0);
  const std::size_t units = (used + kChargeUnit - 1) / kChargeUnit;
  return place.Hold(units <= 1 ? 0 : units * kChargeUnit);
}

// MustWait returns whether the next request must wait for responses to be sent. A large response
// that its peer reads delays the others only until its last part, unless there is no memory for
// more than it.
bool Http2Session::State::MustWait() {
  return unread > kUnsentBytes || (unsent > kUnsentBytes && !HoldMemory());
}

}  // namespace bearward::http
