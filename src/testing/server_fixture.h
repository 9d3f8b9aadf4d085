// ServerFixture: a server on loopback under a fake clock. For the tests of http.
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

// ServerFixture serves with what limits_ and options_ hold when Serve is called.
class ServerFixture : public ::testing::Test {
 protected:
  ServerFixture() { limits_.sweep = std::chrono::milliseconds(2); }

  // Serve starts a server; `tls` makes its listener a TLS one.
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

  // End closes everything and stops the threads: what the handler has written may be read, what it
  // reads may go.
  void End() {
    server_->Hurry();
    server_->Join();
  }

  // AdvanceUntil moves the fake time on, a second at a step, until `done` or for three minutes; it
  // gives the seconds. Each step leaves the loop the real time to notice.
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
  http::ServerOptions options_;  // its functions are used by Serve
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

// Echo answers 200 with the request's body, or 413.
inline void Echo(http::Exchange exchange) {
  http::Response response;
  const bool too_large = exchange.request().violation == http::Violation::kBodyTooLarge;
  response.status = too_large ? 413 : 200;
  response.body = too_large ? "too large" : std::string(exchange.request().body);
  exchange.Respond(std::move(response));
}

}  // namespace bearward::testing
