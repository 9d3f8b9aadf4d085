// Table of administrators: the users who administer their whole environment in the console.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// IsAdministrator says whether the user is an administrator of its environment.
base::Result<bool> IsAdministrator(ReadTx& tx, const model::EnvironmentId& environment,
                                   const model::UserId& user);
// ListAdministrators returns the administrators of an environment, the oldest first.
base::Result<std::vector<model::UserId>> ListAdministrators(
    ReadTx& tx, const model::EnvironmentId& environment);
// Administrator is a user in the table, with what a list of them shows.
struct Administrator {
  model::UserId user;
  std::string username;  // "" for a user without one
  std::string email;     // the same
  bool active = false;
  base::Time since;
};
// DescribeAdministrators returns the administrators of an environment, the oldest first;
// DescribeAdministrator one of them, nullopt for any other user.
base::Result<std::vector<Administrator>> DescribeAdministrators(
    ReadTx& tx, const model::EnvironmentId& environment);
base::Result<std::optional<Administrator>> DescribeAdministrator(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user);
// HasAdministrator says whether any environment has an administrator.
base::Result<bool> HasAdministrator(ReadTx& tx);
// InsertAdministrator fails with kExists if the user is an administrator already.
base::Status InsertAdministrator(WriteTx& tx, const model::EnvironmentId& environment,
                                 const model::UserId& user, base::Time at);
// DeleteAdministrator fails with kNotFound "administrator_not_found", and with kConflict
// "last_administrator" if no other administrator of the environment is active: then no user could
// sign in to administer it.
base::Status DeleteAdministrator(WriteTx& tx, const model::EnvironmentId& environment,
                                 const model::UserId& user);

}  // namespace bearward::store
