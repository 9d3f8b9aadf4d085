// Limits for one client (sizes, times, connections), and the shutdown of the server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "testing/server_fixture.h"

namespace bearward::http {
namespace {

using bearward::testing::Echo;
using bearward::testing::Hello;
using bearward::testing::RawClient;
using bearward::testing::ServerFixture;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

class ServerLimitsTest : public ServerFixture {};

TEST_F(ServerLimitsTest, HeadOverTheLimitIs431) {
  limits_.head_bytes = 1000;
  Serve(Hello);
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  const std::string fits = start + std::string(1000 - start.size() - 4, 'x') + "\r\n\r\n";
  RawClient good(port_);
  good.Send(fits);
  EXPECT_THAT(good.ReadResponse(), StartsWith("HTTP/1.1 200 OK\r\n"));
  RawClient whole(port_);
  whole.Send(start + "x" + fits.substr(start.size()));
  EXPECT_THAT(whole.ReadResponse(), StartsWith("HTTP/1.1 431 "));
  RawClient endless(port_);
  endless.Send(start + std::string(5000, 'x'));
  EXPECT_THAT(endless.ReadResponse(), StartsWith("HTTP/1.1 431 "));
}

TEST_F(ServerLimitsTest, LimitsAreReplacedWhileServing) {
  limits_.head_bytes = 1000;
  Serve(Hello);
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(2000, 'x') + "\r\n\r\n";
  RawClient before(port_);
  before.Send(head);
  EXPECT_THAT(before.ReadResponse(), StartsWith("HTTP/1.1 431 "));
  Limits wider = limits_;
  wider.head_bytes = 4000;
  server_->SetLimits(wider);
  RawClient after(port_);
  after.Send(head);
  EXPECT_THAT(after.ReadResponse(), StartsWith("HTTP/1.1 200 OK\r\n"));
  Limits none = wider;
  none.connections = 0;
  server_->SetLimits(none);
  RawClient refused(port_);
  EXPECT_EQ(refused.ReadResponse(), "");
}

TEST_F(ServerLimitsTest, LongTargetIs414) {
  Serve(Hello);
  RawClient client(port_);
  client.Send("GET /" + std::string(8192, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 414 "));
}

TEST_F(ServerLimitsTest, BodyOverTheLimitIsAnsweredByTheHandlerThenClosed) {
  limits_.body_bytes = 10;
  Serve(Echo);
  RawClient fits(port_);
  fits.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
  EXPECT_THAT(fits.ReadResponse(), EndsWith("0123456789"));
  for (const char* body :
       {"Content-Length: 11\r\n\r\n0123456789A",
        "Transfer-Encoding: chunked\r\n\r\n8\r\n01234567\r\n3\r\n89A\r\n0\r\n\r\n"}) {
    RawClient client(port_);
    client.Send("POST / HTTP/1.1\r\nHost: a\r\n" + std::string(body) + std::string(kGet));
    client.HalfClose();
    const std::string all = client.ReadAll();
    EXPECT_THAT(all, StartsWith("HTTP/1.1 413 Content Too Large\r\n")) << body;
    EXPECT_THAT(all, HasSubstr("Connection: close\r\n")) << body;
    EXPECT_THAT(all, EndsWith("too large")) << body;
  }
}

TEST_F(ServerLimitsTest, AnUploadHasALimitOfItsOwn) {
  limits_.body_bytes = 10;
  limits_.upload_bytes = 20;
  options_.is_upload = [](const Request& head) { return head.path == "/file"; };
  Serve(Echo);
  const auto send = [&](const std::string& path, std::size_t size, bool chunked) {
    RawClient client(port_);
    const std::string body(size, 'x');
    client.Send("PUT " + path + " HTTP/1.1\r\nHost: a\r\n" +
                (chunked ? "Transfer-Encoding: chunked\r\n\r\na\r\n" + body.substr(0, 10) + "\r\n" +
                               (size == 20 ? "a" : "b") + "\r\n" + body.substr(10) + "\r\n0\r\n\r\n"
                         : "Content-Length: " + std::to_string(size) + "\r\n\r\n" + body));
    return client.ReadResponse().substr(9, 3);
  };
  for (const bool chunked : {false, true}) {
    EXPECT_EQ(send("/file", 20, chunked), "200") << chunked;
    EXPECT_EQ(send("/file", 21, chunked), "413") << chunked;
    EXPECT_EQ(send("/other", 20, chunked), "413") << chunked;
  }
}

// Closing a socket with unread bytes resets the connection, and the peer then loses the answer.
TEST_F(ServerLimitsTest, AnswerReachesAPeerThatIsStillSending) {
  limits_.body_bytes = 10;
  Serve(Echo);
  RawClient client(port_);
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
  client.Send(std::string(2'000'000, 'x'));
  EXPECT_THAT(client.ReadAll(), EndsWith("too large"));
}

TEST_F(ServerLimitsTest, IdleConnectionIsClosedSilently) {
  Serve(Hello);
  RawClient client(port_);
  client.Send(kGet);
  client.ReadResponse();
  const int seconds = AdvanceUntil([&] { return client.HasInput(10); });
  EXPECT_GE(seconds, 60);
  EXPECT_LE(seconds, 120);
  EXPECT_EQ(client.ReadAll(), "");
  EXPECT_EQ(server_->stats().timeouts, 0U);
}

TEST_F(ServerLimitsTest, NewConnectionWithoutAByteIsClosedSooner) {
  Serve(Hello);
  RawClient silent(port_);
  RawClient kept(port_);
  kept.Send(kGet);
  kept.ReadResponse();
  const int seconds = AdvanceUntil([&] { return silent.HasInput(10); });
  EXPECT_GE(seconds, 10);
  EXPECT_LE(seconds, 30);
  EXPECT_EQ(silent.ReadAll(), "");
  kept.Send(kGet);
  EXPECT_THAT(kept.ReadResponse(), EndsWith("hello"));
}

TEST_F(ServerLimitsTest, SlowHeadIs408) {
  Serve(Hello);
  RawClient client(port_);
  client.Send("GET / HTTP/1.1\r\nHo");
  // More bytes of the head do not extend its deadline.
  const int seconds = AdvanceUntil([&] {
    client.Send("o");
    return client.HasInput(10);
  });
  EXPECT_GE(seconds, 10);
  EXPECT_LE(seconds, 30);
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
  EXPECT_EQ(client.ReadAll(), "");
  EXPECT_EQ(server_->stats().timeouts, 1U);
}

TEST_F(ServerLimitsTest, SlowBodyIs408) {
  Serve(Hello);
  RawClient client(port_);
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
  const int seconds = AdvanceUntil([&] { return client.HasInput(10); });
  EXPECT_GE(seconds, 30);
  EXPECT_LE(seconds, 60);
  EXPECT_THAT(client.ReadAll(), StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
}

TEST_F(ServerLimitsTest, PeerThatTakesNoAnswersIsClosed) {
  const std::string body(8'000'000, 'a');
  Serve([&](Exchange exchange) {
    Response response;
    response.body = body;
    exchange.Respond(std::move(response));
  });
  RawClient client(port_, 4096);
  client.Send(kGet);
  ASSERT_TRUE(client.HasInput(10'000));
  AdvanceUntil([&] { return client.IsReset(10) || server_->stats().open == 0; });
  EXPECT_EQ(server_->stats().timeouts, 1U);
  EXPECT_EQ(server_->stats().open, 0U);
  End();
}

TEST_F(ServerLimitsTest, ConnectionOverTheLimitIsClosedAtOnce) {
  limits_.connections = 2;
  Serve(Hello);
  RawClient one(port_);
  RawClient two(port_);
  for (RawClient* client : {&one, &two}) {
    client->Send(kGet);
    EXPECT_THAT(client->ReadResponse(), EndsWith("hello"));
  }
  RawClient three(port_);
  EXPECT_EQ(three.ReadAll(), "");
  EXPECT_EQ(server_->stats().over_limit, 1U);
  one.Send(kGet);
  EXPECT_THAT(one.ReadResponse(), EndsWith("hello"));
}

TEST_F(ServerLimitsTest, DateFollowsTheClock) {
  Serve(Hello);
  RawClient client(port_);
  const int seconds = AdvanceUntil([&] {
    client.Send(kGet);
    return client.ReadResponse().find("07:08:09 GMT") == std::string::npos;
  });
  EXPECT_GE(seconds, 1);
}

TEST_F(ServerLimitsTest, RequestSaysWhenItArrivedByBothClocks) {
  const base::Time at = clock_.Now();
  const std::int64_t ticks = clock_.Ticks();
  std::optional<Arrival> arrival;
  Serve([&](Exchange exchange) {
    arrival = exchange.request().arrival;
    exchange.Respond({});
  });
  RawClient client(port_);
  client.Send(kGet);
  client.ReadResponse();
  ASSERT_TRUE(arrival);
  EXPECT_EQ(arrival->at, at);
  EXPECT_EQ(arrival->ticks, ticks);
}

class ServerEndTest : public ServerFixture {
 protected:
  // Keep holds every exchange until the test answers it.
  Handler Keep() {
    return [this](Exchange exchange) {
      const std::lock_guard lock(mutex_);
      kept_.push_back(std::move(exchange));
    };
  }
  std::optional<Exchange> Take() {
    const std::lock_guard lock(mutex_);
    if (kept_.empty()) return std::nullopt;
    Exchange exchange = std::move(kept_.back());
    kept_.pop_back();
    return exchange;
  }
  Exchange AwaitExchange() {
    std::optional<Exchange> exchange;
    while (!(exchange = Take())) std::this_thread::yield();
    return *std::move(exchange);
  }

  std::mutex mutex_;
  std::vector<Exchange> kept_;
};

TEST_F(ServerEndTest, DrainAnswersWhatIsInFlightAndClosesTheRest) {
  Serve(Keep());
  RawClient idle(port_);
  idle.Send(kGet);
  AwaitExchange().Respond({});
  idle.ReadResponse();
  RawClient busy(port_);
  busy.Send(kGet);
  Exchange exchange = AwaitExchange();
  server_->Drain(std::chrono::seconds(30));
  AdvanceUntil([&] { return idle.HasInput(10); });
  EXPECT_EQ(idle.ReadAll(), "");
  EXPECT_FALSE(RawClient(port_).connected());
  EXPECT_EQ(exchange.request().path, "/");
  exchange.Respond({});
  EXPECT_THAT(busy.ReadAll(), HasSubstr("Connection: close\r\n"));
  server_->Join();
  EXPECT_EQ(server_->stats().open, 0U);
}

// The request may have been on its way when the drain began, and a client must not repeat every
// one.
TEST_F(ServerEndTest, DrainAnswersOneMoreRequestOfAnIdleConnection) {
  Serve(Hello);
  RawClient client(port_);
  client.Send(kGet);
  client.ReadResponse();
  server_->Drain(std::chrono::seconds(30));
  while (RawClient(port_).connected()) std::this_thread::yield();
  client.Send(kGet);
  EXPECT_THAT(client.ReadAll(), AllOf(HasSubstr("Connection: close\r\n"), EndsWith("hello")));
  server_->Join();
}

// Its client has connected before it could know of the end, and must not see a reset.
TEST_F(ServerEndTest, DrainAnswersTheFirstRequestOfANewConnection) {
  Serve(Hello);
  RawClient client(port_);
  while (server_->stats().open == 0) std::this_thread::yield();
  server_->Drain(std::chrono::seconds(30));
  while (RawClient(port_).connected()) std::this_thread::yield();
  client.Send(kGet);
  EXPECT_THAT(client.ReadAll(), AllOf(HasSubstr("Connection: close\r\n"), EndsWith("hello")));
  server_->Join();
}

TEST_F(ServerEndTest, DrainGrantsANewConnectionASecond) {
  Serve(Hello);
  RawClient client(port_);
  while (server_->stats().open == 0) std::this_thread::yield();
  server_->Drain(std::chrono::hours(1));
  while (RawClient(port_).connected()) std::this_thread::yield();
  const int seconds = AdvanceUntil([&] { return client.HasInput(10); });
  EXPECT_GE(seconds, 1);
  EXPECT_LE(seconds, 6);
  EXPECT_EQ(client.ReadAll(), "");
  server_->Join();
}

TEST_F(ServerEndTest, DrainWaitsForARequestThatHasBegun) {
  Serve(Hello);
  RawClient client(port_);
  client.Send(kGet);
  client.ReadResponse();
  client.Send("GET / HTTP/1.1\r\n");
  server_->Drain(std::chrono::seconds(30));
  while (RawClient(port_).connected()) std::this_thread::yield();
  client.Send("Host: a\r\n\r\n");
  EXPECT_THAT(client.ReadAll(), EndsWith("hello"));
  server_->Join();
}

TEST_F(ServerEndTest, DrainGrantsARequestThatHasBegunThreeSeconds) {
  Serve(Hello);
  RawClient head(port_);
  head.Send("GET / HTTP/1.1\r\nHo");
  RawClient body(port_);
  body.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
  server_->Drain(std::chrono::hours(1));
  while (RawClient(port_).connected()) std::this_thread::yield();
  const int seconds = AdvanceUntil([&] { return head.HasInput(10) && body.HasInput(10); });
  EXPECT_GE(seconds, 3);
  EXPECT_LE(seconds, 8);
  EXPECT_THAT(head.ReadAll(), StartsWith("HTTP/1.1 408 "));
  EXPECT_THAT(body.ReadAll(), StartsWith("HTTP/1.1 408 "));
  server_->Join();
}

TEST_F(ServerEndTest, DrainEndsAtItsDeadline) {
  Serve(Keep());
  RawClient client(port_);
  client.Send(kGet);
  Exchange exchange = AwaitExchange();
  server_->Drain(std::chrono::seconds(5));
  const int seconds = AdvanceUntil([&] { return client.HasInput(10); });
  EXPECT_GE(seconds, 5);
  EXPECT_LE(seconds, 20);
  EXPECT_EQ(client.ReadAll(), "");
  server_->Join();
}

TEST_F(ServerEndTest, HurryEndsAtOnceAndTheExchangeMayOutliveTheServer) {
  Serve(Keep());
  RawClient client(port_);
  client.Send(kGet);
  Exchange exchange = AwaitExchange();
  server_->Drain(std::chrono::hours(1));
  server_->Hurry();
  server_->Join();
  EXPECT_EQ(client.ReadAll(), "");
  server_.reset();
  EXPECT_EQ(exchange.request().Find("host"), "a");
  exchange.Respond({});
  EXPECT_TRUE(exchange.answered());
}

}  // namespace
}  // namespace bearward::http
