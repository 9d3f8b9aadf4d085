#include "http/chunked.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace bearward::http {
namespace {

using Outcome = ChunkedDecoder::Outcome;

struct Decoded {
  Outcome outcome = Outcome::kNeedMore;
  std::string body;
  std::size_t consumed = 0;
};

// Feeds `text` in pieces of `step` bytes.
Decoded Decode(std::string_view text, std::size_t step, std::size_t limit = 1000) {
  ChunkedDecoder decoder;
  Decoded out;
  while (out.outcome == Outcome::kNeedMore && out.consumed < text.size()) {
    std::string piece(text.substr(out.consumed, step));
    out.outcome = decoder.Feed(piece, limit);
    out.consumed += decoder.consumed();
    out.body += piece.substr(0, decoder.produced());
  }
  return out;
}

TEST(ChunkedTest, BodyIsTheSameInPiecesOfAnySize) {
  const std::string_view text =
      "5\r\nhello\r\n1;name=\"v\"\r\n \r\n00A\r\nworld12345\r\n0\r\nX-Sum: 1\r\n\r\nGET /";
  for (std::size_t step = 1; step <= text.size(); ++step) {
    const Decoded decoded = Decode(text, step);
    ASSERT_EQ(decoded.outcome, Outcome::kWhole) << step;
    ASSERT_EQ(decoded.body, "hello world12345") << step;
    ASSERT_EQ(decoded.consumed, text.size() - 5) << step;
  }
}

TEST(ChunkedTest, EmptyBodyIsOneChunk) {
  const Decoded decoded = Decode("0\r\n\r\n", 100);
  EXPECT_EQ(decoded.outcome, Outcome::kWhole);
  EXPECT_EQ(decoded.body, "");
}

TEST(ChunkedTest, MalformedFormsAreRefused) {
  for (const std::string_view text : {"\r\n",           "g\r\n",
                                      "-1\r\n",         "+1\r\nx\r\n",
                                      " 1\r\nx\r\n",    "1 \r\nx\r\n",
                                      "0x1\r\nx\r\n",   "1\nx\r\n",
                                      "1\r\nx\n",       "1\r\nxy\r\n",
                                      "1\r\nx\r\r",     "1\r\rx",
                                      "000000001\r\n",  "1;a\nb\r\nx\r\n",
                                      "1;a\x01\r\n",    "0\r\n\n",
                                      "0\r\n X: y\r\n", "0\r\nX y\r\n",
                                      "0\r\n: y\r\n",   "0\r\nX: y\n",
                                      "0\r\nX\r\n",     "0\r\nX: \x01\r\n",
                                      "0\r\n\r\r"}) {
    EXPECT_EQ(Decode(text, 1).outcome, Outcome::kMalformed) << text;
    EXPECT_EQ(Decode(text, 100).outcome, Outcome::kMalformed) << text;
  }
}

TEST(ChunkedTest, ExtensionsWithANameAreDropped) {
  for (const std::string_view extensions :
       {";a", ";a=b", ";a;b;c", "; a = b ; c", ";a=\"b;\\\"c\" ;d", ";a=\"\""}) {
    const std::string text = "1" + std::string(extensions) + "\r\nx\r\n0\r\n\r\n";
    EXPECT_EQ(Decode(text, 1).outcome, Outcome::kWhole) << extensions;
    EXPECT_EQ(Decode(text, 100).body, "x") << extensions;
  }
}

TEST(ChunkedTest, MalformedExtensionsAreRefused) {
  for (const std::string_view extensions :
       {";", "; ", ";;a", ";=b", ";a=", ";a= ", ";a=b=c", ";a b", ";a ", ";a=b ", ";a=b c",
        ";\"a\"", ";a=\"b", ";a=\"b\"c", ";a=\"b\\", ";a,b", ";a;", ";a=\"b\" "}) {
    const std::string text = "1" + std::string(extensions) + "\r\nx\r\n0\r\n\r\n";
    EXPECT_EQ(Decode(text, 1).outcome, Outcome::kMalformed) << extensions;
    EXPECT_EQ(Decode(text, 100).outcome, Outcome::kMalformed) << extensions;
  }
}

TEST(ChunkedTest, BodyOverTheLimitIsFoundAtTheSizeThatExceedsIt) {
  EXPECT_EQ(Decode("5\r\n01234\r\n5\r\n01234\r\n0\r\n\r\n", 100, 10).outcome, Outcome::kWhole);
  EXPECT_EQ(Decode("5\r\n01234\r\n6\r\n", 100, 10).outcome, Outcome::kTooLarge);
  EXPECT_EQ(Decode("ffffffff\r\n", 100, 10).outcome, Outcome::kTooLarge);
}

TEST(ChunkedTest, ExtensionsAndTrailersAreBounded) {
  const std::string extension(300, 'e');
  EXPECT_EQ(Decode("1;" + extension + "\r\nx\r\n", 50).outcome, Outcome::kMalformed);
  std::string trailers;
  for (int i = 0; i < 1000; ++i) trailers += "X: 0123456789\r\n";
  EXPECT_EQ(Decode("0\r\n" + trailers + "\r\n", 1000).outcome, Outcome::kMalformed);
}

}  // namespace
}  // namespace bearward::http
