// Question and Decision: what a request requires of its credential, and the answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/result.h"
#include "model/caller.h"
#include "model/need.h"
#include "model/rate_limit.h"

namespace bearward::verify {

// KindSet is a set of credential kinds, one bit each.
using KindSet = std::uint8_t;
constexpr KindSet KindBit(model::CredentialKind kind) {
  return static_cast<KindSet>(1U << static_cast<unsigned>(kind));
}
inline constexpr KindSet kAnyKind = 0xff;

// Question is what a request requires of its credential. It is evaluated for every request: the
// verdict cache stores the identity only (incident class E1). `profiles` are the token profiles
// whose sessions are accepted, if `kinds` contains tokens. `environment` is set if the request
// names one. `account` is set if the request names an organization by number. `organization` is set
// if only that one is accepted. `spends` is false if a third party asks about a credential that its
// bearer does not use now: no rate limit is charged or enforced, and it does not count as a use.
// `limits` are the classes of requests whose limits a key of an environment also needs a permit of.
struct Question {
  const model::Need& need;
  KindSet kinds = kAnyKind;
  model::ProfileSet profiles = model::kAnyProfile;
  std::optional<model::EnvironmentId> environment = {};
  std::optional<std::int64_t> account = {};
  std::optional<model::OrganizationId> organization = {};
  // audience is the audience that a token must have, if it is not this server.
  std::string_view audience = {};
  // unbound are the kinds that are accepted for an audience even if they name none.
  KindSet unbound = 0;
  bool spends = true;
  // any_audience also accepts tokens for other audiences; the asker checks the audience itself.
  bool any_audience = false;
  model::LimitSet limits = 0;
  // in_person refuses a session in which another user acts as the subject.
  bool in_person = false;
};

// Judge is the pure decision: success, kUnauthenticated ("wrong_environment",
// "wrong_credential_kind", "wrong_audience") or kDenied ("wrong_account", "wrong_organization",
// "refused_in_masquerade", "missing_permission").
base::Status Judge(const model::Principal& principal, const Question& question);

// Decision is Allow(caller), Deny(reason) or Unknown(error). Unknown is never treated as allow.
// There is no default value: code must choose one.
class Decision {
 public:
  static Decision Allow(model::Caller caller, std::optional<model::LimitState> limit = {}) {
    return Decision(std::move(caller), limit);
  }
  // Deny takes kUnauthenticated, kDenied, kLimited or kInvalid (a credential that lacks a part).
  static Decision Deny(base::Error reason) { return Decision(std::move(reason), false, {}); }
  // DenyKnown denies a request whose credential is valid.
  static Decision DenyKnown(model::Caller caller, base::Error reason,
                            std::optional<model::LimitState> limit = {}) {
    Decision decision(std::move(reason), false, limit);
    decision.known_.emplace(std::move(caller));
    return decision;
  }
  // Unknown takes the error that prevented an answer; its code is kUnavailable or kInternal.
  static Decision Unknown(base::Error error) { return Decision(std::move(error), true, {}); }
  // FromError converts an error: kUnavailable and kInternal become Unknown, all others Deny.
  static Decision FromError(base::Error error);

  bool allowed() const { return !error_; }
  bool unknown() const { return unknown_; }
  // caller is nullptr unless allowed(). It lives as long as the decision.
  const model::Caller* caller() const { return allowed() ? &*known_ : nullptr; }
  // known says whether the credential is valid, whatever was decided: for the log and the events.
  bool known() const { return known_.has_value(); }
  // TakeCaller moves the caller out. Call it once, and only if known(). A verb must not receive the
  // caller of a decision that is not allowed().
  model::Caller TakeCaller() { return *std::move(known_); }
  // error is the reason if not allowed().
  const base::Error& error() const;
  // limit is the state of the rate limit of the credential, if the question took a permit.
  const std::optional<model::LimitState>& limit() const { return limit_; }

 private:
  Decision(model::Caller caller, std::optional<model::LimitState> limit)
      : known_(std::move(caller)), limit_(limit) {}
  Decision(base::Error error, bool unknown, std::optional<model::LimitState> limit)
      : error_(std::move(error)), unknown_(unknown), limit_(limit) {}
  std::optional<model::Caller> known_;
  std::optional<base::Error> error_;
  bool unknown_ = false;
  std::optional<model::LimitState> limit_;
};

}  // namespace bearward::verify
