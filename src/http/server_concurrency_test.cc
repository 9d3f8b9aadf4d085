// Many clients, several loops, answers from other threads. CI runs this with ThreadSanitizer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
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
using ::testing::EndsWith;

// Pool answers exchanges on its own threads.
class Pool {
 public:
  explicit Pool(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
  }
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void Add(Exchange exchange) {
    {
      const std::lock_guard lock(mutex_);
      exchanges_.push_back(std::move(exchange));
    }
    wake_.notify_one();
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return ended_ || !exchanges_.empty(); });
      if (exchanges_.empty()) return;
      Exchange exchange = std::move(exchanges_.front());
      exchanges_.pop_front();
      lock.unlock();
      Echo(std::move(exchange));
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Exchange> exchanges_;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

class ServerConcurrency : public ServerFixture {
 protected:
  // Storm runs `clients` threads with 20 requests each and returns the number of correct answers.
  int Storm(int clients) {
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int c = 0; c < clients; ++c) {
      threads.emplace_back([this, c, &right] {
        RawClient client(port_);
        for (int i = 0; i < 20; ++i) {
          const std::string body = std::to_string(c) + "." + std::to_string(i);
          client.Send("POST " + std::string(i % 2 == 0 ? "/pool" : "/inline") +
                      " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
                      "\r\n\r\n" + body);
          if (client.ReadResponse().ends_with("\r\n\r\n" + body)) ++right;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    return right;
  }
};

TEST_F(ServerConcurrency, SixtyFourClientsGetTheirOwnAnswers) {
  Pool pool(3);
  Serve(
      [&](Exchange exchange) {
        if (exchange.request().path == "/pool") {
          pool.Add(std::move(exchange));
        } else {
          Echo(std::move(exchange));
        }
      },
      4);
  EXPECT_EQ(Storm(64), 64 * 20);
  EXPECT_EQ(server_->stats().requests, 64U * 20U);
  EXPECT_EQ(server_->stats().accepted, 64U);
}

TEST_F(ServerConcurrency, PipelinedAnswersFromOtherThreadsKeepTheirOrder) {
  Pool pool(3);
  Serve([&](Exchange exchange) { pool.Add(std::move(exchange)); }, 2);
  RawClient client(port_);
  std::string requests;
  for (int i = 100; i < 200; ++i) {
    requests += "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n" + std::to_string(i);
  }
  client.Send(requests);
  for (int i = 100; i < 200; ++i) {
    ASSERT_THAT(client.ReadResponse(), EndsWith("\r\n\r\n" + std::to_string(i)));
  }
}

// An answer that arrives while the loop ends must not crash or leak.
TEST_F(ServerConcurrency, AnswersRaceWithTheEnd) {
  for (int round = 0; round < 20; ++round) {
    Pool pool(2);
    Serve([&](Exchange exchange) { pool.Add(std::move(exchange)); }, 2);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 8; ++i) {
      clients.push_back(std::make_unique<RawClient>(port_));
      clients.back()->Send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    if (round % 2 == 0) {
      server_->Hurry();
    } else {
      server_->Drain(std::chrono::seconds(30));
    }
    clients.clear();
    server_->Join();
    EXPECT_EQ(server_->stats().open, 0U);
    server_.reset();
  }
}

TEST_F(ServerConcurrency, EveryLoopServesAndDrains) {
  Serve(Hello, 4);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 32; ++i) {
    clients.push_back(std::make_unique<RawClient>(port_));
    clients.back()->Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_THAT(clients.back()->ReadResponse(), EndsWith("hello"));
  }
  server_->Drain(std::chrono::seconds(30));
  for (auto& client : clients) {
    AdvanceUntil([&] { return client->HasInput(1); });
    EXPECT_EQ(client->ReadAll(), "");
  }
  server_->Join();
  EXPECT_EQ(server_->stats().open, 0U);
}

}  // namespace
}  // namespace bearward::http
