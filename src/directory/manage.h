// Manage: who may change whom. Internal to the room.
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

namespace bearward::directory {

// IsEnvironmentKey says whether the environment itself is asking: it may do everything there.
bool IsEnvironmentKey(const model::Caller& caller);

// IsSelf says whether the user itself is asking.
bool IsSelf(const model::Caller& caller, const model::UserId& user);

// CheckMayManage refuses a caller without the permission: kDenied "missing_permission".
base::Status CheckMayManage(const model::Caller& caller, std::string_view permission);

// CheckIsEnvironment refuses all but the environment's own key: kDenied "not_the_environment".
base::Status CheckIsEnvironment(const model::Caller& caller);

// CheckMayActAs refuses (kDenied "exceeds_own_permissions") whoever would gain rights by signing in
// as the user. A user may always act as itself.
base::Status CheckMayActAs(store::ReadTx& tx, const model::Caller& caller,
                           const model::UserId& user);

// ManagedUser is a user whom the caller may change, and how such changes are announced.
struct ManagedUser {
  model::User user;
  Ending ending;
};

// FindManagedUser finds a user whose home is the caller's organization, or anybody of the
// environment for its own key. All others are kNotFound "user_not_found": whoever merely lets a
// guest in must not gain the guest's account at home.
base::Result<ManagedUser> FindManagedUser(store::ReadTx& tx, const model::Caller& caller,
                                          const model::UserId& user, base::Time now);

// ChangeApplication lets `change` alter an application of the caller's organization, or any of the
// environment for its own key; when it says that it did, the row is written and application.updated
// appended. kNotFound "application_not_found" for all others.
base::Status ChangeApplication(store::WriteTx& tx, const model::Caller& caller,
                               const model::ApplicationId& id, base::Time now,
                               const std::function<bool(model::Application&)>& change);

// ChangeOrganization does so with an organization of the environment: kNotFound
// "organization_not_found".
base::Status ChangeOrganization(store::WriteTx& tx, const model::Caller& caller,
                                const model::OrganizationId& id, base::Time now,
                                const std::function<bool(model::Organization&)>& change);

}  // namespace bearward::directory
