// Door: the five steps of every request, for each route: find, extract, verify, run, write.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "door/cors.h"
#include "door/route.h"
#include "http/exchange.h"
#include "http/trusted_proxies.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "observe/spans.h"
#include "verify/denial_log.h"
#include "verify/verifier.h"

namespace bearward::http {
struct OwnAnswer;
}

namespace bearward::door {

// PoolSizes bounds the thread pools. When a queue is full, the request gets 503 and Retry-After.
struct PoolSizes {
  unsigned workers = 4;
  std::size_t worker_queue = 1024;
  unsigned hashers = 2;
  std::size_t hash_queue = 64;
};

// Door is safe from any thread after Make.
class Door {
 public:
  struct Parts {
    verify::Verifier& verifier;
    observe::Logger& request_log;
    observe::Registry& metrics;
    const base::Clock& clock;
    base::Entropy& entropy;
    // trusted_proxies are the peers whose headers may name the client address
    // (http/client_address.h).
    http::TrustedProxies trusted_proxies = {};
    // cors says which web pages may read the responses of cross-origin routes.
    Cors cors = {};
    // failure_time returns the minimum duration of a failed sign-in, greater than zero; the
    // response time is a multiple of it. Empty: no delay. Called from any thread.
    std::function<std::chrono::nanoseconds()> failure_time = nullptr;
    // operators, if set, says that every request comes from the operator of the installation, as
    // its socket has verified: guarded routes that accept API keys run without a credential, with
    // every permission in the environment that the function returns, else in the default one. Never
    // set it for a door that a network reaches.
    EnvironmentFinder operators = nullptr;
    // denials collects the refused requests; nullptr: none. It must outlive the door.
    verify::DenialLog* denials = nullptr;
    // spans records the requests of traces; nullptr: none. It must outlive the door.
    observe::Spans* spans = nullptr;
    // slow_request is the duration from which the line of a request has level warn; zero: none. The
    // delay by failure_time does not count.
    std::chrono::milliseconds slow_request{0};
    // issuer_is_https selects the names of the session cookie (session_cookie.h).
    bool issuer_is_https = false;
    // disabled says that the routes of a dialect do not exist at present. Called for each request;
    // empty: all exist.
    std::function<bool(const Dialect& dialect)> disabled = nullptr;
  };
  // Make joins the routes into one table. kExists "route_exists" when two routes have the same
  // method and path, kInvalid "bad_route" or "bad_pattern" for an invalid route (table.h).
  // `fallback` writes the errors where no dialect's prefix matches. `default_environment` returns
  // the environment of requests that name none, or kUnavailable while it is unknown; called for
  // each such request, and must not block.
  static base::Result<std::unique_ptr<Door>> Make(
      Parts parts, std::vector<Route> routes, const Dialect& fallback,
      std::function<base::Result<model::EnvironmentId>()> default_environment, PoolSizes sizes);
  ~Door();

  // Serve handles one exchange; it is the http::Handler of the server.
  void Serve(http::Exchange exchange);
  // IgnoresBody says whether the response does not depend on the body: the route sets ignores_body,
  // or no route matches.
  bool IgnoresBody(const http::Request& request) const;
  // RouteOf returns the route that runs for a request, or nullptr.
  const Route* RouteOf(const http::Request& request) const;
  // NoteOwnAnswer logs and counts a response that the HTTP server produced without the door.
  void NoteOwnAnswer(const http::OwnAnswer& answer);
  // routes returns the joined table, for /openapi.json and for tests that iterate over all routes.
  const std::vector<Route>& routes() const;
  // answered returns the number of requests answered so far.
  std::uint64_t answered() const;
  // ReplaceTrustedProxies replaces Parts::trusted_proxies for later requests.
  void ReplaceTrustedProxies(http::TrustedProxies proxies);
  // Stop finishes the queued work and stops the pools.
  void Stop();

 private:
  class Impl;
  explicit Door(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace bearward::door
