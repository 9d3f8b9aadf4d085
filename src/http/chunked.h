// ChunkedDecoder: decodes the chunked transfer coding (RFC 9112 section 7.1) in place. Internal to
// http.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace bearward::http {

// ChunkedDecoder accepts a body in pieces of any size. It validates chunk extensions and trailers,
// limits their size and discards them.
class ChunkedDecoder {
 public:
  // Outcome of Feed: more bytes are needed, the body is complete, malformed, or longer than
  // allowed.
  enum class Outcome : std::uint8_t { kNeedMore, kWhole, kMalformed, kTooLarge };

  // Feed decodes from the front of `bytes` and writes the decoded data to the front of the same
  // bytes: produced() bytes. consumed() is the number of raw bytes used; after kNeedMore that is
  // all of them.
  Outcome Feed(std::span<char> bytes, std::size_t body_limit);
  // consumed returns the number of raw bytes that the last Feed used.
  std::size_t consumed() const { return consumed_; }
  // produced returns the number of decoded bytes that the last Feed wrote.
  std::size_t produced() const { return produced_; }

 private:
  enum class State : std::uint8_t {
    kSizeFirst,  // the first digit of a chunk's size
    kSize,
    kExtensionStart,  // after ';': white space or the first byte of a name
    kExtensionName,
    kExtensionGap,     // white space after a name: ';' or '=' must follow
    kExtensionEquals,  // after '=': white space or the first byte of a value
    kExtensionToken,
    kExtensionQuoted,
    kExtensionEscape,
    kExtensionClosed,  // after the closing quote
    kExtensionEnd,     // white space after a value: ';' must follow
    kSizeLf,
    kData,
    kDataCr,
    kDataLf,
    kTrailerFirst,  // the first byte of a trailer line, or the CR of the end
    kTrailerName,
    kTrailerValue,
    kTrailerLf,
    kEndLf,
    kWhole,
  };

  bool Step(char c);
  bool StepSize(char c);
  bool StepExtension(char c);
  bool StepValue(char c);
  bool LeaveExtension(char c, State blank);
  bool StepTrailer(char c);
  bool TakeDigit(char c);
  bool Expect(char c, char wanted, State next);
  std::size_t MoveData(std::span<char> bytes);

  State state_ = State::kSizeFirst;
  std::uint64_t left_ = 0;     // bytes of the current chunk not yet seen
  unsigned digits_ = 0;        // of the current chunk's size
  std::size_t overhead_ = 0;   // extension bytes of this chunk, or trailer bytes
  std::uint64_t decoded_ = 0;  // of the whole body
  std::size_t consumed_ = 0;
  std::size_t produced_ = 0;
};

}  // namespace bearward::http
