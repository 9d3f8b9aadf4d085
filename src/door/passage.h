// Passage: one request inside the door, with all that the five steps find out about it. Internal to
// door.
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
#include "verify/question.h"

namespace bearward::door {

// Passage owns the exchange and so owes the answer. One thread at a time has it; it may be moved
// from the I/O thread to a worker.
class Passage {
 public:
  Passage(http::Exchange exchange, const http::Arrival& arrival, const Call::Services& services)
      : exchange_(std::move(exchange)),
        call_(exchange_.request(), arrival.at, services),
        started_(arrival.ticks) {}

  const http::Request& request() const { return exchange_.request(); }
  Call& call() { return call_; }
  const Call& call() const { return call_; }
  std::int64_t started() const { return started_; }

  // SetMatch keeps where the path led; `route` is nullptr when it led nowhere.
  void SetMatch(const http::Match& match, const Route* route, const Dialect& dialect) {
    call_.match_ = match;
    if (route != nullptr) call_.members_ = route->members;
    route_ = route;
    dialect_ = &dialect;
  }
  const http::Match& match() const { return call_.match_; }
  // route is there from the first step on, unless that step failed.
  const Route* route() const { return route_; }
  const Dialect& dialect() const { return *dialect_; }

  // SetCredential keeps what was presented, with the organization's number from the query.
  void SetCredential(verify::Credential credential) { credential_ = std::move(credential); }
  // ByPassword says whether the credential can only be judged by a hash.
  bool ByPassword() const {
    return credential_ && (credential_->scheme == verify::Scheme::kBasic ||
                           credential_->scheme == verify::Scheme::kIntegrator);
  }
  // FindCredentialEnvironment notes to which environment a password belongs; kUnavailable while
  // that is unknown.
  base::Status FindCredentialEnvironment() {
    if (!ByPassword()) return {};
    BW_TRY_ASSIGN(credential_->environment, call_.environment());
    return {};
  }
  const verify::Credential& credential() const { return *credential_; }
  // question is what the row asks about the credential.
  verify::Question question() const {
    const Guard& guard = route_->guard;
    return {guard.need, guard.kinds, guard.profiles, named_environment_, credential_->account};
  }

  // ClaimedSubject names who is being signed in or asks, for the shares of the hashing pool: the
  // verified subject, else the name that a password credential claims, else "".
  std::string ClaimedSubject() const {
    if (known() != nullptr) return "id " + std::string(known()->principal().subject_id);
    return ByPassword() ? "login " + credential_->login : std::string();
  }

  // SetEnvironment keeps the environment that the request names.
  bool HasNamedEnvironment() const { return named_environment_.has_value(); }
  void SetEnvironment(model::EnvironmentId environment) {
    call_.environment_ = environment;
    named_environment_ = std::move(environment);
  }
  // known gives the caller, or whom an open row judged; nullptr when it is nobody.
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
  // asked_method and asked_path are what a proxy asks about, "" where none asks.
  std::string_view asked_method() const { return call_.asked_method_; }
  std::string_view asked_path() const { return call_.asked_path_; }
  // environment_if_known gives the environment without asking for the default one.
  std::string_view environment_if_known() const {
    return known() != nullptr ? known()->principal().environment->text : call_.environment_.text;
  }
  // CheckNoMembers refuses the members of a body where the row's list of them is empty.
  base::Status CheckNoMembers() const {
    if (!route_->members || !route_->members->empty()) return {};
    return call_.CheckNoMembers();
  }
  void SetCaller(model::Caller caller) { call_.caller_ = std::move(caller); }
  // GiveOrigin tells the caller, or the password that is about to be checked, where the request
  // came from: events name it. It allocates, so rows that only read do without.
  void GiveOrigin() {
    if (call_.caller_) call_.caller_->SetOrigin(call_.origin());
    if (credential_ && ByPassword()) credential_->origin = &call_.origin();
  }
  // NeedsCaller says whether the row is guarded and nobody was believed yet.
  bool NeedsCaller() const { return !route_->guard.need.open() && !call_.has_caller(); }
  // NamedByClient says whether the client sent a request id of its own.
  bool NamedByClient() const { return call_.NamedByClient(); }

  // Answer sends the reply. The request is gone afterwards.
  void Answer(Reply reply) { exchange_.Respond(std::move(reply)); }

 private:
  http::Exchange exchange_;
  Call call_;
  std::int64_t started_;
  const Route* route_ = nullptr;
  const Dialect* dialect_ = nullptr;
  std::optional<verify::Credential> credential_;
  std::optional<model::EnvironmentId> named_environment_;
};

}  // namespace bearward::door
