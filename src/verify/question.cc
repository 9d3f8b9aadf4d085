#include "verify/question.h"

#include "verify/refusal.h"

namespace bearward::verify {
namespace {

bool IsSession(model::CredentialKind kind) {
  return kind == model::CredentialKind::kJwt || kind == model::CredentialKind::kReference;
}

bool FitsKind(const model::Principal& principal, const Question& question) {
  if ((question.kinds & KindBit(principal.credential)) == 0) return false;
  return question.profile.empty() || !IsSession(principal.credential) ||
         principal.profile == question.profile;
}

}  // namespace

base::Status Judge(const model::Principal& principal, const Question& question) {
  if (!FitsKind(principal, question)) return Refuse("wrong_credential_kind");
  if (question.environment && principal.environment != *question.environment) {
    return Refuse("wrong_environment");
  }
  if (!question.any_audience && principal.audience && !principal.audience->ours) {
    return Refuse("wrong_audience");
  }
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
