#include "http/http2_session.h"

#include <algorithm>
#include <array>
#include <utility>

#include "http/http2_state.h"

namespace bearward::http {
namespace {

// Acknowledgements (of PING and SETTINGS) that may wait to be sent.
constexpr std::size_t kAcknowledgements = 100;
// RST_STREAM frames that nghttp2 allows at once and per second. FrameBudget is the lower bound
// unless the peer receives hundreds of responses per second.
constexpr std::uint64_t kResetBurst = 10'000;
constexpr std::uint64_t kResetRate = 1'000;
// nghttp2 counts each part of the nine bytes before a CONTINUATION, also an empty one.
constexpr std::size_t kContinuationParts = 10;
// While the server drains, a request must arrive within this time, and a connection without a
// request may send its first one within the second time.
constexpr std::chrono::milliseconds kDrainInputTime{3'000};
constexpr std::chrono::milliseconds kDrainFirstTime{1'000};

}  // namespace

Http2Session::State::State(Loop& its_loop, Place& its_place, std::string_view its_peer)
    : loop(its_loop),
      place(its_place),
      peer(its_peer),
      budget(its_loop.arrival().ticks),
      idle_deadline(its_loop.DeadlineIn(its_loop.limits().first_byte_time)) {
  broken = !Open();
}

bool Http2Session::State::Open() {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_option* option = nullptr;
  if (nghttp2_session_callbacks_new(&callbacks) != 0) return false;
  const std::unique_ptr<nghttp2_session_callbacks, void (*)(nghttp2_session_callbacks*)> owned(
      callbacks, nghttp2_session_callbacks_del);
  if (nghttp2_option_new(&option) != 0) return false;
  const std::unique_ptr<nghttp2_option, void (*)(nghttp2_option*)> owned_option(option,
                                                                                nghttp2_option_del);
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, OnBeginHeaders);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, OnHeader);
  nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, OnInvalidHeader);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, OnData);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, OnFrame);
  nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, OnInvalidFrame);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, OnSent);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, OnClose);
  nghttp2_option_set_no_closed_streams(option, 1);
  nghttp2_option_set_max_outbound_ack(option, kAcknowledgements);
  // The bounds of nghttp2 are a second line behind our own, which must be reached first.
  nghttp2_option_set_max_continuations(option,
                                       kContinuationParts * (HeaderBlock::kContinuations + 1));
  nghttp2_option_set_stream_reset_rate_limit(option, kResetBurst, kResetRate);
  nghttp2_session* made = nullptr;
  if (nghttp2_session_server_new2(&made, callbacks, this, option) != 0) return false;
  session.reset(made);
  const std::array<nghttp2_settings_entry, 2> settings = {{
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, kStreams},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(loop.limits().head_bytes)},
  }};
  return nghttp2_submit_settings(made, NGHTTP2_FLAG_NONE, settings.data(), settings.size()) == 0;
}

Http2Stream* Http2Session::State::Find(std::int32_t id) {
  const auto found = streams.find(id);
  return found == streams.end() ? nullptr : found->second.get();
}

std::int64_t Http2Session::State::InputDeadline(std::chrono::milliseconds usual) const {
  return loop.DeadlineIn(loop.draining() ? std::min(usual, kDrainInputTime) : usual);
}

// The peer has seen the first GOAWAY, so its requests that are on the way have arrived: the second
// one names the last of them.
void Http2Session::State::Leave() {
  if (std::exchange(leave_deadline, 0) == 0) return;
  nghttp2_submit_goaway(session.get(), NGHTTP2_FLAG_NONE,
                        nghttp2_session_get_last_proc_stream_id(session.get()), NGHTTP2_NO_ERROR,
                        nullptr, 0);
}

void Http2Session::State::ExpireStream(Stream& stream) {
  if (stream.finished) return Reset(stream, NGHTTP2_NO_ERROR);
  Counters::Add(loop.counters().timeouts);
  switch (stream.phase) {
    case Stream::Phase::kHead:
      // No other frame can arrive before the end of the header section, so the connection ends.
      return Punish(408);
    case Stream::Phase::kBody:
      return Refuse(stream, 408);
    default:
      return Reset(stream, NGHTTP2_CANCEL);
  }
}

Http2Session::Http2Session(Loop& loop, Place& place, std::string_view peer)
    : state_(std::make_unique<State>(loop, place, peer)) {}

// The requests of exchanges that are not answered yet stay in memory, and are still charged.
Http2Session::~Http2Session() {
  state_->unsent = 0;
  state_->HoldMemory();
}

void Http2Session::Receive(std::string_view bytes) {
  State& state = *state_;
  while (!bytes.empty()) {
    const std::size_t size = state.scanner.Next(
        bytes, [&](const FrameScanner::Header& header) { state.OnFrameHeader(header); });
    // Input after the end is discarded here: nghttp2 before 1.68.1 may fail an assertion if a
    // malformed frame follows (CVE-2026-27135).
    if (state.broken || state.terminated) return;
    const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const ssize_t result = nghttp2_session_mem_recv(state.session.get(), data, size);
    if (result < 0) state.Break(result == NGHTTP2_ERR_FLOODED ? 429 : 400);
    bytes.remove_prefix(size);
  }
}

std::shared_ptr<Http2Stream> Http2Session::TakeRequest() {
  if (state_->terminated || state_->complete.empty()) return nullptr;
  if (state_->MustWait()) return nullptr;
  std::shared_ptr<Http2Stream> stream = std::move(state_->complete.front());
  state_->complete.pop_front();
  return stream;
}

const Request& Http2Session::RequestOf(const Http2Stream& stream) { return stream.request; }

void Http2Session::Respond(Http2Stream& stream, Response&& response) {
  state_->Answer(stream, std::move(response));
}

bool Http2Session::Collect(std::string& out, std::size_t most) {
  while (!state_->broken && out.size() < most) {
    const std::uint8_t* bytes = nullptr;
    const ssize_t count = nghttp2_session_mem_send(state_->session.get(), &bytes);
    state_->broken = count < 0;
    if (count <= 0) return false;
    out += TextOf(bytes, static_cast<std::size_t>(count));
  }
  return !state_->broken;
}

void Http2Session::Drain() {
  State& state = *state_;
  if (state.broken || state.leave_deadline != 0) return;
  const auto time = state.fresh ? kDrainFirstTime : kDrainInputTime;
  state.leave_deadline = state.loop.DeadlineIn(time);
  nghttp2_submit_shutdown_notice(state.session.get());
  for (const auto& [id, stream] : state.streams) {
    if (stream->phase <= Http2Stream::Phase::kBody) {
      stream->deadline = std::min(stream->deadline, state.InputDeadline(kDrainInputTime));
    }
  }
}

void Http2Session::Expire(std::int64_t now) {
  State& state = *state_;
  if (state.leave_deadline != 0 && now >= state.leave_deadline) state.Leave();
  if (state.streams.empty() && now >= state.idle_deadline) {
    return state.Terminate(NGHTTP2_NO_ERROR);
  }
  // Expiry closes no stream before the next Collect, so the streams stay in place.
  for (const auto& [id, stream] : state.streams) {
    if (stream->deadline == 0 || now < stream->deadline) continue;
    stream->deadline = 0;
    state.ExpireStream(*stream);
  }
}

Http2Session::Load Http2Session::load() const {
  return {state_->streams.size(), state_->unsent, state_->unread};
}

bool Http2Session::ended() const {
  nghttp2_session* const session = state_->session.get();
  return state_->broken ||
         (nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0);
}

}  // namespace bearward::http
