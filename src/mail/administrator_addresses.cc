#include "mail/administrator_addresses.h"

#include "store/administrators.h"
#include "store/users.h"

namespace bearward::mail {

base::Result<std::vector<std::string>> AdministratorAddresses(
    store::ReadTx& tx, const model::EnvironmentId& environment) {
  BW_TRY_ASSIGN(const auto administrators, store::ListAdministrators(tx, environment));
  return AddressesOf(tx, environment, administrators);
}

base::Result<std::vector<std::string>> AddressesOf(store::ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const std::vector<model::UserId>& users) {
  std::vector<std::string> addresses;
  for (const model::UserId& id : users) {
    BW_TRY_ASSIGN(const auto user, store::FindUser(tx, environment, id));
    if (user && !user->email.empty()) addresses.push_back(user->email);
  }
  return addresses;
}

}  // namespace bearward::mail
