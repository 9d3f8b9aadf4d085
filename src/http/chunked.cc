#include "http/chunked.h"

#include <algorithm>
#include <cstring>

#include "http/syntax.h"

namespace bearward::http {
namespace {

constexpr unsigned kMaxSizeDigits = 8;
constexpr std::size_t kMaxExtension = 256;
constexpr std::size_t kMaxTrailers = 8 * 1024;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

ChunkedDecoder::Outcome ChunkedDecoder::Feed(std::span<char> bytes, std::size_t body_limit) {
  consumed_ = 0;
  produced_ = 0;
  while (consumed_ < bytes.size() && state_ != State::kWhole) {
    if (state_ == State::kData) {
      const std::size_t moved = MoveData(bytes);
      decoded_ += moved;
      continue;
    }
    if (!Step(bytes[consumed_++])) return Outcome::kMalformed;
    if (left_ > body_limit || decoded_ + left_ > body_limit) return Outcome::kTooLarge;
  }
  return state_ == State::kWhole ? Outcome::kWhole : Outcome::kNeedMore;
}

std::size_t ChunkedDecoder::MoveData(std::span<char> bytes) {
  const std::size_t count =
      static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - consumed_));
  std::memmove(bytes.data() + produced_, bytes.data() + consumed_, count);
  consumed_ += count;
  produced_ += count;
  left_ -= count;
  if (left_ == 0) state_ = State::kDataCr;
  return count;
}

bool ChunkedDecoder::Step(char c) {
  switch (state_) {
    case State::kSizeFirst:
    case State::kSize:
    case State::kSizeLf:
      return StepSize(c);
    case State::kExtensionStart:
    case State::kExtensionName:
    case State::kExtensionGap:
      return ++overhead_ <= kMaxExtension && StepExtension(c);
    case State::kExtensionEquals:
    case State::kExtensionToken:
    case State::kExtensionQuoted:
    case State::kExtensionEscape:
    case State::kExtensionClosed:
    case State::kExtensionEnd:
      return ++overhead_ <= kMaxExtension && StepValue(c);
    case State::kDataCr:
      return Expect(c, '\r', State::kDataLf);
    case State::kDataLf:
      digits_ = 0;
      return Expect(c, '\n', State::kSizeFirst);
    default:
      return StepTrailer(c);
  }
}

bool ChunkedDecoder::StepSize(char c) {
  switch (state_) {
    case State::kSizeFirst:
      overhead_ = 0;
      state_ = State::kSize;
      return TakeDigit(c);
    case State::kSize:
      if (c == '\r') return Expect(c, '\r', State::kSizeLf);
      if (c == ';') return Expect(c, ';', State::kExtensionStart);
      return TakeDigit(c);
    default:
      overhead_ = 0;
      return Expect(c, '\n', left_ > 0 ? State::kData : State::kTrailerFirst);
  }
}

// An extension is `;name`, `;name=token` or `;name="text"`, with optional white space around ';'
// and '=' (RFC 9112 section 7.1.1). An extension without a name is refused, because parsers treat
// it differently.
bool ChunkedDecoder::StepExtension(char c) {
  if (state_ == State::kExtensionStart) {
    if (IsBlank(c)) return true;
    state_ = State::kExtensionName;
    return IsTokenByte(c);
  }
  if (c == '=') return Expect(c, '=', State::kExtensionEquals);
  if (state_ == State::kExtensionName && IsTokenByte(c)) return true;
  return LeaveExtension(c, State::kExtensionGap);
}

bool ChunkedDecoder::StepValue(char c) {
  switch (state_) {
    case State::kExtensionEquals:
      if (IsBlank(c)) return true;
      state_ = c == '"' ? State::kExtensionQuoted : State::kExtensionToken;
      return c == '"' || IsTokenByte(c);
    case State::kExtensionToken:
      return IsTokenByte(c) || LeaveExtension(c, State::kExtensionEnd);
    case State::kExtensionQuoted:
      if (c == '"') state_ = State::kExtensionClosed;
      if (c == '\\') state_ = State::kExtensionEscape;
      return IsFieldByte(c);
    case State::kExtensionEscape:
      return Expect(c, c, State::kExtensionQuoted) && IsFieldByte(c);
    default:
      return LeaveExtension(c, State::kExtensionEnd);
  }
}

// LeaveExtension accepts what may follow a name or a value: the end of the line (not after white
// space), the next extension, or white space, which leads to `blank`.
bool ChunkedDecoder::LeaveExtension(char c, State blank) {
  if (c == ';') return Expect(c, ';', State::kExtensionStart);
  const bool after_blank = state_ == State::kExtensionGap || state_ == State::kExtensionEnd;
  if (c == '\r' && !after_blank) return Expect(c, '\r', State::kSizeLf);
  state_ = blank;
  return IsBlank(c);
}

bool ChunkedDecoder::StepTrailer(char c) {
  if (++overhead_ > kMaxTrailers) return false;
  switch (state_) {
    case State::kTrailerFirst:
      if (c == '\r') return Expect(c, '\r', State::kEndLf);
      state_ = State::kTrailerName;
      return IsTokenByte(c);
    case State::kTrailerName:
      if (c == ':') return Expect(c, ':', State::kTrailerValue);
      return IsTokenByte(c);
    case State::kTrailerValue:
      if (c == '\r') return Expect(c, '\r', State::kTrailerLf);
      return IsFieldByte(c);
    case State::kTrailerLf:
      return Expect(c, '\n', State::kTrailerFirst);
    default:
      return Expect(c, '\n', State::kWhole);
  }
}

bool ChunkedDecoder::TakeDigit(char c) {
  const int value = HexValue(c);
  if (value < 0 || ++digits_ > kMaxSizeDigits) return false;
  left_ = left_ * 16 + static_cast<std::uint64_t>(value);
  return true;
}

bool ChunkedDecoder::Expect(char c, char wanted, State next) {
  state_ = next;
  return c == wanted;
}

}  // namespace bearward::http
