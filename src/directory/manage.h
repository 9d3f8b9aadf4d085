// Manage: shared code of the operations on users, applications and organizations. Internal to the
// module.
#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"
#include "directory/endings.h"
#include "model/application.h"
#include "model/caller.h"
#include "model/organization.h"
#include "model/user.h"
#include "store/transaction.h"
#include "verify/authority.h"

namespace bearward::directory {

// kManageUsers and kManageApplications are the permissions of the operations.
inline constexpr std::string_view kManageUsers = "users:manage";
inline constexpr std::string_view kManageApplications = "applications:manage";

// ManagedUser is a user whom the caller may change, and the source of the events of such a change.
struct ManagedUser {
  model::User user;
  Ending ending;
};

// kManage, kRead and kSetPassword describe the operations on users (verify::AuthorizeUser).
inline constexpr verify::Act kManage = {.permission = kManageUsers};
inline constexpr verify::Act kRead = {.permission = kManageUsers, .compares = false};
inline constexpr verify::Act kSetPassword = {.permission = kManageUsers,
                                             .self = verify::Self::kBySession};

// FindManagedUser returns a user on whom the caller may perform `act`; the errors of
// verify::AuthorizeUser.
base::Result<ManagedUser> FindManagedUser(store::ReadTx& tx, const model::Caller& caller,
                                          const model::UserId& user, const verify::Act& act,
                                          base::Time now);

// ChangeApplication calls `change` on an application on which the caller may act
// (verify::AuthorizeApplication). If it returns true, the row is written and application.updated
// appended; disabling revokes the application's tokens.
base::Status ChangeApplication(store::WriteTx& tx, const model::Caller& caller,
                               const model::ApplicationId& id, base::Time now,
                               const std::function<bool(model::Application&)>& change);

// ChangeOrganization does the same for an organization of the environment: kNotFound
// "organization_not_found".
base::Status ChangeOrganization(store::WriteTx& tx, const model::Caller& caller,
                                const model::OrganizationId& id, base::Time now,
                                const std::function<bool(model::Organization&)>& change);

}  // namespace bearward::directory
