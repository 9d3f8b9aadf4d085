// Door: the way of every request. Find, extract, verify, run, write: in this order, for each row.
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
#include "verify/verifier.h"

namespace bearward::http {
struct OwnAnswer;
}

namespace bearward::door {

// PoolSizes bounds the pools. Work beyond the queue is refused with 503 and Retry-After.
struct PoolSizes {
  unsigned workers = 4;
  std::size_t worker_queue = 1024;
  unsigned hashers = 2;
  std::size_t hash_queue = 64;
};

// Door is safe from any thread once made.
class Door {
 public:
  struct Parts {
    verify::Verifier& verifier;
    observe::Logger& request_log;
    observe::Registry& metrics;
    const base::Clock& clock;
    base::Entropy& entropy;
    // trusted_proxies are the peers whose headers name the client (http/client_address.h).
    http::TrustedProxies trusted_proxies = {};
    // cors says which web pages may read the answers of cross-origin rows.
    Cors cors = {};
    // failure_time returns how long a failed sign-in takes at least, more than zero; the time of
    // the answer is a multiple of it. Empty: answers go out at once. Called from any thread.
    std::function<std::chrono::nanoseconds()> failure_time = nullptr;
  };
  // Make joins the rows into one table. kExists "route_exists" when two rows claim the same method
  // and path, kInvalid "bad_route" or "bad_pattern" for a row that cannot stand (table.h).
  // `fallback` speaks where no dialect's prefix fits. `default_environment` tells which environment
  // a request belongs to that names none, kUnavailable while it is unknown; called at each such
  // request, and must not block.
  static base::Result<std::unique_ptr<Door>> Make(
      Parts parts, std::vector<Route> routes, const Dialect& fallback,
      std::function<base::Result<model::EnvironmentId>()> default_environment, PoolSizes sizes);
  ~Door();

  // Serve answers one exchange; it is the http::Handler of the server.
  void Serve(http::Exchange exchange);
  // IgnoresBody says whether a request is answered without its body: because its row says so, or
  // because there is no row for it.
  bool IgnoresBody(const http::Request& request) const;
  // NoteOwnAnswer logs and counts an answer that the HTTP server gave without the door.
  void NoteOwnAnswer(const http::OwnAnswer& answer);
  // routes gives the joined table, for /openapi.json and for tests that walk over it.
  const std::vector<Route>& routes() const;
  // answered counts the requests that were answered.
  std::uint64_t answered() const;
  // Stop lets queued work finish and ends the pools.
  void Stop();

 private:
  class Impl;
  explicit Door(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace bearward::door
