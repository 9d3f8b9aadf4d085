#include "http/connection.h"

#include <algorithm>
#include <utility>

#include "http/writer.h"

namespace bearward::http {
namespace {

// Answers to pipelined requests are collected up to this size, in bytes, before they are sent.
constexpr std::size_t kFlushSize = 64 * 1024;
// After Drain, a request that has begun to arrive must arrive completely within this time.
constexpr std::chrono::milliseconds kDrainInputTime{3'000};
// After Drain, a connection without a request may send its first one within this time: its client
// has connected before it could know of the end.
constexpr std::chrono::milliseconds kDrainFirstTime{1'000};
// After Drain, an idle connection may send one more request within this time: it may be on its way,
// and a client may not repeat every request whose connection ends (RFC 9110 section 9.2.2).
constexpr std::chrono::milliseconds kDrainIdleTime{250};
// Time for a peer that is still sending to read the answer. Closing at once would make its kernel
// discard the answer (RFC 9112 section 9.6).
constexpr std::chrono::milliseconds kLingerTime{2'000};
// Number of reads of one connection before the other connections of the loop are served.
constexpr unsigned kReadsAtOnce = 32;
// An output buffer of at most this size, in bytes, is kept for the next answer.
constexpr std::size_t kKeptOutput = 8 * 1024;

}  // namespace

Connection::Connection(std::shared_ptr<Loop> loop, Accepted accepted, Place place,
                       const std::shared_ptr<ssl_ctx_st>& context)
    : loop_(std::move(loop)),
      place_(std::move(place)),
      transport_(std::move(accepted.socket), context),
      peer_(std::move(accepted.peer)),
      in_(loop_->blocks(), place_) {}

void Connection::Start() {
  if (!loop_->Watch(*this, transport_.socket())) return Close();
  if (transport_.tls()) {
    phase_ = Phase::kHandshake;
    deadline_ = loop_->DeadlineIn(loop_->limits().head_time);
  }
  Advance();
}

void Connection::Close() {
  if (phase_ == Phase::kClosed) return;
  if (phase_ == Phase::kHandshake) Counters::Add(loop_->counters().failed_handshakes);
  const bool exchange_out = phase_ == Phase::kHandling;
  phase_ = Phase::kClosed;
  transport_.Close();
  place_.Leave();
  if (!exchange_out) {
    in_.Consume(in_.bytes().size());
    in_.Rest();
  }
  streams_.reset();
  loop_->Remove(*this);
}

void Connection::Drain() {
  if (phase_ == Phase::kStreams) {
    streams_->Drain();
    return SendStreams();
  }
  const bool idle = IsIdle();
  const bool reading = phase_ == Phase::kHead || phase_ == Phase::kBody;
  std::chrono::milliseconds time = kDrainInputTime;
  if (idle && !fresh_) {
    time = kDrainIdleTime;
  } else if (idle || phase_ == Phase::kHandshake) {
    time = kDrainFirstTime;
  } else if (!reading || wait_ != Wait::kRead) {
    return;
  }
  deadline_ = std::min(deadline_, loop_->DeadlineIn(time));
}

bool Connection::IsIdle() const {
  return phase_ == Phase::kHead && out_.empty() && in_.bytes().empty();
}

void Connection::Sweep(std::int64_t now) {
  if (deadline_ != 0 && now >= deadline_) TimeOut();
}

void Connection::Advance() {
  if (advancing_) return;
  advancing_ = true;
  while (wait_ == Wait::kNone && Step()) {
  }
  advancing_ = false;
}

// Each step returns whether the next one can follow at once.
bool Connection::Step() {
  switch (phase_) {
    case Phase::kHandshake:
      return StepHandshake();
    case Phase::kHead:
      return StepHead();
    case Phase::kBody:
      return head_.chunked ? StepChunks() : StepBody();
    case Phase::kHandling:
      // Answers to earlier pipelined requests must not wait for this one.
      SendSoon();
      return false;
    case Phase::kFinishing:
      return StepFinish();
    case Phase::kStreams:
      return StepStreams();
    case Phase::kLingering:
      return StepLinger();
    case Phase::kClosed:
      return false;
  }
  return false;
}

bool Connection::StepHandshake() {
  const IoResult result = transport_.Handshake();
  if (result.state == IoState::kDone) {
    phase_ = Phase::kHead;
    if (transport_.selected_http2()) StartStreams();
    return true;
  }
  if (result.state == IoState::kClosed) {
    Close();
  } else {
    WaitFor(result.state);
  }
  return false;
}

bool Connection::StepHead() {
  // Stops reading from a peer that sends requests but does not read the answers.
  if (out_.size() > kFlushSize && !Flush()) return false;
  const Limits& limits = loop_->limits();
  const std::string_view bytes = in_.bytes();
  if (bytes.empty()) {
    AwaitHead();
    return Fetch();
  }
  fresh_ = false;
  if (bytes.front() == '\r' && SkipEmptyLine(bytes)) return true;
  // Nearly every head arrives complete and valid, so it is parsed directly. Otherwise the finder
  // takes over, which examines no byte twice.
  const bool first_look = timing_ != Timing::kHead;
  if (first_look && ParseHead(bytes.substr(0, limits.head_bytes), limits, head_) == 0) {
    return TakeHead();
  }
  return SearchHead(bytes);
}

// SkipEmptyLine drops one empty line before each request; a second one makes the head malformed.
bool Connection::SkipEmptyLine(std::string_view bytes) {
  const std::size_t size = EmptyLineSize(bytes);
  if (size == 0 || skipped_line_) return false;
  skipped_line_ = true;
  in_.Consume(size);
  // If the empty line came in pieces, the state was that of a head: reset it.
  finder_ = HeadFinder();
  timing_ = Timing::kNone;
  return true;
}

// AwaitHead sets the deadline for the first byte of a head once: bytes that do not belong to a
// request, such as empty TLS records, do not extend it.
void Connection::AwaitHead() {
  const Timing timing = fresh_ ? Timing::kFirstByte : Timing::kIdle;
  if (timing_ == timing) return;
  timing_ = timing;
  const Limits& limits = loop_->limits();
  deadline_ = loop_->DeadlineIn(fresh_ ? InputTime(limits.first_byte_time) : limits.idle_time);
}

// InputTime returns how long a head or body may take: less while the server drains.
std::chrono::milliseconds Connection::InputTime(std::chrono::milliseconds usual) const {
  return loop_->draining() ? std::min(usual, kDrainInputTime) : usual;
}

bool Connection::SearchHead(std::string_view bytes) {
  const Limits& limits = loop_->limits();
  const HeadFinder::Outcome outcome = finder_.Look(bytes);
  if (outcome == HeadFinder::Outcome::kBareLf) return Refuse(400);
  if (outcome == HeadFinder::Outcome::kWhole) {
    if (finder_.size() > limits.head_bytes) return Refuse(431);
    const int status = ParseHead(bytes.substr(0, finder_.size()), limits, head_);
    return status != 0 ? Refuse(status) : TakeHead();
  }
  if (bytes.size() >= limits.head_bytes) return Refuse(431);
  if (timing_ != Timing::kHead) {
    timing_ = Timing::kHead;
    deadline_ = loop_->DeadlineIn(InputTime(limits.head_time));
  }
  return Fetch();
}

bool Connection::TakeHead() {
  const Limits& limits = loop_->limits();
  const std::size_t pending = in_.bytes().size();
  head_size_ = head_.size;
  body_size_ = 0;
  parsed_at_ = in_.bytes().data();
  body_limit_ = limits.body_bytes;
  if (head_.chunked || head_.content_length > body_limit_) body_limit_ = BodyLimit();
  const bool fits = head_.content_length <= body_limit_;
  if (fits && !head_.chunked && pending >= head_size_ + head_.content_length) {
    body_size_ = static_cast<std::size_t>(head_.content_length);
    return Deliver(Violation::kNone);
  }
  body_ignored_ = IgnoresBody();
  if (body_ignored_) return Deliver(Violation::kNone);
  if (!fits) return Deliver(Violation::kBodyTooLarge);
  phase_ = Phase::kBody;
  chunks_ = ChunkedDecoder();
  deadline_ = loop_->DeadlineIn(InputTime(limits.body_time));
  if (head_.expects_continue && pending == head_size_) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
  return true;
}

bool Connection::IgnoresBody() {
  const auto& ignores = loop_->options().ignores_body;
  if (!ignores) return false;
  BuildRequest(Violation::kNone);
  return ignores(request_);
}

std::size_t Connection::BodyLimit() {
  const Limits& limits = loop_->limits();
  const auto& is_upload = loop_->options().is_upload;
  if (!is_upload) return limits.body_bytes;
  BuildRequest(Violation::kNone);
  return is_upload(request_) ? std::max(limits.body_bytes, limits.upload_bytes) : limits.body_bytes;
}

bool Connection::StepBody() {
  if (in_.bytes().size() < head_size_ + head_.content_length) return Fetch();
  body_size_ = static_cast<std::size_t>(head_.content_length);
  return Deliver(Violation::kNone);
}

// The raw bytes after the decoded part are decoded in place, so that the decoded body stays
// contiguous after the head, and the next request follows the body.
bool Connection::StepChunks() {
  const std::size_t decoded_end = head_size_ + body_size_;
  const std::span<char> raw = in_.mutable_bytes().subspan(decoded_end);
  const auto outcome = chunks_.Feed(raw, body_limit_);
  if (outcome == ChunkedDecoder::Outcome::kMalformed) return Refuse(400);
  if (outcome == ChunkedDecoder::Outcome::kTooLarge) return Deliver(Violation::kBodyTooLarge);
  in_.Cut(decoded_end + chunks_.produced(), chunks_.consumed() - chunks_.produced());
  body_size_ += chunks_.produced();
  return outcome == ChunkedDecoder::Outcome::kWhole ? Deliver(Violation::kNone) : Fetch();
}

bool Connection::Deliver(Violation violation) {
  BuildRequest(violation);
  phase_ = Phase::kHandling;
  deadline_ = 0;
  Counters::Add(loop_->counters().requests);
  try {
    loop_->options().handler(Exchange(shared_from_this(), request_, &Connection::Answer));
  } catch (...) {
    // The exception unwound the exchange, whose destructor answered 500.
  }
  return true;
}

// Reading the body may have moved the bytes to which the views of the head refer.
void Connection::RefreshHead() {
  const std::string_view bytes = in_.bytes();
  if (bytes.data() == parsed_at_) return;
  ParseHead(bytes.substr(0, head_size_), loop_->limits(), head_);
  parsed_at_ = bytes.data();
}

void Connection::BuildRequest(Violation violation) {
  const std::string_view bytes = in_.bytes();
  RefreshHead();
  request_.method = head_.method;
  request_.method_text = head_.method_text;
  request_.target = head_.target;
  request_.path = head_.path;
  request_.query = head_.query;
  request_.headers = head_.headers;
  request_.minor_version = head_.minor_version;
  request_.peer = peer_;
  request_.tls = transport_.tls();
  request_.violation = violation;
  request_.arrival = loop_->arrival();
  request_.body =
      violation == Violation::kNone ? bytes.substr(head_size_, body_size_) : std::string_view();
}

void Connection::Answer(std::shared_ptr<void> owner, Response&& response) {
  auto self = std::static_pointer_cast<Connection>(std::move(owner));
  if (self->loop_->OnThread()) return self->OnAnswer(response);
  const auto loop = self->loop_;
  loop->Post(
      [self = std::move(self), response = std::move(response)] { self->OnAnswer(response); });
}

void Connection::OnAnswer(const Response& response) {
  if (phase_ != Phase::kHandling) return;
  const bool whole = request_.violation == Violation::kNone && !body_ignored_;
  const bool keep_alive = head_.keep_alive && whole && !response.close && !loop_->draining();
  WriteResponse(response, keep_alive);
  in_.Consume(whole ? head_size_ + body_size_ : in_.bytes().size());
  finder_ = HeadFinder();
  timing_ = Timing::kNone;
  skipped_line_ = false;
  body_ignored_ = false;
  unread_ = !whole || !in_.bytes().empty();
  phase_ = keep_alive ? Phase::kHead : Phase::kFinishing;
  Advance();
}

void Connection::WriteResponse(const Response& response, bool keep_alive) {
  const ResponseFrame frame{loop_->date(), request_.method == Method::kHead, keep_alive,
                            head_.minor_version};
  AppendResponse(response, frame, out_);
}

bool Connection::StepFinish() {
  if (!Flush()) return false;
  if (!unread_) {
    if (transport_.tls()) transport_.ShutdownSend();
    Close();
    return false;
  }
  transport_.ShutdownSend();
  in_.Consume(in_.bytes().size());
  in_.Rest();
  phase_ = Phase::kLingering;
  deadline_ = loop_->DeadlineIn(kLingerTime);
  return true;
}

bool Connection::StepLinger() {
  if (++reads_ > kReadsAtOnce) return Yield();
  MakeRoom();
  const IoResult result = transport_.ReadRaw(in_.space());
  if (result.state == IoState::kDone) return true;
  if (result.state == IoState::kClosed) {
    Close();
  } else {
    WaitFor(result.state);
  }
  return false;
}

// The kernel does not know about bytes that TLS has buffered, so with TLS a read is always tried.
bool Connection::Fetch() {
  SendSoon();
  if (!readable_ && !transport_.tls()) {
    in_.Rest();
    WaitFor(IoState::kWantRead);
    return false;
  }
  if (++reads_ > kReadsAtOnce) return Yield();
  if (!MakeRoom()) return RefuseForMemory();
  const std::size_t space = in_.space().size();
  const IoResult result = transport_.Read(in_.space());
  if (result.state == IoState::kDone) {
    Take(result.count, space);
    return true;
  }
  if (result.state == IoState::kClosed) {
    // A peer that sends nothing more may still be waiting for answers.
    if (Flush()) Close();
  } else {
    in_.Rest();
    WaitFor(result.state);
  }
  return false;
}

// MakeRoom makes space for the expected input: a head, or the rest of the body.
bool Connection::MakeRoom() {
  const Limits& limits = loop_->limits();
  std::size_t most = limits.head_bytes;
  if (phase_ == Phase::kBody) {
    const auto length = static_cast<std::size_t>(head_.content_length);
    most = head_size_ + (head_.chunked ? body_limit_ + BlockPool::kBlockSize : length);
  }
  return in_.MakeRoom(most);
}

void Connection::SendSoon() {
  if (out_.empty() || send_due_) return;
  send_due_ = true;
  loop_->SendSoon(*this);
}

void Connection::Send() {
  send_due_ = false;
  if (phase_ != Phase::kClosed) Flush();
}

// The poller reports no edge for input that is already there, so Proceed is posted to the loop.
bool Connection::Yield() {
  wait_ = Wait::kRead;
  loop_->Post([self = shared_from_this()] { self->Proceed(); });
  return false;
}

// Flush returns whether everything was sent; if not, the connection waits or is closed.
bool Connection::Flush() {
  while (sent_ < out_.size()) {
    const IoResult result = transport_.Write(std::string_view(out_).substr(sent_));
    if (result.state == IoState::kClosed) {
      Close();
      return false;
    }
    if (result.state != IoState::kDone) {
      deadline_ = loop_->DeadlineIn(loop_->limits().write_time);
      timing_ = Timing::kNone;
      WaitFor(result.state);
      return false;
    }
    sent_ += result.count;
  }
  sent_ = 0;
  out_.clear();
  if (out_.capacity() > kKeptOutput) out_.shrink_to_fit();
  return true;
}

void Connection::WaitFor(IoState want) {
  wait_ = want == IoState::kWantWrite ? Wait::kWrite : Wait::kRead;
  if (wait_ == Wait::kRead) readable_ = false;
}

void Connection::OnReady(Readiness ready) {
  readable_ |= ready.readable;
  ended_ |= ready.ended;
  const bool awaited = wait_ == Wait::kWrite ? ready.writable : ready.readable;
  if (wait_ == Wait::kNone || !awaited) return;
  const bool reading = phase_ == Phase::kHead || phase_ == Phase::kBody;
  if (reading && wait_ == Wait::kRead && !transport_.tls()) ReadAhead();
  loop_->ProceedSoon(*this);
}

// End of input and errors are ignored here, because the next read in Fetch reports them again.
void Connection::ReadAhead() {
  if (!MakeRoom()) return;
  const std::size_t space = in_.space().size();
  const IoResult result = transport_.Read(in_.space());
  if (result.state == IoState::kDone) Take(result.count, space);
}

void Connection::Take(std::size_t count, std::size_t space) {
  in_.Commit(count);
  // A short read has emptied the socket: the poller will report the next byte as a new edge.
  if (count < space) readable_ = ended_;
}

void Connection::Proceed() {
  wait_ = Wait::kNone;
  reads_ = 0;
  if (phase_ != Phase::kClosed) Advance();
}

}  // namespace bearward::http
