// Route: one row a promise. A dialect fills rows; the door runs the same five steps for each.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/call.h"
#include "door/reply.h"
#include "http/message.h"
#include "model/need.h"
#include "verify/question.h"

namespace bearward::door {

// RunOn says where a row's function runs. kInline never blocks; kReading does no more than read the
// store and check signatures, so that several are done before their answers go out together.
enum class RunOn : std::uint8_t { kInline, kReading, kWorker, kHashing };

// Accepted is a set of the ways to present a credential that a row looks at, one bit each. A way
// that is not in the set is not even read.
using Accepted = std::uint8_t;
inline constexpr Accepted kNothing = 0;
inline constexpr Accepted kBearer = 1;                // Authorization: Bearer
inline constexpr Accepted kAuthenticationHeader = 2;  // Authentication: Bearer (TeleTracker)
inline constexpr Accepted kApiKeyHeader = 4;          // X-Api-Key
inline constexpr Accepted kBasic = 8;                 // Authorization: Basic
inline constexpr Accepted kIntegrator = 16;           // Authorization: Integrator

struct Dialect;

// Guard is what a row asks before its function runs. A guarded row names the kinds of credential
// and the token profiles that it takes: the table refuses one that leaves them out.
struct Guard {
  Accepted accepted = kNothing;
  model::Need need = model::Need::Live();
  verify::KindSet kinds = 0;
  model::ProfileSet profiles = 0;  // of tokens; 0 where `kinds` has no token
  bool account_in_query = false;   // account_id names the organization (TeleTracker section 6)
};

// OpenGuard is the guard of a row that waives every credential, said aloud.
inline Guard OpenGuard() {
  Guard guard;
  guard.need = model::Need::Open();
  return guard;
}

// Bind makes a row's function of one that takes what the dialect uses; a copy of `uses` is kept.
template <class Uses>
std::function<base::Result<Reply>(Call&)> Bind(const Uses& uses,
                                               base::Result<Reply> (*function)(const Uses&,
                                                                               Call&)) {
  return [uses, function](Call& call) { return function(uses, call); };
}

// BindGlance does the same for a row's glance.
template <class Uses>
std::function<std::optional<base::Result<Reply>>(Call&)> BindGlance(
    const Uses& uses, std::optional<base::Result<Reply>> (*function)(const Uses&, Call&)) {
  return [uses, function](Call& call) { return function(uses, call); };
}

// Held is an answer that waits for one write. `commit` begins the write and returns at once; it
// calls back once, from any thread, with how it went: then the reply is sent, or the error.
struct Held {
  Reply reply;
  std::function<void(std::function<void(base::Status)>)> commit;
};

// BindHold makes a row's hold of a function.
template <class Uses>
std::function<std::optional<base::Result<Held>>(Call&)> BindHold(
    const Uses& uses, std::optional<base::Result<Held>> (*function)(const Uses&, Call&)) {
  return [uses, function](Call& call) { return function(uses, call); };
}

// Route is immutable after the table is joined.
struct Route {
  http::Method method = http::Method::kGet;
  std::string pattern;
  Guard guard;
  RunOn run_on = RunOn::kWorker;
  std::function<base::Result<Reply>(Call&)> run;
  // operation and summary describe the row in /openapi.json. A row that is mounted twice keeps its
  // operation.
  std::string_view operation;
  std::string_view summary;
  const Dialect* dialect = nullptr;
  // glance is for rows that nearly always find their answer in memory: it runs on the I/O thread,
  // must not block, and gives the answer or nothing; then `run` is called on a worker. A row
  // without it leaves it empty.
  std::function<std::optional<base::Result<Reply>>(Call&)> glance = nullptr;
  // hold is for rows that find all they need in memory and put one thing down: it runs on the I/O
  // thread, must not block, and gives the answer that waits for the write, or nothing; then `run`
  // is called on a worker. So many requests share one commit without a thread for each.
  std::function<std::optional<base::Result<Held>>(Call&)> hold = nullptr;
  // members are all that the body may have: any other is refused, by Call::Read, and on a row whose
  // list is empty before `run`. Without a list unknown members are ignored, as vendors' APIs do.
  std::optional<std::span<const std::string_view>> members = std::nullopt;
  // ignores_body is for rows whose requests carry the headers of another request: what these say
  // of a body is not about this one, so a body is neither awaited nor read.
  bool ignores_body = false;
  // cross_origin is for rows whose answers web pages of the origins in cors.origins may read.
  bool cross_origin = false;
};

// Dialect is how one vendor's API speaks, in as far as the door must know: the shape of its errors
// and where it finds the environment.
struct Dialect {
  std::string_view name;
  bool ignore_case = false;      // of paths
  bool exact_paths = false;      // a trailing slash makes another path
  bool answers_options = false;  // OPTIONS is 204 without a body on every path of its rows
  // host limits the rows to requests for this host, in lower case and without a port; empty: any.
  std::string host;
  bool always_request_id = false;  // X-Request-Id on every answer, else on errors and when sent
  bool judges_others = false;      // its refusals are about requests to another API
  // realm is that of the challenges, a literal without quotes (RFC 9110 section 11.5).
  std::string_view realm = "bearward";
  // challenge_parameters follow the realm and the error, for example `resource_metadata="..."`.
  std::string challenge_parameters;
  // prefixes are the paths whose 404 and 405 this dialect answers: the longest that ends at a
  // segment of the path wins.
  std::vector<std::string> prefixes;
  // write_error is the dialect's one error table. `call` may lack a path match and a caller. The
  // door adds Retry-After, Allow, Accept-Encoding, X-Request-Id, Cache-Control and, where the
  // table sets no WWW-Authenticate, the challenge (challenge.h).
  std::function<Reply(const base::Error& error, const Call& call)> write_error;
  // environment finds the environment that the request names; nullopt when it names none.
  // It may read the store: the door asks on a worker, so such a dialect has no inline rows.
  std::function<base::Result<std::optional<model::EnvironmentId>>(const http::Request&)>
      environment;
};

}  // namespace bearward::door
