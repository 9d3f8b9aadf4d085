// RequestContext: the context of one request inside the door: the state that the five steps share.
// Internal to door.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "door/call.h"
#include "door/reply.h"
#include "door/route.h"
#include "http/exchange.h"
#include "verify/credential.h"
#include "verify/decision.h"

namespace bearward::door {

// RequestContext owns the exchange and must answer it. Only one thread at a time uses it; it may
// move from the I/O thread to a worker.
class RequestContext {
 public:
  RequestContext(http::Exchange exchange, const http::Arrival& arrival,
                 const Call::Services& services)
      : exchange_(std::move(exchange)),
        call_(exchange_.request(), arrival.at, services),
        started_(arrival.ticks) {}

  const http::Request& request() const { return exchange_.request(); }
  Call& call() { return call_; }
  const Call& call() const { return call_; }
  std::int64_t started() const { return started_; }

  // SetMatch keeps the result of routing; `route` is nullptr when no route matches.
  void SetMatch(const http::Match& match, const Route* route, const Dialect& dialect) {
    call_.match_ = match;
    call_.body_ = route == nullptr ? nullptr : ClosedBody(*route);
    if (route != nullptr && route->secret_path) logged_path_ = route->pattern;
    route_ = route;
    dialect_ = &dialect;
  }
  const http::Match& match() const { return call_.match_; }
  // logged_path is that of LogPathAs, the pattern of a route with secret_path, or the sent path.
  void LogPathAs(std::string_view path) { logged_path_ = path; }
  std::string_view logged_path() const {
    return logged_path_.empty() ? std::string_view(request().path) : logged_path_;
  }
  // route returns the matched route; nullptr when no route matched.
  const Route* route() const { return route_; }
  const Dialect& dialect() const { return *dialect_; }
  // errors returns the shape of the errors of the route, or of the dialect when none matched.
  const ErrorShape& errors() const { return route_ ? route_->errors() : dialect_->errors; }

  // SetCredential keeps the extracted credential, including the account number from the query.
  void SetCredential(verify::Credential credential) { credential_ = std::move(credential); }
  // ByPassword says whether verifying the credential requires a password hash.
  bool ByPassword() const { return credential_ && verify::IsPassword(credential_->scheme); }
  // FindCredentialEnvironment sets the environment of a password credential; kUnavailable while it
  // is unknown.
  base::Status FindCredentialEnvironment() {
    if (!ByPassword()) return {};
    BW_TRY_ASSIGN(credential_->environment, call_.environment());
    return {};
  }
  const verify::Credential& credential() const { return *credential_; }
  // question returns the requirements of the route for the verifier.
  verify::Question question() const;

  // ClaimedSubject returns the subject whose share of the hashing pool the request uses: the
  // verified subject, else the name that a password credential claims, else "".
  std::string ClaimedSubject() const {
    if (known() != nullptr) return "id " + std::string(known()->principal().subject_id);
    return ByPassword() ? "login " + credential_->login : std::string();
  }

  // SetEnvironment keeps the environment that the request names.
  void SetEnvironment(model::EnvironmentId environment) {
    call_.environment_ = environment;
    named_environment_ = std::move(environment);
  }
  // known returns the caller, or the principal that an open route verified; nullptr without either.
  const model::Caller* known() const {
    if (call_.caller_) return &*call_.caller_;
    return call_.judged_ ? &*call_.judged_ : nullptr;
  }
  // For the request line: sender is the client address; at a gateway it is the TCP peer, and client
  // the address for which the gateway asks. proxy is the TCP peer where it is not the sender.
  std::string_view sender() const {
    return call_.client_.empty() ? call_.client_address() : std::string_view(request().peer);
  }
  std::string_view client() const { return call_.client_; }
  std::string_view proxy() const {
    return sender() == request().peer ? std::string_view() : std::string_view(request().peer);
  }
  // asked_method and asked_path are what a gateway request asks about, "" for other requests.
  std::string_view asked_method() const { return call_.asked_method_; }
  std::string_view asked_path() const { return call_.asked_path_; }
  // environment_if_known returns the environment without looking up the default one.
  std::string_view environment_if_known() const {
    return known() != nullptr ? known()->principal().environment->text : call_.environment_.text;
  }
  // CheckNoMembers refuses body members when the route reads none.
  base::Status CheckNoMembers() const {
    if (call_.body_ == nullptr || !call_.body_->members.empty()) return {};
    return call_.CheckNoMembers();
  }
  void SetCaller(model::Caller caller) { call_.caller_ = std::move(caller); }
  // GiveOrigin sets the origin of the request on the caller, or on the password credential before
  // it is verified, because events contain the origin. It allocates, so read-only routes skip it.
  void GiveOrigin() {
    if (call_.caller_) call_.caller_->SetOrigin(call_.origin());
    if (credential_ && ByPassword()) credential_->origin = &call_.origin();
  }
  // Defer keeps the deferred outcome until its write is committed.
  void Defer(Deferred deferred) { deferred_ = std::move(deferred); }
  Deferred& deferred() { return *deferred_; }
  // NoteHashing keeps the tick at which the request began on the hashing pool, if it ran there.
  void NoteHashing(std::int64_t ticks) { hashing_since_ = ticks; }
  std::optional<std::int64_t> hashing_since() const { return hashing_since_; }
  // NoteDelay keeps the time for which the response of a failed sign-in was held back on purpose.
  void NoteDelay(std::int64_t ns) { delay_ns_ = ns; }
  std::int64_t delay_ns() const { return delay_ns_; }
  // NeedsCaller says whether the route is guarded and the caller is not verified yet.
  bool NeedsCaller() const { return !route_->guard.need.open() && !call_.has_caller(); }
  // NamedByClient says whether the client sent a valid X-Request-Id.
  bool NamedByClient() const { return call_.NamedByClient(); }

  // Answer sends the reply. The request must not be used afterwards.
  void Answer(Reply reply) { exchange_.Respond(std::move(reply)); }

 private:
  static const json::Schema* ClosedBody(const Route& route) {
    const json::Schema* const body = route.contract->body;
    return body == nullptr || body->open ? nullptr : body;
  }

  http::Exchange exchange_;
  Call call_;
  std::int64_t started_, delay_ns_ = 0;
  const Route* route_ = nullptr;
  const Dialect* dialect_ = nullptr;
  std::string_view logged_path_;
  std::optional<verify::Credential> credential_;
  std::optional<model::EnvironmentId> named_environment_;
  std::optional<Deferred> deferred_;
  std::optional<std::int64_t> hashing_since_;
};

}  // namespace bearward::door
