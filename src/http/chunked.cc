#include "http/chunked.h"

#include <algorithm>
#include <cstring>

#include "http/syntax.h"

namespace bearward::http {
namespace {

constexpr unsigned kMaxSizeDigits = 8;
constexpr std::size_t kMaxExtension = 256;
constexpr std::size_t kMaxTrailers = 8 * 1024;

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
    case State::kExtension:
    case State::kSizeLf:
      return StepSize(c);
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
      if (c == ';') return Expect(c, ';', State::kExtension);
      return TakeDigit(c);
    case State::kExtension:
      if (c == '\r') return Expect(c, '\r', State::kSizeLf);
      return IsFieldByte(c) && ++overhead_ <= kMaxExtension;
    default:
      overhead_ = 0;
      return Expect(c, '\n', left_ > 0 ? State::kData : State::kTrailerFirst);
  }
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
