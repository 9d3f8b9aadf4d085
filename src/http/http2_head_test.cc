#include "http/http2_head.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace bearward::http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

const Fields kStart = {  // NOLINT(cert-err58-cpp): a test may end at its start
    {":method", "GET"},
    {":scheme", "https"},
    {":path", "/a?b"},
    {":authority", "a.test"}};

// StatusOf returns what Build returns for the fields after the four of kStart.
int StatusOf(const Fields& more, const Limits& limits = {}) {
  Http2Head head;
  Request request;
  for (const auto& [name, value] : kStart) head.Add(name, value, limits);
  for (const auto& [name, value] : more) head.Add(name, value, limits);
  return head.Build(limits, request);
}

// These checks do not depend on those of nghttp2, which finds most of the same faults.
TEST(Http2Head, RefusesFieldsOfAConnectionAndInvalidOnes) {
  EXPECT_EQ(StatusOf({{"x-test", "a b"}, {"te", "trailers"}, {"x-empty", ""}}), 0);
  for (const auto& [name, value] : Fields{{"connection", "close"},
                                          {"keep-alive", "1"},
                                          {"proxy-connection", "close"},
                                          {"transfer-encoding", "chunked"},
                                          {"upgrade", "h2c"},
                                          {"te", "gzip"},
                                          {"X-Test", "a"},
                                          {"x test", "a"},
                                          {"", "a"},
                                          {"x-test", "a\r\nb: c"},
                                          {"x-test", " a"},
                                          {"x-test", "a "},
                                          {":status", "200"},
                                          {":path", "/b"},
                                          {"content-length", "1,1"},
                                          {"host", "b.test"}}) {
    EXPECT_EQ(StatusOf({{name, value}}), 400) << name << ": " << value;
  }
  EXPECT_EQ(StatusOf({{"content-length", "1"}, {"content-length", "1"}}), 400);
  EXPECT_EQ(StatusOf({{"host", "a.test"}, {"host", "a.test"}}), 400);
  EXPECT_EQ(StatusOf({{"x-test", "a"}, {":protocol", "websocket"}}), 400);
}

TEST(Http2Head, RefusesRequestLinesThatHttp1Refuses) {
  const auto status = [](std::string_view method, std::string_view path, std::string_view scheme) {
    Http2Head head;
    Request request;
    head.Add(":method", method, {});
    head.Add(":path", path, {});
    head.Add(":scheme", scheme, {});
    head.Add(":authority", "a.test", {});
    return head.Build({}, request);
  };
  EXPECT_EQ(status("GET", "/", "https"), 0);
  EXPECT_EQ(status("GET", "/", "HTTP"), 0);
  EXPECT_EQ(status("OPTIONS", "*", "https"), 0);
  EXPECT_EQ(status("GET", "*", "https"), 400);
  EXPECT_EQ(status("CONNECT", "/", "https"), 400);
  EXPECT_EQ(status("GE T", "/", "https"), 400);
  EXPECT_EQ(status("", "/", "https"), 400);
  EXPECT_EQ(status("GET", "", "https"), 400);
  EXPECT_EQ(status("GET", "a", "https"), 400);
  EXPECT_EQ(status("GET", "/ HTTP/1.1\r\nx:", "https"), 400);
  EXPECT_EQ(status("GET", "/#a", "https"), 400);
  EXPECT_EQ(status("GET", "/\x80", "https"), 400);
  EXPECT_EQ(status("GET", "/", "ftp"), 400);
  EXPECT_EQ(status("GET", "/" + std::string(9'000, 'a'), "https"), 414);
}

// The first fault determines the status, and method and path are known for the log.
TEST(Http2Head, ARefusedHeadStillNamesItsMethodAndPath) {
  Http2Head head;
  Request request;
  for (const auto& [name, value] : kStart) head.Add(name, value, {});
  head.Add("expect", "miracles", {});
  head.Add("connection", "close", {});
  EXPECT_EQ(head.Build({}, request), 417);
  EXPECT_EQ(request.method_text, "GET");
  EXPECT_EQ(request.path, "/a");
  EXPECT_EQ(request.query, "b");
}

TEST(Http2Head, FieldsAreCountedAndCookiesAreOne) {
  Limits limits;
  limits.header_count = 3;
  EXPECT_EQ(StatusOf({{"a", ""}, {"cookie", "b"}, {"cookie", "c"}, {"d", ""}}, limits), 0);
  EXPECT_EQ(StatusOf({{"a", ""}, {"cookie", "b"}, {"c", ""}, {"d", ""}}, limits), 431);
}

// RFC 9113 section 6.5.2.
TEST(Http2Head, SizeCountsThirtyTwoBytesForEachField) {
  Http2Head head;
  head.Add("x-test", "1234", {});
  EXPECT_EQ(head.list_size(), 42U);
  head.Add("x-test", std::string(20'000, 'x'), {});
  EXPECT_EQ(head.list_size(), 20'080U);
  EXPECT_LT(head.memory(), 100U) << "a field over the limit was stored";
}

}  // namespace
}  // namespace bearward::http
