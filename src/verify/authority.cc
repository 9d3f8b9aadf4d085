#include "verify/authority.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "model/authority.h"
#include "store/administrators.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/memberships.h"
#include "store/objects.h"
#include "store/roles.h"
#include "store/users.h"
#include "token/profiles.h"
#include "verify/refusal.h"

namespace bearward::verify {
namespace {

base::Status AddProfile(store::ReadTx& tx, const model::EnvironmentId& environment,
                        std::string_view profile, model::Authority& authority) {
  if (profile.empty()) return {};
  BW_TRY_ASSIGN(auto found, store::FindAccessProfile(tx, environment, profile));
  if (found) authority.grants = std::move(found->grants);
  return {};
}

// Users have no access profile: their roles may hold the permissions of its operations instead.
base::Result<model::Authority> AuthorityOf(store::ReadTx& tx, const model::Principal& actor) {
  model::Authority authority{.permissions = actor.permissions.texts()};
  for (const std::string& slug : actor.roles) authority.roles.push_back({.slug = slug});
  BW_TRY(AddProfile(tx, actor.environment, actor.access_profile, authority));
  return authority;
}

// A deleted role grants nothing, but objects may still name it. Every member of the actor's own
// organization may have the default role, so that it is no right there while it grants nothing.
base::Status AddMembership(store::ReadTx& tx, const model::Principal& actor,
                           const model::Membership& membership, model::Authority& authority) {
  BW_TRY_ASSIGN(const auto opening,
                store::ListObjectRoles(tx, membership.environment, membership.organization));
  for (const std::string& slug : membership.roles) {
    BW_TRY_ASSIGN(const auto role,
                  store::FindRole(tx, membership.environment, slug, membership.organization));
    const bool opens = std::ranges::find(opening, slug) != opening.end();
    if (!role && !opens) continue;
    const bool is_bare = slug == model::kDefaultRole && !opens && role->permissions.empty();
    if (is_bare && actor.organization == membership.organization) continue;
    authority.roles.push_back({.slug = slug,
                               .permissions = role ? role->permissions : std::vector<std::string>(),
                               .opens_objects = opens});
  }
  return {};
}

// The rights that someone gains by acting as the user: those at home with an API key, those of
// every organization with a password.
base::Result<model::Authority> AuthorityOf(store::ReadTx& tx, const model::Principal& actor,
                                           const std::vector<model::Membership>& memberships) {
  model::Authority authority;
  for (const model::Membership& membership : memberships) {
    BW_TRY(AddMembership(tx, actor, membership, authority));
  }
  return authority;
}

base::Result<model::Authority> AuthorityOf(store::ReadTx& tx,
                                           const model::Application& application) {
  model::Authority authority{.permissions = application.permissions};
  BW_TRY(AddProfile(tx, application.environment, application.access_profile, authority));
  return authority;
}

base::Status Compare(store::ReadTx& tx, const model::Principal& actor,
                     const model::Authority& subject) {
  BW_TRY_ASSIGN(const model::Authority own, AuthorityOf(tx, actor));
  return model::CheckCovers(own, subject);
}

// What only the user itself may do, its impersonator may not.
bool IsOwnSession(const model::Principal& actor) {
  const bool session = actor.credential == model::CredentialKind::kJwt ||
                       actor.credential == model::CredentialKind::kReference;
  return session && !actor.impersonator;
}

bool MayByItself(const model::Principal& actor, Self self) {
  return self == Self::kByAny || (self == Self::kBySession && IsOwnSession(actor));
}

// A user that acts on itself is compared with its rights at home. Any other caller would gain the
// rights of the user in every organization, so these are compared.
base::Status CheckAct(store::ReadTx& tx, const model::Principal& actor, const model::UserId& user,
                      const std::vector<model::Membership>& memberships, const Act& act) {
  const bool self = IsSelf(actor, user);
  if (self && MayByItself(actor, act.self)) {
    if (!act.compares || memberships.empty()) return {};
    BW_TRY_ASSIGN(const auto at_home, AuthorityOf(tx, actor, {memberships.front()}));
    return Compare(tx, actor, at_home);
  }
  if (!HasPermission(actor, act.permission)) {
    return self ? CheckPermission(actor, act.permission) : base::Fail(NoUser());
  }
  if (!act.compares) return {};
  BW_TRY(CheckNotAdministrator(tx, actor, user));
  BW_TRY_ASSIGN(const auto everywhere, AuthorityOf(tx, actor, memberships));
  return Compare(tx, actor, everywhere);
}

base::Status NoSession() {
  return base::Fail(base::NotFound("session_not_found", "No such session."));
}

// A console session without an organization is that of an administrator of the environment.
base::Result<model::Authority> AuthorityOf(store::ReadTx& tx, const model::Principal& actor,
                                           const model::Session& session) {
  if (session.organization.empty() && session.profile == token::kConsole) {
    return model::Authority{.permissions = {"*"}};
  }
  if (session.subject_kind == model::SubjectKind::kApplication) {
    const model::ApplicationId id{session.subject_id};
    BW_TRY_ASSIGN(const auto found, store::FindApplication(tx, session.environment, id));
    return found ? AuthorityOf(tx, *found) : model::Authority();
  }
  const model::UserId user{session.subject_id};
  BW_TRY_ASSIGN(const auto membership,
                store::FindMembership(tx, session.environment, user, session.organization));
  if (!membership) return model::Authority();
  return AuthorityOf(tx, actor, {*membership});
}

}  // namespace

// Of the users that are bound to no organization, only administrators have a permission. A key of
// the environment may have less than everything.
bool IsEnvironment(const model::Principal& actor) {
  return actor.subject_kind != model::SubjectKind::kApplication && actor.organization->empty() &&
         HasPermission(actor, "*");
}

bool IsSelf(const model::Principal& actor, const model::UserId& user) {
  return actor.subject_kind == model::SubjectKind::kUser && actor.subject_id == user.text;
}

base::Status CheckInPerson(const model::Principal& actor) {
  if (!actor.impersonator) return {};
  return base::Fail(base::Denied(std::string(RefusalWord(Refusal::kRefusedInMasquerade)),
                                 "Only the user itself may do this. End the masquerade first."));
}

base::Status CheckPermission(const model::Principal& actor, std::string_view permission) {
  if (IsEnvironment(actor) || HasPermission(actor, permission)) return {};
  return base::Fail(base::Denied("missing_permission",
                                 "This needs the permission " + std::string(permission) + "."));
}

base::Status CheckEnvironment(const model::Principal& actor) {
  if (IsEnvironment(actor)) return {};
  return base::Fail(base::Denied("not_the_environment",
                                 "Only a key or an administrator of the environment may do this."));
}

base::Error NoUser(const model::UserId& user) {
  base::Error error = base::NotFound("user_not_found", "No such user.");
  if (!user.empty()) error.fields.push_back(user.text);
  return error;
}

// The permission "*" of one organization is less than what an administrator of the environment may
// do, so no comparison of permissions answers this (incident class I3).
base::Status CheckNotAdministrator(store::ReadTx& tx, const model::Principal& actor,
                                   const model::UserId& user) {
  if (IsEnvironment(actor)) return {};
  BW_TRY_ASSIGN(const bool administers, store::IsAdministrator(tx, actor.environment, user));
  if (!administers) return {};
  return base::Fail(base::Denied("exceeds_own_permissions",
                                 "The user administers the environment: only a caller that acts "
                                 "for the environment may do this."));
}

base::Result<ActedOnUser> AuthorizeUser(store::ReadTx& tx, const model::Principal& actor,
                                        const model::UserId& user, const Act& act) {
  BW_TRY_ASSIGN(auto found, store::FindUser(tx, actor.environment, user));
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, actor.environment, user));
  if (!found) return base::Fail(NoUser());
  std::optional<model::OrganizationId> home;
  if (!memberships.empty()) home = memberships.front().organization;
  if (!IsEnvironment(actor)) {
    const bool at_home = home ? home == actor.organization : actor.organization->empty();
    if (!at_home) return base::Fail(NoUser());
    BW_TRY(CheckAct(tx, actor, user, memberships, act));
  }
  return ActedOnUser{std::move(*found), std::move(home)};
}

base::Result<ActedOnKey> AuthorizeKey(store::ReadTx& tx, const model::Principal& actor,
                                      const model::ApiKeyId& key, const Act& act) {
  const auto missing = [] { return base::Fail(base::NotFound("key_not_found", "No such key.")); };
  BW_TRY_ASSIGN(auto found, store::FindApiKey(tx, actor.environment, key));
  if (!found || found->revoked_at) return missing();
  if (!found->user) {
    if (!IsEnvironment(actor)) return missing();
    return ActedOnKey{std::move(*found), std::nullopt};
  }
  auto user = AuthorizeUser(tx, actor, *found->user, act);
  if (!user && user.error().code == base::Code::kNotFound) return missing();
  BW_TRY(user);
  return ActedOnKey{std::move(*found), std::move(user->home)};
}

base::Result<model::Application> AuthorizeApplication(store::ReadTx& tx,
                                                      const model::Principal& actor,
                                                      const model::ApplicationId& application,
                                                      bool compares) {
  BW_TRY_ASSIGN(auto found, store::FindApplication(tx, actor.environment, application));
  const bool may = found && (IsEnvironment(actor) || (found->organization == actor.organization &&
                                                      HasPermission(actor, "applications:manage")));
  if (!may) return base::Fail(base::NotFound("application_not_found", "No such application."));
  if (compares) BW_TRY(CheckCoversApplication(tx, actor, *found));
  return std::move(*found);
}

base::Status CheckCoversApplication(store::ReadTx& tx, const model::Principal& actor,
                                    const model::Application& application) {
  if (IsEnvironment(actor)) return {};
  BW_TRY_ASSIGN(const auto authority, AuthorityOf(tx, application));
  return Compare(tx, actor, authority);
}

base::Status CheckCoversRoles(store::ReadTx& tx, const model::Principal& actor,
                              const std::vector<std::string>& roles) {
  if (IsEnvironment(actor)) return {};
  model::Membership holder;
  holder.environment = *actor.environment;
  holder.organization = *actor.organization;
  holder.roles = roles;
  BW_TRY_ASSIGN(const auto authority, AuthorityOf(tx, actor, {holder}));
  return Compare(tx, actor, authority);
}

base::Status CheckCoversPermissions(store::ReadTx& tx, const model::Principal& actor,
                                    const std::vector<std::string>& permissions) {
  if (IsEnvironment(actor)) return {};
  return Compare(tx, actor, {.permissions = permissions});
}

base::Status CheckReadsMember(store::ReadTx& tx, const model::Principal& actor,
                              const model::UserId& user) {
  if (IsSelf(actor, user)) return {};
  const bool may = std::ranges::any_of(kReadMembers, [&actor](std::string_view permission) {
    return HasPermission(actor, permission);
  });
  if (!may) return CheckPermission(actor, kManageUsers);
  BW_TRY_ASSIGN(const auto membership,
                store::FindMembership(tx, actor.environment, user, actor.organization));
  // An invited user has not agreed that the organization reads about it.
  if (membership && membership->status != model::MembershipStatus::kPending) return {};
  return base::Fail(NoUser(user));
}

base::Status AuthorizeSession(store::ReadTx& tx, const model::Principal& actor,
                              const model::Session& session) {
  if (IsEnvironment(actor)) return {};
  // An operator acts in it: a key with fewer permissions is not its equal.
  if (session.subject_kind == model::SubjectKind::kEnvironment) return NoSession();
  if (actor.organization != session.organization) return NoSession();
  const bool own =
      actor.subject_kind == session.subject_kind && actor.subject_id == session.subject_id;
  if (own) return {};
  if (!HasPermission(actor, "sessions:manage")) return NoSession();
  BW_TRY_ASSIGN(const auto authority, AuthorityOf(tx, actor, session));
  return Compare(tx, actor, authority);
}

}  // namespace bearward::verify
