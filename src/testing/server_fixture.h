// ServerFixture: a server on loopback with a fake clock, for the tests of http.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "http/server.h"
#include "testing/fake_clock.h"
#include "testing/raw_client.h"

namespace bearward::testing {

// ServerFixture starts a server with the values of limits_ and options_ at the call of Serve.
class ServerFixture : public ::testing::Test {
 protected:
  ServerFixture() { limits_.sweep = std::chrono::milliseconds(2); }

  // Serve starts a server; with `tls` its listener uses TLS.
  void Serve(http::Handler handler, unsigned threads = 1, const http::TlsContext* tls = nullptr) {
    options_.handler = std::move(handler);
    options_.limits = limits_;
    options_.threads = threads;
    server_ = std::make_unique<http::Server>(options_, clock_);
    const auto endpoint = server_->Listen({"127.0.0.1", 0, tls});
    ASSERT_TRUE(endpoint.has_value()) << endpoint.error().public_text;
    port_ = endpoint->port;
    ASSERT_TRUE(server_->Start().has_value());
  }

  // End closes all connections and joins the threads. After it the test may read what the handler
  // has written, and destroy what the handler reads.
  void End() {
    server_->Hurry();
    server_->Join();
  }

  // AdvanceUntil advances the fake clock in steps of one second until `done` returns true, for at
  // most three minutes, and returns the number of seconds. `done` must wait a moment in real time,
  // so that the event loop can process each step.
  int AdvanceUntil(const std::function<bool()>& done) {
    int seconds = 0;
    while (seconds < 180 && !done()) {
      clock_.Advance(std::chrono::seconds(1));
      ++seconds;
    }
    return seconds;
  }

  FakeClock clock_;
  http::Limits limits_;
  http::ServerOptions options_;  // Serve sets the handler
  std::unique_ptr<http::Server> server_;
  std::uint16_t port_ = 0;
};

// Hello answers 200 with "hello".
inline void Hello(http::Exchange exchange) {
  http::Response response;
  response.content_type = "text/plain";
  response.body = "hello";
  exchange.Respond(std::move(response));
}

// Echo answers 200 with the body of the request, or 413 for a body that is too large.
inline void Echo(http::Exchange exchange) {
  http::Response response;
  const bool too_large = exchange.request().violation == http::Violation::kBodyTooLarge;
  response.status = too_large ? 413 : 200;
  response.body = too_large ? "too large" : std::string(exchange.request().body);
  exchange.Respond(std::move(response));
}

}  // namespace bearward::testing
