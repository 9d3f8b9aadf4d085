#include "access/user_access.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "access/evaluation.h"
#include "base/invalid.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/users.h"
#include "verify/authority.h"
#include "verify/decision.h"
#include "verify/subject.h"

namespace bearward::access {
namespace {

using base::Result;

base::Status CheckAsked(const std::vector<std::string>& permissions) {
  if (permissions.empty() || std::ranges::count(permissions, std::string()) > 0) {
    return base::Fail(
        base::Invalid("missing_field", "State at least one permission.", {"permissions"}));
  }
  if (permissions.size() <= kMostAskedPermissions) return {};
  return base::Fail(base::Invalid("too_many_permissions",
                                  "At most 100 permissions can be asked for.", {"permissions"}));
}

// CheckExist tells a caller that acts for the environment which part of the question is unknown.
base::Status CheckExist(store::ReadTx& tx, const model::EnvironmentId& environment,
                        const AccessQuestion& question) {
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, environment, question.user));
  if (!user) return base::Fail(verify::NoUser(question.user));
  BW_TRY_ASSIGN(const auto organization,
                store::FindOrganization(tx, environment, question.organization));
  if (organization) return {};
  base::Error error = base::NotFound("organization_not_found", "No such organization.");
  error.fields.push_back(question.organization.text);
  return base::Fail(std::move(error));
}

// RolesOf returns the roles of a subject with their permissions.
Result<std::vector<model::Role>> RolesOf(store::ReadTx& tx, const token::Subject& subject) {
  std::vector<model::Role> roles;
  for (const std::string& slug : subject.roles) {
    BW_TRY_ASSIGN(auto role, store::FindRole(tx, subject.principal.environment, slug,
                                             subject.principal.organization));
    if (role) roles.push_back(*std::move(role));
  }
  return roles;
}

AskedPermission Asked(const model::Principal& principal, const std::vector<model::Role>& roles,
                      const std::string& permission) {
  AskedPermission asked{.permission = permission,
                        .allowed = model::HasPermission(principal, permission)};
  for (const model::Role& role : roles) {
    if (Grants(role, permission)) asked.roles.push_back(role.slug);
  }
  return asked;
}

// ReasonOf returns the reason of a refusal, or the error if there is no answer: unknown is never an
// answer.
Result<std::string> ReasonOf(const base::Error& error) {
  const bool is_refusal =
      error.code == base::Code::kUnauthenticated || error.code == base::Code::kDenied;
  return is_refusal ? Result<std::string>(error.reason) : base::Fail(error);
}

base::Status Judged(const model::Principal& principal, const AccessQuestion& question) {
  const std::vector<std::string_view> texts(question.permissions.begin(),
                                            question.permissions.end());
  const model::Need need = model::Need::Of(texts);
  verify::Question asked{need};
  asked.organization = question.organization;
  return verify::Judge(principal, asked);
}

Result<AccessAnswer> AnswerTo(store::ReadTx& tx, const model::EnvironmentId& environment,
                              const AccessQuestion& question) {
  BW_TRY(CheckExist(tx, environment, question));
  AccessAnswer answer;
  const auto subject =
      verify::LoadUserSubject(tx, environment, question.user, question.organization);
  if (!subject) {
    BW_TRY_ASSIGN(answer.reason, ReasonOf(subject.error()));
    for (const std::string& one : question.permissions) answer.permissions.push_back({one});
    return answer;
  }
  answer.roles = subject->roles;
  BW_TRY_ASSIGN(const auto roles, RolesOf(tx, *subject));
  for (const std::string& one : question.permissions) {
    answer.permissions.push_back(Asked(subject->principal, roles, one));
  }
  const base::Status judged = Judged(subject->principal, question);
  if (judged) return answer;
  BW_TRY_ASSIGN(answer.reason, ReasonOf(judged.error()));
  return answer;
}

}  // namespace

Result<AccessAnswer> UserAccess::Check(const model::Caller& caller,
                                       const AccessQuestion& question) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckAsked(question.permissions));
  return store_.Read(
      [&](store::ReadTx& tx) { return AnswerTo(tx, caller->environment, question); });
}

}  // namespace bearward::access
