// EmailCodeFixture: reads the codes that are sent by email from the store, because the API does not
// show all of them, and stores emails that wait.
#pragma once

#include <chrono>
#include <string>

#include "app/contract_fixture.h"
#include "mail/codes.h"
#include "store/outbox.h"

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
  // PutEmail stores an unsent email of production, and returns its id.
  static std::string PutEmail(const std::string& recipient) {
    const base::Time now = clock_->Now();
    store::OutboxRow row{.id = "mail_" + recipient,
                         .environment = {},
                         .letter = "invitation",
                         .recipient = recipient,
                         .code_id = "none",
                         .sealed = "none",
                         .next_at = now,
                         .expires_at = now + std::chrono::hours(1),
                         .created_at = now};
    testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto production, store::FindEnvironmentByName(tx, "production"));
      row.environment = production->id;
      return store::InsertOutboxRow(tx, row);
    }));
    return row.id;
  }
};

}  // namespace bearward::app
