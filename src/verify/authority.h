// Authority: the subjects on which a caller may act. Every verb checks this here: the caller is
// bound to the organization of the subject, has the permission of the verb, and holds at least what
// the subject holds (docs/rights.md, model/authority.h; incident classes I2, I3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/api_key.h"
#include "model/application.h"
#include "model/caller.h"
#include "model/session.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::verify {

// IsEnvironment says whether the caller acts for its whole environment and has all permissions in
// it: a key of the environment with every permission, or an administrator in the console.
bool IsEnvironment(const model::Principal& actor);
// IsSelf says whether the caller is this user.
bool IsSelf(const model::Principal& actor, const model::UserId& user);

// CheckPermission fails with kDenied "missing_permission" if the caller lacks the permission.
base::Status CheckPermission(const model::Principal& actor, std::string_view permission);
// CheckEnvironment fails with kDenied "not_the_environment" unless the caller acts for the
// environment (IsEnvironment). It protects operations that affect all of its organizations.
base::Status CheckEnvironment(const model::Principal& actor);
// CheckInPerson fails with kDenied "refused_in_masquerade" if another user acts as the subject
// (docs/masquerade.md). Routes require it by door::Guard::in_person; use cases check it where only
// a part of a request requires it.
base::Status CheckInPerson(const model::Principal& actor);

// Self says whether users may do something to themselves without the permission: never, with a
// token of a session only, or also with an API key. An API key must not set a password or create a
// key.
enum class Self : std::uint8_t { kNever, kBySession, kByAny };

// Act is the operation on a user that needs authorization. `compares` is false for read operations.
struct Act {
  std::string_view permission;
  Self self = Self::kNever;
  bool compares = true;
};

// ActedOnUser is a user on which the caller may act. `home` is the organization in which the API
// keys of the user act; empty for a user without memberships.
struct ActedOnUser {
  model::User user;
  std::optional<model::OrganizationId> home;
};

// NoUser returns kNotFound "user_not_found", with the id in `fields` unless it is empty.
base::Error NoUser(const model::UserId& user = {});

// AuthorizeUser returns the user if the caller may do `act` to it. A caller that acts for the
// environment always may. All other callers must be bound to the home organization of the user, or
// to none if the user has none. This includes the user itself, so that a guest organization
// provides no access to the account at home. Fails with NoUser if the user does not exist, has its
// home elsewhere, or the permission is missing; with kDenied "missing_permission" if the permission
// is missing and the user is the caller itself; where `act` compares, with kDenied
// "exceeds_own_permissions" by CheckNotAdministrator and by the rule of model/authority.h.
base::Result<ActedOnUser> AuthorizeUser(store::ReadTx& tx, const model::Principal& actor,
                                        const model::UserId& user, const Act& act);

// CheckNotAdministrator fails with kDenied "exceeds_own_permissions" if the user administers the
// environment and the caller does not act for it, whatever the caller may do in one organization.
base::Status CheckNotAdministrator(store::ReadTx& tx, const model::Principal& actor,
                                   const model::UserId& user);

// ActedOnKey is an API key that is not revoked and on which the caller may act. `home` is empty for
// a key of an environment.
struct ActedOnKey {
  model::ApiKey key;
  std::optional<model::OrganizationId> home;
};

// AuthorizeKey authorizes like AuthorizeUser, for the user of an API key that is not revoked. Only
// a caller that acts for the environment may act on a key of it. kNotFound "key_not_found".
base::Result<ActedOnKey> AuthorizeKey(store::ReadTx& tx, const model::Principal& actor,
                                      const model::ApiKeyId& key, const Act& act);

// AuthorizeApplication authorizes like AuthorizeUser, for an application of the organization of the
// caller and by the permission applications:manage. `compares` is false for read operations.
// kNotFound "application_not_found".
base::Result<model::Application> AuthorizeApplication(store::ReadTx& tx,
                                                      const model::Principal& actor,
                                                      const model::ApplicationId& application,
                                                      bool compares = true);

// CheckCoversApplication checks that the caller holds at least the rights of the application, which
// need not be stored: kDenied "exceeds_own_permissions". A key of the environment holds all.
base::Status CheckCoversApplication(store::ReadTx& tx, const model::Principal& actor,
                                    const model::Application& application);

// CheckCoversRoles and CheckCoversPermissions check that the caller holds at least the rights of
// roles in its organization (the default role is no right while it grants nothing), or these
// permissions: kDenied "exceeds_own_permissions". A caller that acts for the environment holds all.
base::Status CheckCoversRoles(store::ReadTx& tx, const model::Principal& actor,
                              const std::vector<std::string>& roles);
base::Status CheckCoversPermissions(store::ReadTx& tx, const model::Principal& actor,
                                    const std::vector<std::string>& permissions);

// kManageUsers is the permission of the operations on other users, kUsersTableWidget that of
// WorkOS' widget. kReadMembers are the permissions that each let a member read the other members of
// its organization.
inline constexpr std::string_view kManageUsers = "users:manage";
inline constexpr std::string_view kUsersTableWidget = "widgets:users-table:manage";
inline constexpr std::string_view kReadMembers[] = {kManageUsers, kUsersTableWidget};
// CheckReadsMember checks that the caller may read about a user as a member of its organization:
// about itself always, about another member with one of kReadMembers. kDenied "missing_permission",
// NoUser for a user that is no member there.
base::Status CheckReadsMember(store::ReadTx& tx, const model::Principal& actor,
                              const model::UserId& user);

// AuthorizeSession checks that the caller may end a session of its environment. A caller may end
// its own sessions with any credential, and others with sessions:manage in the organization of the
// session. kNotFound "session_not_found", kDenied "exceeds_own_permissions".
base::Status AuthorizeSession(store::ReadTx& tx, const model::Principal& actor,
                              const model::Session& session);

}  // namespace bearward::verify
