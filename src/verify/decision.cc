#include "verify/decision.h"

#include <algorithm>
#include <string>
#include <vector>

#include "verify/authority.h"
#include "verify/refusal.h"

namespace bearward::verify {
namespace {

bool IsSession(model::CredentialKind kind) {
  return kind == model::CredentialKind::kJwt || kind == model::CredentialKind::kReference;
}

bool FitsKind(const model::Principal& principal, const Question& question) {
  if ((question.kinds & KindBit(principal.credential)) == 0) return false;
  const bool fits =
      (question.profiles & principal.profile_bit) != 0 || question.profiles == model::kAnyProfile;
  return fits || (principal.profile_bit == 0 && !IsSession(principal.credential));
}

// A token without an audience is accepted by this server.
bool FitsAudience(const model::Principal& principal, const Question& question) {
  if (question.any_audience) return true;
  if (question.audience.empty()) return !principal.audience || principal.audience->ours;
  if (!principal.audience) return (question.unbound & KindBit(principal.credential)) != 0;
  const std::vector<std::string>& names = principal.audience->names;
  return std::ranges::find(names, question.audience) != names.end();
}

base::Error NotAllowed(Refusal refusal) {
  return base::Denied(std::string(RefusalWord(refusal)), "You may not do this.");
}

}  // namespace

base::Status Judge(const model::Principal& principal, const Question& question) {
  if (!FitsKind(principal, question)) return Refuse(Refusal::kWrongCredentialKind);
  if (question.environment && principal.environment != *question.environment) {
    return Refuse(Refusal::kWrongEnvironment);
  }
  if (!FitsAudience(principal, question)) return Refuse(Refusal::kWrongAudience);
  if (question.account && principal.organization_number != *question.account) {
    return base::Fail(WrongAccount());
  }
  if (question.organization && principal.organization != *question.organization) {
    return base::Fail(NotAllowed(Refusal::kWrongOrganization));
  }
  if (question.in_person) BW_TRY(CheckInPerson(principal));
  if (!question.need.IsMetBy(principal)) {
    return base::Fail(NotAllowed(Refusal::kMissingPermission));
  }
  return {};
}

Decision Decision::FromError(base::Error error) {
  const bool unanswered =
      error.code == base::Code::kUnavailable || error.code == base::Code::kInternal;
  return unanswered ? Unknown(std::move(error)) : Deny(std::move(error));
}

const base::Error& Decision::error() const {
  static const base::Error kNone;
  return allowed() ? kNone : *error_;
}

}  // namespace bearward::verify
