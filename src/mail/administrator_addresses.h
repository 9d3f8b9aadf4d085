// AdministratorAddresses: who gets an email about an environment as a whole.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::mail {

// Recipient is a user and its email address.
struct Recipient {
  model::UserId user;
  std::string address;
};

// AdministratorAddresses returns the email addresses of the administrators of an environment;
// without those that have none.
base::Result<std::vector<Recipient>> AdministratorAddresses(
    store::ReadTx& tx, const model::EnvironmentId& environment);

// AddressesOf does so for users.
base::Result<std::vector<Recipient>> AddressesOf(store::ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 const std::vector<model::UserId>& users);

}  // namespace bearward::mail
