#include "verify/question.h"

#include <algorithm>
#include <string>
#include <vector>

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
  return fits || !IsSession(principal.credential);
}

// A token that names nobody is for us.
bool FitsAudience(const model::Principal& principal, const Question& question) {
  if (question.any_audience) return true;
  if (question.audience.empty()) return !principal.audience || principal.audience->ours;
  if (!principal.audience) return (question.unbound & KindBit(principal.credential)) != 0;
  const std::vector<std::string>& names = principal.audience->names;
  return std::ranges::find(names, question.audience) != names.end();
}

}  // namespace

base::Status Judge(const model::Principal& principal, const Question& question) {
  if (!FitsKind(principal, question)) return Refuse("wrong_credential_kind");
  if (question.environment && principal.environment != *question.environment) {
    return Refuse("wrong_environment");
  }
  if (!FitsAudience(principal, question)) return Refuse("wrong_audience");
  if (question.account && principal.organization_number != *question.account) {
    return base::Fail(base::Denied("wrong_account", "The account does not exist or is not yours."));
  }
  if (question.organization && principal.organization != *question.organization) {
    return base::Fail(base::Denied("wrong_organization", "You may not do this."));
  }
  if (!question.need.IsMetBy(principal)) {
    return base::Fail(base::Denied("missing_permission", "You may not do this."));
  }
  return {};
}

}  // namespace bearward::verify
