#include "verify/subject.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"
#include "crypto/hash.h"
#include "model/environment.h"
#include "model/organization.h"
#include "store/administrators.h"
#include "store/applications.h"
#include "store/environments.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/users.h"
#include "token/profiles.h"
#include "verify/refusal.h"

namespace bearward::verify {
namespace {

// Begins a subject with the part of every kind: an enabled environment.
base::Result<token::Subject> InEnvironment(store::ReadTx& tx,
                                           const model::EnvironmentId& environment) {
  BW_TRY_ASSIGN(const auto found, store::FindEnvironment(tx, environment));
  if (!found || !found->enabled) return Refuse(Refusal::kEnvironmentDisabled);
  token::Subject subject;
  subject.principal.environment = found->id;
  subject.principal.environment_name = found->name;
  subject.client_id = model::ClientIdOf(found->id);
  return subject;
}

base::Status PutInOrganization(store::ReadTx& tx, const model::OrganizationId& organization,
                               model::Principal& principal) {
  BW_TRY_ASSIGN(const auto found, store::FindOrganization(tx, principal.environment, organization));
  if (!found || !found->enabled) return Refuse(Refusal::kOrganizationDisabled);
  principal.organization = found->id;
  principal.organization_number = found->number;
  principal.organization_name = found->name;
  PutUnder(found->rate_limit, model::LimitScope::kOrganization, found->id.text, principal);
  return {};
}

base::Status GiveRoles(store::ReadTx& tx, const std::vector<std::string>& by_priority,
                       token::Subject& subject) {
  std::vector<std::string> roles;
  std::vector<std::string> permissions;
  for (const std::string& slug : base::TextSet(by_priority)) {
    BW_TRY_ASSIGN(auto role, store::FindRole(tx, subject.principal.environment, slug,
                                             subject.principal.organization));
    if (!role) continue;  // a deleted role grants nothing
    subject.role_names.push_back(std::move(role->name));
    roles.push_back(slug);
    std::ranges::move(role->permissions, std::back_inserter(permissions));
  }
  subject.principal.roles = std::move(roles);
  std::ranges::copy_if(
      by_priority, std::back_inserter(subject.roles),
      [&](const std::string& slug) { return subject.principal.roles.Contains(slug); });
  subject.principal.permissions = std::move(permissions);
  return {};
}

std::string FullNameOf(const model::User& user) {
  if (user.first_name.empty() || user.last_name.empty()) return user.first_name + user.last_name;
  return user.first_name + " " + user.last_name;
}

void Describe(const model::User& user, model::Principal& principal) {
  principal.subject_kind = model::SubjectKind::kUser;
  principal.subject_id = user.id.text;
  principal.subject_number = user.number;
  principal.username = user.username;
  principal.email = user.email;
  principal.full_name = FullNameOf(user);
}

}  // namespace

base::Error MissingAccount() {
  return base::Invalid(std::string(RefusalWord(Refusal::kMissingAccount)),
                       "The request must name an account.", {"account_id"});
}

base::Result<token::Subject> LoadUserSubject(store::ReadTx& tx,
                                             const model::EnvironmentId& environment,
                                             const model::UserId& user,
                                             const model::OrganizationId& organization) {
  BW_TRY_ASSIGN(token::Subject subject, InEnvironment(tx, environment));
  BW_TRY_ASSIGN(const auto found, store::FindUser(tx, environment, user));
  if (!found) return Refuse(Refusal::kUserUnknown);
  if (!found->active) return Refuse(Refusal::kUserInactive);
  std::optional<model::Membership> membership;
  if (!organization.empty()) {
    BW_TRY(PutInOrganization(tx, organization, subject.principal));
    BW_TRY_ASSIGN(membership, store::FindActiveMembership(tx, environment, user, organization));
    if (!membership) return Refuse(Refusal::kMembershipMissing);
  }
  Describe(*found, subject.principal);
  if (membership) BW_TRY(GiveRoles(tx, membership->roles, subject));
  return subject;
}

base::Result<token::Subject> LoadAdministratorSubject(store::ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const model::UserId& user) {
  BW_TRY_ASSIGN(token::Subject subject, InEnvironment(tx, environment));
  BW_TRY_ASSIGN(const auto found, store::FindUser(tx, environment, user));
  if (!found) return Refuse(Refusal::kUserUnknown);
  if (!found->active) return Refuse(Refusal::kUserInactive);
  BW_TRY_ASSIGN(const bool administers, store::IsAdministrator(tx, environment, user));
  if (!administers) return Refuse(Refusal::kMembershipMissing);
  Describe(*found, subject.principal);
  subject.principal.permissions = {"*"};
  return subject;
}

base::Result<token::Subject> LoadApplicationSubject(store::ReadTx& tx,
                                                    const model::EnvironmentId& environment,
                                                    const model::ApplicationId& application) {
  BW_TRY_ASSIGN(const auto found, store::FindApplication(tx, environment, application));
  return LoadApplicationSubject(tx, environment, found);
}

base::Result<token::Subject> LoadApplicationSubject(
    store::ReadTx& tx, const model::EnvironmentId& environment,
    const std::optional<model::Application>& found) {
  BW_TRY_ASSIGN(token::Subject subject, InEnvironment(tx, environment));
  if (!found) return Refuse(Refusal::kApplicationUnknown);
  if (!found->enabled) return Refuse(Refusal::kApplicationDisabled);
  BW_TRY(PutInOrganization(tx, found->organization, subject.principal));
  subject.principal.subject_kind = model::SubjectKind::kApplication;
  subject.principal.subject_id = found->id.text;
  subject.principal.username = found->client_id;
  subject.principal.full_name = found->name;
  subject.principal.access_profile = found->access_profile;
  PutUnder(found->rate_limit, model::LimitScope::kClient, found->id.text, subject.principal);
  subject.principal.permissions = found->permissions;
  subject.client_id = found->client_id;
  subject.generation = found->generation;
  return subject;
}

base::Result<token::Subject> LoadEnvironmentSubject(store::ReadTx& tx,
                                                    const model::EnvironmentId& environment) {
  BW_TRY_ASSIGN(token::Subject subject, InEnvironment(tx, environment));
  subject.principal.subject_kind = model::SubjectKind::kEnvironment;
  subject.principal.subject_id = environment.text;
  subject.principal.username = subject.principal.environment_name;
  subject.principal.permissions = {"*"};
  return subject;
}

// Roles are removed because gateways forward them to APIs, where they would stand for more than the
// permissions of the key (incident class I3).
base::Result<token::Subject> LoadKeySubject(store::ReadTx& tx,
                                            const model::OrganizationApiKey& key) {
  token::Subject subject;
  if (key.user) {
    BW_TRY_ASSIGN(subject, LoadUserSubject(tx, key.environment, *key.user, key.organization));
    LimitToScopes(key.permissions, subject.principal);
    subject.principal.roles = {};
    subject.roles.clear();
    subject.role_names.clear();
  } else {
    BW_TRY_ASSIGN(subject, InEnvironment(tx, key.environment));
    BW_TRY(PutInOrganization(tx, key.organization, subject.principal));
    subject.principal.subject_kind = model::SubjectKind::kApplication;
    subject.principal.subject_id = key.id;
    subject.principal.username = key.id;
    subject.principal.full_name = key.name;
    subject.principal.permissions = key.permissions;
  }
  subject.principal.profile_bit = token::kOrganizationKeyBit;
  return subject;
}

base::Result<token::Subject> LoadSessionSubject(store::ReadTx& tx, const model::Session& session) {
  switch (session.subject_kind) {
    case model::SubjectKind::kUser:
      if (session.organization.empty() && session.profile == token::kConsole) {
        return LoadAdministratorSubject(tx, session.environment, {session.subject_id});
      }
      return LoadUserSubject(tx, session.environment, {session.subject_id}, session.organization);
    case model::SubjectKind::kApplication:
      return LoadApplicationSubject(tx, session.environment,
                                    model::ApplicationId{session.subject_id});
    case model::SubjectKind::kEnvironment:
      return LoadEnvironmentSubject(tx, session.environment);
  }
  return base::Fail(base::Internal("session " + session.id.text + " has no kind of subject"));
}

void PutUnder(const std::optional<model::RateLimit>& limit, model::LimitScope scope,
              std::string_view id, model::Principal& principal) {
  if (!limit) return;
  const base::Digest bucket =
      crypto::Sha256Parts({"rate limit", principal.environment->text, base::Word(scope), id});
  principal.limits.push_back({scope, *limit, bucket});
}

void LimitToScopes(const std::vector<std::string>& scopes, model::Principal& principal) {
  std::vector<std::string> kept;
  for (const std::string& scope : scopes) {
    if (scope == "*") return;
    if (model::HasPermission(principal, scope)) kept.push_back(scope);
  }
  principal.permissions = std::move(kept);
}

base::Result<model::OrganizationId> ChooseOrganization(store::ReadTx& tx, const model::User& user,
                                                       std::optional<std::int64_t> number) {
  if (!number) {
    BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, user.environment, user.id));
    if (memberships.empty()) return Refuse(Refusal::kMembershipMissing);
    return memberships.front().organization;
  }
  const auto not_theirs = [] { return base::Fail(WrongAccount()); };
  BW_TRY_ASSIGN(const auto organization,
                store::FindOrganizationByNumber(tx, user.environment, *number));
  if (!organization) return not_theirs();
  BW_TRY_ASSIGN(const auto membership,
                store::FindActiveMembership(tx, user.environment, user.id, organization->id));
  if (!membership) return not_theirs();
  return organization->id;
}

}  // namespace bearward::verify
