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
#include "door/credential_form.h"
#include "door/dialect.h"
#include "door/outcome.h"
#include "http/message.h"
#include "model/need.h"
#include "verify/decision.h"

namespace bearward::door {

// RunOn says where a route's function runs. kInline must not block. kReading only reads the store
// and checks signatures, so a thread runs several before their responses are sent together.
enum class RunOn : std::uint8_t { kInline, kReading, kWorker, kHashing };

// Guard is what a route requires before its function runs. A guarded route names the credential
// kinds and the token profiles that it accepts; the table refuses a route without them.
struct Guard {
  // accepted are the forms of credential that the route reads. Another form cannot authenticate; it
  // only counts as a second credential (extract.h).
  CredentialForms accepted = {};
  // session_cookie: the route also accepts the session of the console (session_cookie.h).
  bool session_cookie = false;
  model::Need need = model::Need::Live();
  verify::KindSet kinds = 0;
  // profiles are those of tokens, and the bit of the API keys of organizations; 0 when `kinds` has
  // no token and the route takes no such key.
  model::ProfileSet profiles = 0;
  // account_parameter names the query parameter with the number of the organization in which the
  // caller acts; empty: none.
  std::string_view account_parameter = {};
  // account_bodies: a body in one of these encodings may name that number too.
  Encodings account_bodies = 0;
  // in_person: a session in which another user acts as the subject is refused (docs/masquerade.md).
  bool in_person = false;
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
  // own_errors is the shape of the errors where it differs from that of the dialect.
  const ErrorShape* own_errors = nullptr;
  // secret_path: a parameter of the path is a credential, so the log has the pattern instead.
  bool secret_path = false;
  // hashes says for a route on workers whether a request also computes password hashes; such a
  // request runs on the hashing pool. Empty: none does. Called on the I/O thread.
  bool (*hashes)(const http::Request& request) = nullptr;
  // limits are the classes of requests to which the route belongs (model::LimitScope).
  model::LimitSet limits = 0;
  // cross_origin: web pages of the origins in cors.origins may read the responses of the route.
  bool cross_origin = false;

  const ErrorShape& errors() const { return own_errors ? *own_errors : dialect->errors; }
};

}  // namespace bearward::door
