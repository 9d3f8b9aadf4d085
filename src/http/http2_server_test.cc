// HTTP/2 through a real server: sockets, TLS, threads and times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nghttp2/nghttp2.h>
#include <poll.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "http/http2_frames_fixture.h"
#include "http/tls_fixture.h"

namespace bearward::http::frames {
namespace {

using bearward::testing::Echo;
using bearward::testing::Hello;
using bearward::testing::RawClient;

// Client is an HTTP/2 client that sends the frames of a test.
class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0) : tls_(port, receive_buffer) {
    tls_.OfferHttp2();
    connected_ = tls_.Handshake() && tls_.Protocol() == "h2";
    Send(std::string(kPreface) + Frame(kSettings, 0, 0));
  }

  bool connected() const { return connected_; }
  void Send(std::string_view bytes) { tls_.Send(bytes); }
  // Next returns the next frame; one of type 255 at the end of the connection.
  Sent Next() {
    while (frames_.empty()) {
      const std::string more = tls_.Read();
      if (more.empty()) return {255, 0, 0, ""};
      pending_ += more;
      TakeFrames();
    }
    Sent frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }
  // Await returns the next frame of a type and stream; one of type 255 if the connection ends
  // first.
  Sent Await(std::uint8_t type, std::uint32_t stream) {
    for (;;) {
      Sent frame = Next();
      if (frame.type == 255 || (frame.type == type && frame.stream == stream)) return frame;
    }
  }
  // HasInput says whether something arrives within `millis`; IsReset whether the connection fails.
  bool HasInput(int millis) const { return Polls(POLLIN, millis); }
  bool IsReset(int millis) const { return Polls(0, millis); }
  // IsAtEnd reads up to the end of the connection.
  bool IsAtEnd() { return Await(254, 0).type == 255; }

 private:
  bool Polls(short events, int millis) const {
    pollfd poll_for{tls_.fd(), events, 0};
    return poll(&poll_for, 1, millis) > 0;
  }
  void TakeFrames() {
    for (;;) {
      if (pending_.size() < 9) return;
      const auto at = [&](std::size_t i) { return static_cast<unsigned char>(pending_.at(i)); };
      const std::size_t size = (std::size_t{at(0)} << 16 | std::size_t{at(1)} << 8 | at(2)) + 9;
      if (pending_.size() < size) return;
      frames_.push_back(Split(std::string_view(pending_).substr(0, size)).front());
      pending_.erase(0, size);
    }
  }

  TlsClient tls_;
  bool connected_ = false;
  std::string pending_;
  std::deque<Sent> frames_;
};

// Workers answer exchanges on threads of their own, with the path, the body and `more`.
class Workers {
 public:
  explicit Workers(int threads, std::string more = {}) : more_(std::move(more)) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
  }
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  void Take(Exchange exchange) {
    {
      const std::lock_guard lock(mutex_);
      exchanges_.push_back(std::move(exchange));
    }
    changed_.notify_one();
  }

 private:
  void Run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ended_ || !exchanges_.empty(); });
      if (exchanges_.empty()) return;
      Exchange exchange = std::move(exchanges_.front());
      exchanges_.pop_front();
      lock.unlock();
      Response response;
      response.body =
          std::string(exchange.request().path) + std::string(exchange.request().body) + more_;
      exchange.Respond(std::move(response));
    }
  }

  const std::string more_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Exchange> exchanges_;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

class Http2ServerTest : public TlsFixture {
 protected:
  void ServeHttp2(Handler handler, unsigned threads = 1) {
    Load("one.test");
    Serve(std::move(handler), threads, &tls_);
  }
  // AwaitWaitingRequests sends requests, whose responses have 300,000 bytes, before the client can
  // receive any, and expects that those beyond the fourth wait until it can.
  void AwaitWaitingRequests() {
    Client client(port_);
    ASSERT_TRUE(client.connected());
    client.Send(Frame(kSettings, 0, 0, Setting(4, 0)) + Get(1) + Get(3) + Get(5) + Get(7));
    ASSERT_EQ(client.Await(kHeaders, 7).type, kHeaders);
    std::string more;
    for (std::uint32_t stream = 9; stream < 20; stream += 2) more += Get(stream);
    client.Send(more + Ping());
    ASSERT_EQ(client.Await(kPing, 0).type, kPing);
    EXPECT_EQ(server_->stats().requests, 4U);
    client.Send(Frame(kSettings, 0, 0, Setting(4, 1 << 24)) +
                Frame(kWindowUpdate, 0, 0, Number(1 << 24, 4)));
    EXPECT_EQ(client.Await(kData, 19).type, kData);
    EXPECT_EQ(server_->stats().requests, 10U);
  }
};

TEST_F(Http2ServerTest, RequestsAreServedOnOneConnection) {
  bool tls = false;
  std::string peer;
  ServeHttp2([&](Exchange exchange) {
    tls = exchange.request().tls;
    peer = exchange.request().peer;
    Hello(std::move(exchange));
  });
  Client client(port_);
  ASSERT_TRUE(client.connected());
  client.Send(Get(1) + Get(3));
  EXPECT_EQ(client.Await(kData, 1).payload, "hello");
  EXPECT_EQ(client.Await(kData, 3).payload, "hello");
  EXPECT_EQ(server_->stats().requests, 2U);
  EXPECT_EQ(server_->stats().accepted, 1U);
  End();
  EXPECT_TRUE(tls);
  EXPECT_EQ(peer, "127.0.0.1");
}

// Only TLS negotiates the protocol: the preface is no request of HTTP/1.1.
TEST_F(Http2ServerTest, PlainTextListenersDoNotSpeakIt) {
  Serve(Hello);
  RawClient client(port_);
  client.Send(std::string(kPreface) + Frame(kSettings, 0, 0));
  EXPECT_THAT(client.ReadAll(), ::testing::StartsWith("HTTP/1.1 505 "));
  RawClient upgrading(port_);
  upgrading.Send(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
      "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
  EXPECT_THAT(upgrading.ReadResponse(), ::testing::StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(Http2ServerTest, LargeBodiesPassBothWays) {
  ServeHttp2(Echo);
  Client client(port_);
  client.Send(Frame(kSettings, 0, 0, Setting(4, 1 << 20)) +
              Frame(kWindowUpdate, 0, 0, Number(1 << 20, 4)) + Post(1));
  // The window of a stream is 65,535 bytes, and the server opens it as it reads.
  std::size_t window = 65'535;
  std::size_t left = 500'000;
  while (left > 0) {
    const std::size_t size = std::min<std::size_t>({left, window, 16'384});
    if (size == 0) {
      const Sent update = client.Await(kWindowUpdate, 1);
      ASSERT_NE(update.type, 255);
      window += Sent{kRstStream, 0, 1, update.payload}.code();
      continue;
    }
    left -= size;
    window -= size;
    client.Send(Frame(kData, left == 0 ? kEndStream : 0, 1, std::string(size, 'b')));
  }
  std::size_t received = 0;
  for (Sent frame = client.Await(kData, 1);; frame = client.Await(kData, 1)) {
    ASSERT_NE(frame.type, 255);
    received += frame.payload.size();
    if (frame.flags == kEndStream) break;
  }
  EXPECT_EQ(received, 500'000U);
}

TEST_F(Http2ServerTest, DroppedExchangeIs500AndTheConnectionGoesOn) {
  ServeHttp2([](Exchange exchange) {
    if (exchange.request().path == "/bad") throw std::runtime_error("planted");
    Hello(std::move(exchange));
  });
  Client client(port_);
  client.Send(Get(1, "/bad") + Get(3));
  EXPECT_EQ(client.Await(kData, 3).payload, "hello");
}

TEST_F(Http2ServerTest, PeerThatDoesNotReadIsClosed) {
  ServeHttp2([](Exchange exchange) {
    Response response;
    response.body = std::string(900'000, 'x');
    exchange.Respond(std::move(response));
  });
  Client client(port_, 4'096);
  std::string requests = Frame(kSettings, 0, 0, Setting(4, 0x7fff'ffff)) +
                         Frame(kWindowUpdate, 0, 0, Number(0x7000'0000, 4));
  for (std::uint32_t stream = 1; stream < 20; stream += 2) requests += Get(stream);
  client.Send(requests);
  AdvanceUntil([&] { return client.IsReset(10) || server_->stats().timeouts > 0; });
  EXPECT_TRUE(client.IsAtEnd());
  EXPECT_EQ(server_->stats().timeouts, 1U);
}

// The time between sweeps is long, so that only the responses that were sent make them continue.
TEST_F(Http2ServerTest, RequestsThatWaitAreServedWhenResponsesWereSent) {
  limits_.sweep = std::chrono::minutes(10);
  ServeHttp2([](Exchange exchange) {
    Response response;
    response.body = std::string(300'000, 'x');
    exchange.Respond(std::move(response));
  });
  AwaitWaitingRequests();
  End();
}

TEST_F(Http2ServerTest, RequestsThatWaitAreServedWhenResponsesOfAnotherThreadWereSent) {
  limits_.sweep = std::chrono::minutes(10);
  Workers workers(1, std::string(300'000, 'x'));
  ServeHttp2([&](Exchange exchange) { workers.Take(std::move(exchange)); });
  AwaitWaitingRequests();
  End();
}

// The clients do not close their connections, and the time for it does not pass.
TEST_F(Http2ServerTest, ResponsesOfAnEndedConnectionReturnTheirMemoryBeforeThePeerCloses) {
  limits_.body_memory = 250'000;  // each round uses 53,248
  ServeHttp2([](Exchange exchange) {
    Response response;
    response.body = std::string(550'000, 'x');
    exchange.Respond(std::move(response));
  });
  std::deque<Client> clients;
  for (int round = 0; round < 6; ++round) {
    Client& client = clients.emplace_back(port_);
    client.Send(Get(1) + Get(3) + Ping());
    EXPECT_EQ(client.Await(kPing, 0).type, kPing);
    client.Send(Ping("of another size"));
    EXPECT_EQ(client.Await(kGoAway, 0).type, kGoAway);
  }
  EXPECT_EQ(server_->stats().requests, 12U);
  EXPECT_EQ(server_->stats().over_memory, 0U);
}

// An exchange that is not answered keeps the closed connection, but not its responses.
TEST_F(Http2ServerTest, ResponsesOfAClosedConnectionReturnTheirMemory) {
  limits_.body_memory = 250'000;  // each round uses 53,248
  std::mutex mutex;
  std::vector<Exchange> held;
  ServeHttp2([&](Exchange exchange) {
    if (exchange.request().path == "/held") {
      const std::lock_guard lock(mutex);
      held.push_back(std::move(exchange));
      return;
    }
    Response response;
    response.body = std::string(550'000, 'x');
    exchange.Respond(std::move(response));
  });
  for (int round = 0; round < 6; ++round) {
    {
      Client client(port_);
      client.Send(Get(1, "/held") + Get(3) + Get(5) + Ping());
      EXPECT_EQ(client.Await(kPing, 0).type, kPing);
      client.Send(Ping());
      Sent frame = client.Next();
      for (; frame.type != kPing && frame.type != 255; frame = client.Next()) {
        EXPECT_NE(frame.type, kRstStream) << round;
      }
      EXPECT_EQ(frame.type, kPing);
    }
    while (server_->stats().open > 0) std::this_thread::yield();
  }
  End();
  const std::lock_guard lock(mutex);
  held.clear();
}

TEST_F(Http2ServerTest, AnIdleConnectionGetsAGoAwayAndIsClosed) {
  ServeHttp2(Hello);
  Client client(port_);
  client.Send(Get(1));
  EXPECT_EQ(client.Await(kData, 1).payload, "hello");
  const int seconds = AdvanceUntil([&] { return client.HasInput(10); });
  EXPECT_EQ(client.Await(kGoAway, 0).payload, Number(1, 4) + Number(NGHTTP2_NO_ERROR, 4));
  EXPECT_TRUE(client.IsAtEnd());
  EXPECT_GE(seconds, 60);
  EXPECT_EQ(server_->stats().timeouts, 0U);
}

TEST_F(Http2ServerTest, DrainLetsRequestsFinish) {
  std::mutex mutex;
  std::vector<Exchange> held;
  ServeHttp2([&](Exchange exchange) {
    const std::lock_guard lock(mutex);
    held.push_back(std::move(exchange));
  });
  Client client(port_);
  client.Send(Get(1) + Ping());
  EXPECT_EQ(client.Await(kPing, 0).type, kPing);
  server_->Drain(std::chrono::seconds(20));
  const Sent notice = client.Await(kGoAway, 0);
  EXPECT_EQ(notice.payload.substr(0, 4), Number(0x7fff'ffff, 4));
  const Sent ping = client.Await(kPing, 0);
  client.Send(Get(3) + Frame(kPing, kAck, 0, ping.payload));
  const Sent last = client.Await(kGoAway, 0);
  EXPECT_EQ(last.payload.substr(0, 4), Number(3, 4));
  {
    const std::lock_guard lock(mutex);
    ASSERT_EQ(held.size(), 2U);
    for (Exchange& exchange : held) Hello(std::move(exchange));
    held.clear();
  }
  EXPECT_EQ(client.Await(kData, 1).payload, "hello");
  EXPECT_EQ(client.Await(kData, 3).payload, "hello");
  EXPECT_TRUE(client.IsAtEnd());
  End();
}

class Http2Concurrency : public Http2ServerTest {};

// Every response goes to the stream of its request, also while other streams are reset.
TEST_F(Http2Concurrency, ManyStreamsGetTheirOwnAnswers) {
  Workers workers(3);
  ServeHttp2([&](Exchange exchange) { workers.Take(std::move(exchange)); }, 2);
  std::vector<std::thread> clients;
  for (int c = 0; c < 4; ++c) {
    clients.emplace_back([&, c] {
      Client client(port_);
      std::uint32_t stream = 1;
      for (int round = 0; round < 10; ++round) {
        std::string requests;
        std::vector<std::uint32_t> kept;
        for (int i = 0; i < 20; ++i, stream += 2) {
          requests += Get(stream, "/" + std::to_string(c) + "/" + std::to_string(stream));
          if (i % 5 == 4) {
            requests += Frame(kRstStream, 0, stream, Number(NGHTTP2_CANCEL, 4));
          } else {
            kept.push_back(stream);
          }
        }
        client.Send(requests);
        for (std::size_t answered = 0; answered < kept.size();) {
          const Sent frame = client.Next();
          ASSERT_NE(frame.type, 255);
          if (frame.type != kData) continue;
          EXPECT_EQ(frame.payload, "/" + std::to_string(c) + "/" + std::to_string(frame.stream));
          if (std::ranges::find(kept, frame.stream) != kept.end()) ++answered;
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();
  End();
}

// The server is closed while workers hold exchanges of open, reset and closed streams.
TEST_F(Http2Concurrency, AnswersAfterTheEndAreDiscarded) {
  std::mutex mutex;
  std::vector<Exchange> held;
  ServeHttp2(
      [&](Exchange exchange) {
        const std::lock_guard lock(mutex);
        held.push_back(std::move(exchange));
      },
      2);
  {
    Client client(port_);
    client.Send(Get(1) + Get(3) + Get(5) + Ping());
    EXPECT_EQ(client.Await(kPing, 0).type, kPing);
    client.Send(Frame(kRstStream, 0, 3, Number(NGHTTP2_CANCEL, 4)) + Ping());
    EXPECT_EQ(client.Await(kPing, 0).type, kPing);
  }
  std::thread worker([&] {
    const std::lock_guard lock(mutex);
    for (Exchange& exchange : held) Hello(std::move(exchange));
    held.clear();
  });
  End();
  worker.join();
}

}  // namespace
}  // namespace bearward::http::frames
