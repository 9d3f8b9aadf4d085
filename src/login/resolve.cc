#include "login/resolve.h"

#include <utility>

#include "store/administrators.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "verify/passwords.h"
#include "verify/subject.h"

namespace bearward::login {
namespace {

// Hidden replaces the reason of a subject that was disabled after the password was checked: the
// response must not differ from that to a wrong password (incident class D1).
base::Result<token::Subject> Hidden(base::Result<token::Subject> subject) {
  if (!subject && subject.error().code == base::Code::kUnauthenticated) {
    return base::Fail(verify::InvalidCredentials(subject.error().reason + " meanwhile"));
  }
  return subject;
}

}  // namespace

base::Result<token::Subject> Resolve(store::ReadTx& tx, const model::User& user,
                                     std::optional<std::int64_t> account) {
  if (user.integrator && !account) return base::Fail(verify::MissingAccount());
  BW_TRY_ASSIGN(const auto organization, verify::ChooseOrganization(tx, user, account));
  return Hidden(verify::LoadUserSubject(tx, user.environment, user.id, organization));
}

std::function<base::Result<token::Subject>(store::ReadTx& tx, const model::User& user)> ResolverIn(
    model::OrganizationId organization) {
  return [organization = std::move(organization)](store::ReadTx& tx, const model::User& user) {
    return Hidden(verify::LoadUserSubject(tx, user.environment, user.id, organization));
  };
}

base::Result<std::vector<model::Organization>> OpenOrganizations(store::ReadTx& tx,
                                                                 const model::User& user) {
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, user.environment, user.id));
  std::vector<model::Organization> open;
  for (const model::Membership& membership : memberships) {
    if (membership.status != model::MembershipStatus::kActive) continue;
    BW_TRY_ASSIGN(auto organization,
                  store::FindOrganization(tx, user.environment, membership.organization));
    if (organization && organization->enabled) open.push_back(*std::move(organization));
  }
  return open;
}

base::Result<token::Subject> ResolveForConsole(store::ReadTx& tx, const model::User& user) {
  BW_TRY_ASSIGN(const bool administers, store::IsAdministrator(tx, user.environment, user.id));
  if (!administers) return Resolve(tx, user, std::nullopt);
  return Hidden(verify::LoadAdministratorSubject(tx, user.environment, user.id));
}

}  // namespace bearward::login
