// The server tested through real sockets: framing, keep-alive, pipelining, bodies, answers.
#include "http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "http/smuggling_forms.h"
#include "testing/server_fixture.h"

namespace bearward::http {
namespace {

using bearward::testing::Echo;
using bearward::testing::Hello;
using bearward::testing::RawClient;
using bearward::testing::ServerFixture;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

class ServerTest : public ServerFixture {};

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
  Serve(Hello);
  RawClient client(port_);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.Send(kGet));
    EXPECT_EQ(client.ReadResponse(),
              "HTTP/1.1 200 OK\r\nDate: Tue, 06 May 2031 07:08:09 GMT\r\n"
              "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
  }
  EXPECT_EQ(server_->stats().accepted, 1U);
  EXPECT_EQ(server_->stats().requests, 3U);
  EXPECT_EQ(server_->stats().open, 1U);
}

TEST_F(ServerTest, RequestIsSeenAsSent) {
  std::string seen;
  Serve([&](Exchange exchange) {
    const Request& request = exchange.request();
    seen = std::string(request.method_text) + "|" + std::string(request.path) + "|" +
           std::string(request.query) + "|" + std::string(request.Find("x-one")) + "|" +
           std::string(request.body) + "|" + std::string(request.peer) + "|" +
           (request.tls ? "tls" : "plain");
    exchange.Respond({});
  });
  RawClient client(port_);
  client.Send("PUT /a/b?c=d HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nContent-Length: 4\r\n\r\nbody");
  ASSERT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 200 OK"));
  End();
  EXPECT_EQ(seen, "PUT|/a/b|c=d|1|body|127.0.0.1|plain");
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  std::atomic<int> count{0};
  Serve([&](Exchange exchange) {
    Response response;
    response.body = std::to_string(++count);
    exchange.Respond(std::move(response));
  });
  RawClient client(port_);
  std::string requests;
  for (int i = 0; i < 100; ++i) requests += kGet;
  client.Send(requests);
  for (int i = 1; i <= 100; ++i) {
    ASSERT_THAT(client.ReadResponse(), EndsWith("\r\n\r\n" + std::to_string(i)));
  }
}

TEST_F(ServerTest, PipelinedBodiesStayApart) {
  Serve(Echo);
  RawClient client(port_);
  client.Send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nde\r\n3\r\nfgh\r\n0\r\n\r\n"
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\ni");
  EXPECT_THAT(client.ReadResponse(), EndsWith("\r\n\r\nabc"));
  EXPECT_THAT(client.ReadResponse(), EndsWith("\r\n\r\ndefgh"));
  EXPECT_THAT(client.ReadResponse(), EndsWith("\r\n\r\n"));
  EXPECT_THAT(client.ReadResponse(), EndsWith("\r\n\r\ni"));
}

TEST_F(ServerTest, RequestMayArriveByteByByte) {
  Serve(Echo);
  RawClient client(port_);
  for (const char c :
       std::string_view("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "3\r\nabc\r\n0\r\n\r\n")) {
    ASSERT_TRUE(client.Send({&c, 1}));
  }
  EXPECT_THAT(client.ReadResponse(), EndsWith("\r\n\r\nabc"));
}

TEST_F(ServerTest, LargeBodyArrivesWholeWithItsHead) {
  Serve([](Exchange exchange) {
    Response response;
    response.headers.Add("X-Path", exchange.request().path);
    response.body = exchange.request().body;
    exchange.Respond(std::move(response));
  });
  const std::string body(700'000, 'b');
  RawClient client(port_);
  client.Send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 700000\r\n\r\n" + body);
  const std::string large = client.ReadResponse();
  EXPECT_THAT(large, HasSubstr("X-Path: /large\r\n"));
  EXPECT_THAT(large, EndsWith("\r\n\r\n" + body));
  std::string chunks;
  for (std::size_t i = 0; i < body.size(); i += 7000)
    chunks += "1B58\r\n" + body.substr(0, 7000) + "\r\n";
  client.Send("POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks +
              "0\r\n\r\n");
  const std::string whole = client.ReadResponse();
  EXPECT_THAT(whole, HasSubstr("X-Path: /chunks\r\n"));
  EXPECT_THAT(whole, EndsWith("\r\n\r\n" + body));
}

TEST_F(ServerTest, HeadHasNoBody) {
  Serve(Hello);
  RawClient client(port_);
  client.Send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.ReadResponse(true), EndsWith("Content-Length: 5\r\n\r\n"));
  client.Send(kGet);
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(ServerTest, ConnectionCloseEndsAfterTheAnswer) {
  Serve(Hello);
  RawClient client(port_);
  client.Send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string all = client.ReadAll();
  EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(all, EndsWith("hello"));
}

TEST_F(ServerTest, RequestAfterConnectionCloseIsNotServed) {
  Serve(Hello);
  RawClient client(port_);
  client.Send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + std::string(kGet));
  client.HalfClose();
  EXPECT_THAT(client.ReadAll(), EndsWith("hello"));
  EXPECT_EQ(server_->stats().requests, 1U);
}

TEST_F(ServerTest, OldVersionClosesUnlessAskedToStay) {
  Serve(Hello);
  RawClient stays(port_);
  stays.Send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(stays.ReadResponse(), HasSubstr("Connection: keep-alive\r\n"));
  RawClient leaves(port_);
  leaves.Send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(leaves.ReadAll(), HasSubstr("Connection: close\r\n"));
}

TEST_F(ServerTest, HalfClosedPeerStillGetsItsAnswer) {
  Serve(Hello);
  RawClient client(port_);
  client.Send(kGet);
  client.HalfClose();
  EXPECT_THAT(client.ReadAll(), EndsWith("hello"));
}

TEST_F(ServerTest, ContinueIsSentBeforeTheBodyIsRead) {
  Serve(Echo);
  RawClient client(port_);
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.ReadResponse(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("abc");
  EXPECT_THAT(client.ReadResponse(), EndsWith("abc"));
}

TEST_F(ServerTest, ContinueIsNotSentForABodyOverTheLimit) {
  limits_.body_bytes = 2;
  Serve(Echo);
  RawClient client(port_);
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 413 Content Too Large\r\n"));
}

TEST_F(ServerTest, HandlerThatThrowsOrForgetsAnswers500) {
  Serve([](Exchange exchange) {
    if (exchange.request().path == "/throw") throw 1;
  });
  for (const char* path : {"/throw", "/forget"}) {
    RawClient client(port_);
    client.Send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string all = client.ReadAll();
    EXPECT_THAT(all, StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
    EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
  }
}

TEST_F(ServerTest, SecondAnswerIsIgnored) {
  Serve([](Exchange exchange) {
    Response first;
    first.body = "first";
    exchange.Respond(std::move(first));
    EXPECT_TRUE(exchange.answered());
    exchange.Respond({});
  });
  RawClient client(port_);
  client.Send(kGet);
  EXPECT_THAT(client.ReadResponse(), EndsWith("first"));
  client.Send(kGet);
  EXPECT_THAT(client.ReadResponse(), EndsWith("first"));
}

TEST_F(ServerTest, LargeAnswerReachesASlowReader) {
  const std::string body(8'000'000, 'a');
  Serve([&](Exchange exchange) {
    Response response;
    response.body = body;
    exchange.Respond(std::move(response));
  });
  RawClient client(port_, 4096);
  client.Send(kGet);
  client.Send(kGet);
  EXPECT_THAT(client.ReadResponse().size(), ::testing::Gt(body.size()));
  EXPECT_THAT(client.ReadResponse().size(), ::testing::Gt(body.size()));
  End();
}

TEST_F(ServerTest, TakenPortIsAConflict) {
  Serve(Hello);
  Server other({.handler = Hello, .limits = limits_}, clock_);
  const auto taken = other.Listen({"127.0.0.1", port_, nullptr});
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().reason, "address_in_use");
  EXPECT_EQ(other.Listen({"not an address", 0, nullptr}).error().reason, "bad_address");
}

class RefusedFormServerTest : public ServerFixture,
                              public ::testing::WithParamInterface<RefusedForm> {};

TEST_P(RefusedFormServerTest, IsAnsweredAndClosedWithoutTheHandler) {
  Serve(Hello);
  RawClient client(port_);
  // The following bytes must not be treated as a request.
  ASSERT_TRUE(
      client.Send(std::string(GetParam().bytes) + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"));
  client.HalfClose();
  const std::string all = client.ReadAll();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 " + std::to_string(GetParam().status) + " "));
  EXPECT_THAT(all, HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(all.find("HTTP/1.1", 1), std::string::npos) << "more than one answer";
  EXPECT_EQ(server_->stats().requests, 0U);
  EXPECT_EQ(server_->stats().refused, 1U);
}

INSTANTIATE_TEST_SUITE_P(Forms, RefusedFormServerTest, ::testing::ValuesIn(kRefusedForms),
                         [](const auto& form) { return std::string(form.param.name); });

TEST_F(ServerTest, EmptyLineBeforeARequestIsIgnoredOnce) {
  Serve(Echo);
  RawClient client(port_);
  client.Send("\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab\r\n");
  EXPECT_THAT(client.ReadResponse(), EndsWith("ab"));
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\ncd");
  EXPECT_THAT(client.ReadResponse(), EndsWith("cd"));
  client.Send("\r");
  client.Send("\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nef");
  EXPECT_THAT(client.ReadResponse(), EndsWith("ef"));
  client.Send("\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\ngh");
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 400 "));
}

TEST_F(ServerTest, MalformedChunkIsRefused) {
  Serve(Echo);
  RawClient client(port_);
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n");
  client.HalfClose();
  EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
  EXPECT_EQ(server_->stats().requests, 0U);
}

}  // namespace
}  // namespace bearward::http
