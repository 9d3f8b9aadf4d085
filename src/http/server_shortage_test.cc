// What the server refuses when a limit is reached, what it answers without the handler, and that it
// reports both.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "http/socket.h"
#include "testing/server_fixture.h"

namespace bearward::http {
namespace {

using bearward::testing::Echo;
using bearward::testing::Hello;
using bearward::testing::RawClient;
using bearward::testing::ServerFixture;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

// Records what the server reports.
class ServerShortageTest : public ServerFixture {
 protected:
  ServerShortageTest() {
    // References instead of `this`: the undefined-behaviour sanitizer checks the type of an object
    // through a pipe, which it cannot open while a test has used up all descriptors.
    options_.on_shortage = [&mutex = mutex_, &shortages = shortages_](const Shortage& shortage) {
      const std::lock_guard lock(mutex);
      shortages.emplace_back(shortage.kind, shortage.peer);
    };
    options_.on_own_answer = [this](const OwnAnswer& answer) {
      const std::lock_guard lock(mutex_);
      answers_.push_back(std::to_string(answer.status) + " " + std::string(answer.reason) + " " +
                         std::string(answer.method) + " " + std::string(answer.path));
      EXPECT_EQ(answer.peer, "127.0.0.1");
    };
  }
  // The server's threads report until they have ended, so they must end before the members do.
  ~ServerShortageTest() override {
    if (server_) End();
  }
  // Answers returns what was reported since the last call.
  std::vector<std::string> Answers() {
    const std::lock_guard lock(mutex_);
    return std::exchange(answers_, {});
  }
  std::string Ask(std::string_view request) {
    RawClient client(port_);
    client.Send(request);
    return client.ReadResponse();
  }

  std::mutex mutex_;
  std::vector<std::pair<Shortage::Kind, std::string>> shortages_;
  std::vector<std::string> answers_;
};

TEST_F(ServerShortageTest, OneAddressCannotTakeTheConnectionsOfOthers) {
  limits_.connections = 8;
  limits_.connections_per_address = 3;
  Serve(Hello);
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 3; ++i) {
    idle.push_back(std::make_unique<RawClient>(port_, 0, "127.0.0.2"));
    idle.back()->Send(kGet);
    EXPECT_THAT(idle.back()->ReadResponse(), EndsWith("hello"));
  }
  RawClient refused(port_, 0, "127.0.0.2");
  EXPECT_EQ(refused.ReadAll(), "");
  EXPECT_THAT(Ask(kGet), EndsWith("hello"));
  EXPECT_EQ(server_->stats().over_address, 1U);
  EXPECT_EQ(server_->stats().over_limit, 0U);
  const std::lock_guard lock(mutex_);
  EXPECT_THAT(shortages_,
              ElementsAre(std::pair(Shortage::Kind::kConnectionsPerAddress, "127.0.0.2")));
}

TEST_F(ServerShortageTest, ExemptAddressMayHaveMore) {
  limits_.connections_per_address = 1;
  options_.exempt = [](std::string_view address) { return address == "127.0.0.2"; };
  Serve(Hello);
  RawClient one(port_, 0, "127.0.0.2");
  RawClient two(port_, 0, "127.0.0.2");
  for (RawClient* client : {&one, &two}) {
    client->Send(kGet);
    EXPECT_THAT(client->ReadResponse(), EndsWith("hello"));
  }
  EXPECT_EQ(server_->stats().over_address, 0U);
}

std::string PostOf(std::size_t declared, std::size_t sent) {
  return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(declared) + "\r\n\r\n" +
         std::string(sent, 'x');
}

TEST_F(ServerShortageTest, BodiesInMemoryHaveABudget) {
  limits_.head_bytes = 4096;
  limits_.body_bytes = 100'000;
  limits_.body_memory = 150'000;
  Serve(Echo);
  RawClient holder(port_);
  holder.Send(PostOf(100'000, 99'000));
  // The second request is refused once the first one has arrived.
  std::string answer;
  std::vector<std::unique_ptr<RawClient>> others;
  while (answer.empty()) {
    others.push_back(std::make_unique<RawClient>(port_));
    others.back()->Send(PostOf(100'000, 99'000));
    if (others.back()->HasInput(100)) answer = others.back()->ReadResponse();
  }
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 5\r\n"));
  EXPECT_THAT(Answers(), ElementsAre("503 body_memory_exhausted POST /"));
  EXPECT_EQ(server_->stats().over_memory, 1U);
  // A body that fits in the connection's block is still accepted.
  EXPECT_THAT(Ask(PostOf(2'000, 2'000)), EndsWith(std::string(2'000, 'x')));
  holder.Send(std::string(1'000, 'x'));
  EXPECT_THAT(holder.ReadResponse(), StartsWith("HTTP/1.1 200 "));
  others.clear();
  // The memory was returned.
  EXPECT_THAT(Ask(PostOf(100'000, 100'000)), StartsWith("HTTP/1.1 200 "));
  const std::lock_guard lock(mutex_);
  EXPECT_THAT(shortages_, ElementsAre(std::pair(Shortage::Kind::kBodyMemory, "127.0.0.1")));
}

class IgnoredBodyTest : public ServerFixture,
                        public ::testing::WithParamInterface<std::string_view> {};

TEST_P(IgnoredBodyTest, RequestIsAnsweredFromItsHead) {
  options_.ignores_body = [](const Request& head) {
    return head.method == Method::kGet && head.path == "/check" && head.Find("Host") == "a";
  };
  limits_.body_bytes = 100;
  Serve(Echo);
  RawClient client(port_);
  client.Send("GET /check HTTP/1.1\r\nHost: a\r\n" + std::string(GetParam()) + "\r\n");
  EXPECT_THAT(client.ReadResponse(), HasSubstr("Connection: close\r\n"));
  // The following bytes are not treated as a request.
  client.Send(kGet);
  client.HalfClose();
  EXPECT_EQ(client.ReadAll(), "");
  EXPECT_EQ(server_->stats().requests, 1U);
}

INSTANTIATE_TEST_SUITE_P(Framings, IgnoredBodyTest,
                         ::testing::Values("Content-Length: 77\r\n", "Content-Length: 5000\r\n",
                                           "Content-Length: 7\r\nExpect: 100-continue\r\n",
                                           "Transfer-Encoding: chunked\r\n"));

TEST_F(ServerShortageTest, BodyThatCameWithTheHeadKeepsTheConnection) {
  options_.ignores_body = [](const Request&) { return true; };
  Serve(Hello);
  RawClient client(port_);
  client.Send("GET /check HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
  EXPECT_THAT(client.ReadResponse(), EndsWith("hello"));
  client.Send(kGet);
  EXPECT_THAT(client.ReadResponse(), EndsWith("hello"));
}

TEST_F(ServerShortageTest, EveryAnswerWithoutTheHandlerIsReported) {
  limits_.head_bytes = 1'000;
  limits_.target_bytes = 500;
  Serve(Hello);
  Ask("GET /a?token=hidden HTTP/1.1\r\nX: y\r\n\r\n");
  EXPECT_THAT(Answers(), ElementsAre("400 malformed_request GET /a"));
  Ask("GET http://u:hidden@a/ HTTP/1.1\r\nHost: a\r\n\r\n");
  Ask("nonsense\r\n\r\n");
  EXPECT_THAT(Answers(), ElementsAre("400 malformed_request  ", "400 malformed_request  "));
  Ask("GET /" + std::string(600, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(Answers(), ElementsAre(StartsWith("414 target_too_long GET /aaa")));
  Ask("GET /b HTTP/1.1\r\nX: " + std::string(2'000, 'x'));
  EXPECT_THAT(Answers(), ElementsAre("431 head_too_large GET /b"));
  Ask("GET /c HTTP/3.0\r\n\r\n");
  EXPECT_THAT(Answers(), ElementsAre("505 unsupported_version GET /c"));
  Ask("GET /d HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n");
  EXPECT_THAT(Answers(), ElementsAre("417 unknown_expectation GET /d"));
  Ask("POST /e HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;\r\n");
  EXPECT_THAT(Answers(), ElementsAre("400 malformed_request POST /e"));
  EXPECT_EQ(server_->stats().refused, 8U);
}

TEST_F(ServerShortageTest, TimeoutsAreReported) {
  Serve(Hello);
  RawClient head(port_);
  head.Send("GET /a HTTP/1.1\r\nHo");
  RawClient body(port_);
  body.Send("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
  AdvanceUntil([&] { return head.HasInput(10) && body.HasInput(10); });
  EXPECT_THAT(Answers(), ::testing::UnorderedElementsAre("408 request_timeout GET /a",
                                                         "408 request_timeout POST /b"));
}

// Without free descriptors the connection waits in the kernel's queue. The loop must not end or
// spin, and accepts the connection when a descriptor is free again.
TEST_F(ServerShortageTest, WithoutDescriptorsConnectionsWait) {
  Serve(Hello);
  RawClient before(port_);
  before.Send(kGet);
  EXPECT_THAT(before.ReadResponse(), EndsWith("hello"));
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &old), 0);
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  rlimit tight = old;
  tight.rlim_cur = static_cast<rlim_t>(client) + 1;
  // `client` has the lowest free number, so all numbers below the limit are in use; dup takes any
  // that is freed meanwhile.
  std::vector<Socket> fill;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
  for (int fd = 0; (fd = ::dup(client)) >= 0;) fill.emplace_back(fd);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  while (server_->stats().accept_errors == 0) std::this_thread::yield();
  before.Send(kGet);
  EXPECT_THAT(before.ReadResponse(), EndsWith("hello"));
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &old), 0);
  fill.clear();
  const Socket owner(client);
  ASSERT_EQ(::send(client, kGet.data(), kGet.size(), MSG_NOSIGNAL), std::ssize(kGet));
  std::string answer(200, '\0');
  EXPECT_GT(::recv(client, answer.data(), answer.size(), 0), 0);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK"));
  const std::lock_guard lock(mutex_);
  EXPECT_EQ(shortages_.front().first, Shortage::Kind::kKernel);
}

}  // namespace
}  // namespace bearward::http
