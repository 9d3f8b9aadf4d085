// EmailCodeFixture: reads the codes that are sent by email from the store, because the API does not
// show all of them, and stores emails that wait.
#pragma once

#include <chrono>
#include <string>

#include "app/contract_fixture.h"
#include "mail/codes.h"
#include "store/emails.h"
#include "testing/temp_dir.h"

namespace bearward::app {

class EmailCodeFixture : public ContractFixture {
 protected:
  // StartWithSpool starts the server with emails to files, whose delivery the suite starts itself,
  // and EndWithSpool ends it.
  static void StartWithSpool() {
    spool_ = new testing::TempDir();
    Config config;
    config.mail.spool = spool_->path();
    Start(config);
  }
  static void EndWithSpool() {
    ContractFixture::TearDownTestSuite();
    delete spool_;
  }
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
  // PutEmail stores an email of production that waits, and returns its id.
  static std::string PutEmail(const std::string& recipient) {
    const base::Time now = clock_->Now();
    model::Email row;
    row.id = "mail_" + recipient;
    row.kind = "invitation";
    row.recipient = recipient;
    row.next_attempt_at = now;
    row.expires_at = now + std::chrono::hours(1);
    row.code_id = row.sealed = "none";
    row.created_at = row.updated_at = now;
    testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto production, store::FindEnvironmentByName(tx, "production"));
      row.environment = production->id;
      return store::Emails().Insert(tx, row);
    }));
    return row.id;
  }

  static inline testing::TempDir* spool_ = nullptr;
};

}  // namespace bearward::app
