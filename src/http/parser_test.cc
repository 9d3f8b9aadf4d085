#include "http/parser.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "http/smuggling_forms.h"

namespace bearward::http {
namespace {

std::string_view HeadOf(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  return bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 4);
}

int StatusOf(std::string_view text, const Limits& limits = {}) {
  Head head;
  return ParseHead(text, limits, head);
}

class RefusedFormTest : public ::testing::TestWithParam<RefusedForm> {};

// HeadFinder refuses a bare LF, the parser refuses all other forms.
TEST_P(RefusedFormTest, IsRefusedByFinderOrParser) {
  HeadFinder finder;
  const auto outcome = finder.Look(GetParam().bytes);
  if (outcome == HeadFinder::Outcome::kBareLf) {
    EXPECT_EQ(GetParam().status, 400);
    return;
  }
  ASSERT_EQ(outcome, HeadFinder::Outcome::kWhole);
  EXPECT_EQ(StatusOf(GetParam().bytes.substr(0, finder.size())), GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(Forms, RefusedFormTest, ::testing::ValuesIn(kRefusedForms),
                         [](const auto& form) { return std::string(form.param.name); });

TEST(ParserTest, ReturnsTheViewsOfAHead) {
  const std::string_view text =
      "POST /api/Forms/7?a=1&b=%20 HTTP/1.1\r\nHost: [::1]:8080\r\nX-One:  two words \t\r\n"
      "Empty:\r\nContent-Length: 12\r\n\r\n";
  Head head;
  ASSERT_EQ(ParseHead(text, {}, head), 0);
  EXPECT_EQ(head.method, Method::kPost);
  EXPECT_EQ(head.method_text, "POST");
  EXPECT_EQ(head.target, "/api/Forms/7?a=1&b=%20");
  EXPECT_EQ(head.path, "/api/Forms/7");
  EXPECT_EQ(head.query, "a=1&b=%20");
  EXPECT_EQ(head.minor_version, 1);
  EXPECT_EQ(head.content_length, 12U);
  EXPECT_FALSE(head.chunked);
  EXPECT_TRUE(head.keep_alive);
  ASSERT_EQ(head.headers.size(), 4U);
  EXPECT_EQ(head.headers[1].name, "X-One");
  EXPECT_EQ(head.headers[1].value, "two words");
  EXPECT_EQ(head.headers[2].value, "");
}

TEST(ParserTest, MethodIsCaseSensitive) {
  Head head;
  ASSERT_EQ(ParseHead("get / HTTP/1.1\r\nHost: a\r\n\r\n", {}, head), 0);
  EXPECT_EQ(head.method, Method::kOther);
  EXPECT_EQ(head.method_text, "get");
}

TEST(ParserTest, AsteriskIsATargetOfOptions) {
  EXPECT_EQ(StatusOf("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
}

struct AbsoluteForm {
  std::string_view target;
  std::string_view host;
  std::string_view path;
  std::string_view query;
};

TEST(ParserTest, AbsoluteTargetNamesHostAndPath) {
  for (const AbsoluteForm& form : std::to_array<AbsoluteForm>({
           {"http://api.example/a/b?x=1", "api.example", "/a/b", "x=1"},
           {"HTTPS://api.example:8443/", "api.example:8443", "/", ""},
           {"http://[::1]:80/a", "[::1]:80", "/a", ""},
           {"http://a", "a", "/", ""},
           {"http://a?x=1", "a", "/", "x=1"},
           {"http://a//b?http://c/", "a", "//b", "http://c/"},
       })) {
    const std::string text =
        "GET " + std::string(form.target) + " HTTP/1.1\r\nX: y\r\nHost: other\r\n\r\n";
    Head head;
    ASSERT_EQ(ParseHead(text, {}, head), 0) << form.target;
    EXPECT_EQ(head.target, form.target);
    EXPECT_EQ(head.path, form.path);
    EXPECT_EQ(head.query, form.query);
    // The authority replaces Host (RFC 9112 section 3.2.2).
    ASSERT_EQ(head.headers.size(), 2U);
    EXPECT_EQ(head.headers[1].value, form.host);
  }
}

TEST(ParserTest, AbsoluteTargetIsTheHostOfARequestWithoutOne) {
  Head head;
  ASSERT_EQ(ParseHead("GET http://a/ HTTP/1.0\r\n\r\n", {}, head), 0);
  ASSERT_EQ(head.headers.size(), 1U);
  EXPECT_EQ(head.headers[0].name, "Host");
  EXPECT_EQ(head.headers[0].value, "a");
}

TEST(ParserTest, AbsoluteTargetWithoutPathIsTheAsteriskForOptions) {
  Head head;
  ASSERT_EQ(ParseHead("OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n", {}, head), 0);
  EXPECT_EQ(head.path, "*");
  ASSERT_EQ(ParseHead("OPTIONS http://a? HTTP/1.1\r\nHost: a\r\n\r\n", {}, head), 0);
  EXPECT_EQ(head.path, "/");
}

TEST(ParserTest, HigherMinorVersionIsReadAsOnePointOne) {
  Head head;
  ASSERT_EQ(ParseHead("GET / HTTP/1.2\r\nHost: a\r\n\r\n", {}, head), 0);
  EXPECT_EQ(head.minor_version, 1);
  EXPECT_TRUE(head.keep_alive);
}

TEST(ParserTest, EmptyLineIsCountedOnceAndWhole) {
  EXPECT_EQ(EmptyLineSize("\r\nGET"), 2U);
  EXPECT_EQ(EmptyLineSize("\r\n\r\nGET"), 2U);
  for (const std::string_view text : {"", "\r", "\n", "\rG", "GET"}) {
    EXPECT_EQ(EmptyLineSize(text), 0U) << text;
  }
}

TEST(ParserTest, OldVersionNeedsNoHostAndClosesUnlessAsked) {
  Head head;
  ASSERT_EQ(ParseHead("GET / HTTP/1.0\r\n\r\n", {}, head), 0);
  EXPECT_FALSE(head.keep_alive);
  ASSERT_EQ(ParseHead("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", {}, head), 0);
  EXPECT_TRUE(head.keep_alive);
}

TEST(ParserTest, ConnectionCloseIsFoundInAList) {
  Head head;
  ASSERT_EQ(ParseHead("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", {}, head), 0);
  EXPECT_FALSE(head.keep_alive);
}

TEST(ParserTest, ChunkedIsReadWithoutCase) {
  Head head;
  ASSERT_EQ(ParseHead("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n", {}, head),
            0);
  EXPECT_TRUE(head.chunked);
}

TEST(ParserTest, ExpectationIsIgnoredInOldVersion) {
  Head head;
  ASSERT_EQ(ParseHead("POST / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n", {}, head), 0);
  EXPECT_FALSE(head.expects_continue);
  ASSERT_EQ(ParseHead("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\r\n", {}, head), 0);
  EXPECT_TRUE(head.expects_continue);
}

TEST(ParserTest, HeadIsReusedWithoutLeftovers) {
  Head head;
  ASSERT_EQ(ParseHead("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", {}, head),
            0);
  ASSERT_EQ(ParseHead("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n", {}, head), 0);
  ASSERT_EQ(ParseHead("GET /c?q HTTP/1.1\r\nHost: a\r\n\r\n", {}, head), 0);
  EXPECT_FALSE(head.chunked);
  EXPECT_EQ(head.content_length, 0U);
  EXPECT_EQ(head.headers.size(), 1U);
}

TEST(ParserTest, HeaderCountIsLimited) {
  Limits limits;
  limits.header_count = 3;
  std::string text = "GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 2\r\n";
  EXPECT_EQ(StatusOf(text + "\r\n", limits), 0);
  EXPECT_EQ(StatusOf(text + "C: 3\r\n\r\n", limits), 431);
}

TEST(ParserTest, TargetIsLimited) {
  Limits limits;
  limits.target_bytes = 10;
  EXPECT_EQ(StatusOf("GET /123456789 HTTP/1.1\r\nHost: a\r\n\r\n", limits), 0);
  EXPECT_EQ(StatusOf("GET /1234567890 HTTP/1.1\r\nHost: a\r\n\r\n", limits), 414);
}

TEST(ParserTest, EveryPrefixOfAHeadNeedsMore) {
  const std::string_view text = "GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\nGET";
  const std::size_t whole = HeadOf(text).size();
  HeadFinder finder;
  for (std::size_t size = 0; size < whole; ++size) {
    ASSERT_EQ(finder.Look(text.substr(0, size)), HeadFinder::Outcome::kNeedMore) << size;
  }
  EXPECT_EQ(finder.Look(text), HeadFinder::Outcome::kWhole);
  EXPECT_EQ(finder.size(), whole);
}

TEST(ParserTest, TruncatedHeadIsRefused) {
  const std::string_view text = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_EQ(StatusOf(text.substr(0, size)), 400) << size;
  }
}

TEST(MessageTest, HeadersAreFoundWithoutCaseAndCounted) {
  const Header headers[] = {{"Accept", "a"}, {"X", "1"}, {"accept", "b"}};
  Request request;
  request.headers = headers;
  EXPECT_EQ(request.Find("ACCEPT"), "a");
  EXPECT_EQ(request.Count("Accept"), 2U);
  EXPECT_EQ(request.Find("Y"), "");
  EXPECT_EQ(request.Count("Y"), 0U);
}

TEST(MessageTest, PhrasesAreSortedByStatus) {
  EXPECT_EQ(ReasonPhrase(200), "OK");
  EXPECT_EQ(ReasonPhrase(431), "Request Header Fields Too Large");
  EXPECT_EQ(ReasonPhrase(505), "HTTP Version Not Supported");
  EXPECT_EQ(ReasonPhrase(299), "");
}

}  // namespace
}  // namespace bearward::http
