// Fuzz target: a chunked body must decode to the same bytes in one piece and byte by byte, and
// never to more bytes than were sent or allowed.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/digest.h"
#include "http/chunked.h"

namespace {

using bearward::http::ChunkedDecoder;

constexpr std::size_t kLimit = 64;

struct Decoded {
  ChunkedDecoder::Outcome outcome = ChunkedDecoder::Outcome::kNeedMore;
  std::string body;
  std::size_t consumed = 0;
};

Decoded Decode(const std::string& bytes, std::size_t step) {
  ChunkedDecoder decoder;
  Decoded out;
  while (out.outcome == ChunkedDecoder::Outcome::kNeedMore && out.consumed < bytes.size()) {
    std::string piece = bytes.substr(out.consumed, step);
    out.outcome = decoder.Feed(piece, kLimit);
    out.consumed += decoder.consumed();
    out.body += piece.substr(0, decoder.produced());
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(bearward::base::AsBytes({data, size}));
  const Decoded whole = Decode(bytes, bytes.size() + 1);
  const Decoded single = Decode(bytes, 1);
  const bool same = whole.outcome == single.outcome && whole.body == single.body &&
                    whole.consumed == single.consumed;
  if (!same || whole.body.size() > kLimit || whole.body.size() > size) __builtin_trap();
  return 0;
}
