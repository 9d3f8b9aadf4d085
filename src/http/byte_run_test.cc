#include "http/byte_run.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "http/syntax.h"

namespace bearward::http {
namespace {

TEST(ByteRunTest, FirstByteIsFoundWithAndWithoutTheInstruction) {
  for (unsigned first = 0; first <= kBytes16; ++first) {
    for (unsigned second = first; second <= kBytes16; ++second) {
      std::string text(kBytes16 + 1, 'a');
      text[first] = text[second] = '\xe4';
      Bytes16 bytes;
      std::memcpy(&bytes, text.data(), sizeof bytes);
      const auto holds = bytes != 'a';
      EXPECT_EQ(FirstSet(holds), first) << second;
      EXPECT_EQ(FirstSetInHalves(holds), first) << second;
    }
  }
}

// Tries every byte value at every position, because the loop and the tail are separate code.
TEST(ByteRunTest, EveryByteEndsARunExactlyWhereItsClassSaysSo) {
  for (std::size_t size = 1; size < 3 * kBytes16; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(byte);
        const char* const begin = text.data();
        const char* const end = begin + size;
        const char* const odd = begin + at;
        ASSERT_EQ(SkipToken(begin, end), IsTokenByte(*odd) ? end : odd) << byte;
        ASSERT_EQ(SkipFieldBytes(begin, end), IsFieldByte(*odd) ? end : odd) << byte;
        ASSERT_EQ(IsFieldValue(text), IsFieldByte(*odd)) << byte;
      }
    }
  }
}

}  // namespace
}  // namespace bearward::http
