#include <algorithm>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "login/opening.h"
#include "login/pending_token.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/users.h"
#include "verify/subject.h"

namespace bearward::login {
namespace {

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

// LoaderOf returns Opening::load of a fixed organization. What was disabled after the password was
// checked is refused as a wrong password.
auto LoaderOf(model::OrganizationId organization) {
  return [organization = std::move(organization)](
             store::ReadTx& tx, const model::User& user) -> base::Result<token::Subject> {
    auto subject = verify::LoadUserSubject(tx, user.environment, user.id, organization);
    if (!subject && subject.error().code == base::Code::kUnauthenticated) {
      return base::Fail(verify::InvalidCredentials(subject.error().reason + " meanwhile"));
    }
    return subject;
  };
}

}  // namespace

base::Result<Authentication> Login::Authenticate(verify::PasswordClaim claim,
                                                 std::string_view profile, const Device& device) {
  claim.of_environment = true;
  BW_TRY_ASSIGN(model::User user, parts_.passwords.Check(claim));
  if (parts_.require_verified_email && !user.email_verified && !user.email.empty()) {
    BW_TRY_ASSIGN(Unverified unverified, RequireVerification(user, claim.origin));
    return unverified;
  }
  return Continue({std::move(user), model::AuthMethod::kPassword, claim.origin}, {profile, device});
}

base::Result<Authentication> Login::Continue(const Checked& checked, const Client& client) {
  const model::User& user = checked.user;
  BW_TRY_ASSIGN(auto organizations,
                parts_.store.Read([&](store::ReadTx& tx) { return OpenOrganizations(tx, user); }));
  if (organizations.size() > 1) {
    BW_TRY_ASSIGN(base::Secret token, SealPending(parts_.ring, {.purpose = PendingPurpose::kChoice,
                                                                .user = user,
                                                                .method = checked.method,
                                                                .now = parts_.clock.Now()}));
    if (checked.confirm) BW_TRY(parts_.store.Write(checked.confirm));
    return Choice{user, std::move(organizations), std::move(token)};
  }
  const model::OrganizationId only =
      organizations.empty() ? model::OrganizationId() : organizations.front().id;
  BW_TRY_ASSIGN(auto opened, Open({.user = user,
                                   .load = LoaderOf(only),
                                   .profile = client.profile,
                                   .origin = checked.origin,
                                   .device = client.device,
                                   .method = checked.method,
                                   .confirm = checked.confirm}));
  return opened;
}

base::Result<store::Pending<SignedIn>> Login::Choose(const model::EnvironmentId& environment,
                                                     const base::Secret& token,
                                                     const model::OrganizationId& organization,
                                                     std::string_view profile, const Device& device,
                                                     const model::Origin& origin) {
  BW_TRY_ASSIGN(const PendingToken pending, OpenPending(parts_.ring, token, PendingPurpose::kChoice,
                                                        environment, parts_.clock.Now()));
  BW_TRY_ASSIGN(
      model::User user, parts_.store.Read([&](store::ReadTx& tx) -> base::Result<model::User> {
        BW_TRY_ASSIGN(model::User found, FindPendingUser(tx, pending));
        BW_TRY_ASSIGN(const auto open, OpenOrganizations(tx, found));
        if (std::ranges::find(open, organization, &model::Organization::id) == open.end()) {
          return base::Fail(base::Invalid("membership_required",
                                          "The user is not a member of the organization."));
        }
        return found;
      }));
  return Open({.user = std::move(user),
               .load = LoaderOf(organization),
               .profile = profile,
               .origin = origin,
               .device = device,
               .method = pending.method});
}

}  // namespace bearward::login
