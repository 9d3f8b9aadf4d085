// EmailCodeFixture: reads the codes that are sent by email from the store, because the API does not
// show all of them.
#pragma once

#include <string>

#include "app/contract_fixture.h"
#include "mail/codes.h"

namespace bearward::app {

class EmailCodeFixture : public ContractFixture {
 protected:
  // FindNewest returns the newest code of a kind of a user of production, which must have one.
  static model::EmailCode FindNewest(const std::string& user, model::EmailCodeKind kind) {
    return testing::Must(core_->store().Read([&](store::ReadTx& tx) {
             const auto production = testing::Must(store::FindEnvironmentByName(tx, "production"));
             return store::FindNewestEmailCode(tx, {production->id, kind, {user}});
           }))
        .value();
  }
  // NewestCode returns the same code as an email shows it.
  static std::string NewestCode(const std::string& user, model::EmailCodeKind kind) {
    const model::EmailCode code = FindNewest(user, kind);
    return std::string(testing::Must(mail::OpenSealed(*ring_, code.sealed, code.id)).Reveal());
  }
};

}  // namespace bearward::app
