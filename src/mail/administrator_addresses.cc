#include "mail/administrator_addresses.h"

#include "store/administrators.h"
#include "store/users.h"

namespace bearward::mail {

base::Result<std::vector<Recipient>> AdministratorAddresses(
    store::ReadTx& tx, const model::EnvironmentId& environment) {
  BW_TRY_ASSIGN(const auto administrators, store::ListAdministrators(tx, environment));
  return AddressesOf(tx, environment, administrators);
}

base::Result<std::vector<Recipient>> AddressesOf(store::ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 const std::vector<model::UserId>& users) {
  std::vector<Recipient> recipients;
  for (const model::UserId& id : users) {
    BW_TRY_ASSIGN(const auto user, store::FindUser(tx, environment, id));
    if (user && !user->email.empty()) recipients.push_back({id, user->email});
  }
  return recipients;
}

}  // namespace bearward::mail
