// Route: one row of the route table: what a request must present and which function runs. Dialects
// declare routes; the door runs the same five steps for each.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/call.h"
#include "door/contract.h"
#include "door/outcome.h"
#include "http/message.h"
#include "model/need.h"
#include "verify/decision.h"

namespace bearward::door {

// RunOn says where a route's function runs. kInline must not block. kReading only reads the store
// and checks signatures, so a thread runs several before their responses are sent together.
enum class RunOn : std::uint8_t { kInline, kReading, kWorker, kHashing };

// Accepted is the set of credential forms that a route reads, one bit each. A form outside the set
// cannot authenticate; it only counts as a second credential (extract.h).
using Accepted = std::uint8_t;
inline constexpr Accepted kNothing = 0;
inline constexpr Accepted kBearer = 1;                // Authorization: Bearer
inline constexpr Accepted kAuthenticationHeader = 2;  // Authentication: Bearer (TeleTracker)
inline constexpr Accepted kApiKeyHeader = 4;          // X-Api-Key
inline constexpr Accepted kBasic = 8;                 // Authorization: Basic
inline constexpr Accepted kIntegrator = 16;           // Authorization: Integrator
inline constexpr Accepted kSessionCookie = 32;        // the cookie of the console, with its header

struct Dialect;

// Guard is what a route requires before its function runs. A guarded route names the credential
// kinds and the token profiles that it accepts; the table refuses a route without them.
struct Guard {
  Accepted accepted = kNothing;
  model::Need need = model::Need::Live();
  verify::KindSet kinds = 0;
  model::ProfileSet profiles = 0;  // of tokens; 0 when `kinds` has no token
  bool account_in_query = false;   // read account_id, the organization (TeleTracker section 6)
};

// OpenGuard is the explicit guard of a route that requires no credential.
inline Guard OpenGuard() {
  Guard guard;
  guard.need = model::Need::Open();
  return guard;
}

// Bind returns a route function that calls `function` with a copy of `uses`.
template <class Uses, class Out>
std::function<base::Result<Outcome>(Call&)> Bind(const Uses& uses,
                                                 base::Result<Out> (*function)(const Uses&,
                                                                               Call&)) {
  return [uses, function](Call& call) { return function(uses, call); };
}

// BindTryCached does the same for Route::try_cached.
template <class Uses, class Out>
std::function<std::optional<base::Result<Outcome>>(Call&)> BindTryCached(
    const Uses& uses, std::optional<base::Result<Out>> (*function)(const Uses&, Call&)) {
  return [uses, function](Call& call) { return function(uses, call); };
}

// Route is immutable after the table is joined.
struct Route {
  http::Method method = http::Method::kGet;
  std::string pattern;
  Guard guard;
  RunOn run_on = RunOn::kWorker;
  std::function<base::Result<Outcome>(Call&)> run;
  // operation and summary describe the route in /openapi.json. A route that is mounted twice keeps
  // its operation.
  std::string_view operation;
  std::string_view summary;
  const Contract* contract = nullptr;
  const Dialect* dialect = nullptr;
  // try_cached is the fast path, for routes that usually find in memory all that they need. It runs
  // on the I/O thread after the caller was found in memory, and must not block. It returns the
  // outcome, or nullopt if something must be looked up; then `run` is called on a worker. A caller
  // has no origin here: use Call::origin. Empty for a route without a fast path.
  std::function<std::optional<base::Result<Outcome>>(Call&)> try_cached = nullptr;
  // ignores_body is for requests that carry the headers of another request: their body headers
  // describe that request, so the door neither waits for a body nor reads one.
  bool ignores_body = false;
  // contract_owner keeps a contract alive that has no static storage duration.
  std::shared_ptr<const void> contract_owner = nullptr;
  // cross_origin: web pages of the origins in cors.origins may read the responses of the route.
  bool cross_origin = false;
};

// Dialect describes one vendor's API as far as the door needs it: the format of its errors and how
// a request names its environment.
struct Dialect {
  std::string_view name;
  bool ignore_case = false;      // case-insensitive paths
  bool exact_paths = false;      // a trailing slash is significant
  bool answers_options = false;  // OPTIONS returns 204 without a body on each of its paths
  // host limits the routes to requests for this host, in lower case and without a port; empty: any.
  std::string host;
  bool always_request_id = false;  // on every response; else on errors and if sent
  bool judges_others = false;      // it decides on requests to another API
  // realm of the challenges, a literal without quotes (RFC 9110 section 11.5).
  std::string_view realm = "bearward";
  // challenge_parameters follow the realm and the error, for example `resource_metadata="..."`.
  std::string challenge_parameters;
  // prefixes are the paths whose 404 and 405 this dialect writes. The longest prefix that ends at a
  // path segment boundary wins.
  std::vector<std::string> prefixes;
  // write_error is the dialect's error table. `call` may lack a path match and a caller. The door
  // adds Retry-After, Allow, Accept-Encoding, X-Request-Id, Cache-Control and, if write_error sets
  // no WWW-Authenticate, the challenge (challenge.h).
  std::function<Reply(const base::Error& error, const Call& call)> write_error;
  // errors are the forms of the bodies that write_error writes; of static storage duration.
  std::span<const Content> errors;
  // environment returns the environment that the request names; nullopt when it names none. It is
  // called on the I/O thread and must not block.
  std::function<base::Result<std::optional<model::EnvironmentId>>(const http::Request&)>
      environment;
};

}  // namespace bearward::door
