#include "store/pruning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "model/application.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/applied_entries.h"
#include "store/email_codes.h"
#include "store/emails.h"
#include "store/engine_sqlite.h"
#include "store/environments.h"
#include "store/login_failures.h"
#include "store/migrations.h"
#include "store/organizations.h"
#include "store/pruning_fixture.h"
#include "store/table.h"
#include "store/users.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::kSampleTime;
using testing::SampleApiKey;
using testing::SampleDigest;

const model::EnvironmentId kOne = {"env_1"};
const model::UserId kUser = {"user_1"};

class PruningTables : public ::testing::Test {
 protected:
  PruningTables() {
    db_.Write(InsertEnvironment, testing::SampleEnvironment("env_1"));
    db_.Write(InsertUser, testing::SampleUser("env_1", 1));
    db_.Write(InsertOrganization, testing::SampleOrganization("env_1", 1));
  }
  // InsertKey adds a key that was revoked `revoked` hours after kSampleTime, or an unrevoked key.
  void InsertKey(std::uint8_t number, std::optional<int> revoked,
                 std::optional<model::UserId> user = {}) {
    model::ApiKey key = SampleApiKey("env_1", number);
    key.user = std::move(user);
    if (revoked) key.revoked_at = kSampleTime + hours(*revoked);
    db_.Write(InsertApiKey, key);
  }
  bool HasKey(std::uint8_t number) {
    return db_.Read(FindApiKeyByHash, SampleDigest(number)).has_value();
  }
  void AddApplication(int number) {
    const auto application = testing::SampleApplication("env_1", number);
    db_.Write(InsertApplication, application);
    db_.Write(InsertSecret,
              model::ApplicationSecret{.environment = kOne,
                                       .id = "secret",
                                       .application = application.id,
                                       .hash = SampleDigest(static_cast<std::uint8_t>(number)),
                                       .created_at = kSampleTime});
  }
  void DeleteApplication(int number, base::Time at) {
    AddApplication(number);
    db_.Write(RetireSecrets, kOne, testing::SampleApplication("env_1", number).id, at);
    testing::Must(db_->Write([&](WriteTx& tx) {
      return store::Table(model::kApplicationRecord)
          .Delete(tx, kOne, testing::SampleApplication("env_1", number).id.text);
    }));
  }
  // IsRetired asks for another application, so only the secrets of deleted ones count.
  bool IsRetired(int number) {
    return db_.Read(IsRetiredSecret, kOne, model::ApplicationId{"app_9"},
                    SampleDigest(static_cast<std::uint8_t>(number)));
  }
  void AddEmail(const std::string& id, base::Time expires_at) {
    model::Email email;
    email.id = id;
    email.environment = kOne;
    email.kind = "invitation";
    email.recipient = "ann@acme.example";
    email.next_attempt_at = email.created_at = email.updated_at = kSampleTime;
    email.expires_at = expires_at;
    email.code_id = "code_1";
    email.sealed = "sealed";
    testing::Must(db_->Write([&](WriteTx& tx) { return Emails().Insert(tx, email); }));
  }
  std::optional<model::Email> FindEmail(const std::string& id) {
    return testing::Must(db_->Read([&](ReadTx& tx) { return Emails().Find(tx, kOne, id); }));
  }
  void Finish(const std::string& id, model::EmailState state, base::Time at) {
    model::Email email = FindEmail(id).value();
    email.state = state;
    email.updated_at = at;
    db_.Write(FinishEmail, email);
  }
  std::int64_t Prune(std::string_view name, base::Time before, int batch = 10) {
    return PruneTable(db_, name, before, batch);
  }
  std::optional<base::Time> Oldest(std::string_view name) {
    return db_.Read(OldestPrunable, PrunedTableOf(name));
  }

  testing::MemoryStore db_;
};

TEST_F(PruningTables, RevokedKeysAreDeletedAfterTheirRetentionInBatches) {
  EXPECT_EQ(Oldest("revoked_keys"), std::nullopt);
  InsertKey(1, 0);
  InsertKey(2, 1);
  InsertKey(3, 2);
  InsertKey(4, std::nullopt);
  EXPECT_EQ(Oldest("revoked_keys"), kSampleTime);
  EXPECT_EQ(Prune("revoked_keys", kSampleTime), 0) << "not before their time";
  EXPECT_EQ(Prune("revoked_keys", kSampleTime + hours(2), 1), 1);
  EXPECT_EQ(Prune("revoked_keys", kSampleTime + hours(2)), 1);
  EXPECT_FALSE(HasKey(1));
  EXPECT_FALSE(HasKey(2));
  EXPECT_TRUE(HasKey(3));
  EXPECT_TRUE(HasKey(4)) << "it lives";
  EXPECT_EQ(Oldest("revoked_keys"), kSampleTime + hours(2));
}

// The next key of the user inherits its rate limit.
TEST_F(PruningTables, TheLastKeyOfAUserIsKeptAlthoughItIsRevoked) {
  InsertKey(1, 0, kUser);
  InsertKey(2, 1, kUser);
  EXPECT_EQ(Prune("revoked_keys", kSampleTime + hours(10)), 1);
  EXPECT_FALSE(HasKey(1));
  EXPECT_TRUE(HasKey(2));
  EXPECT_EQ(Oldest("revoked_keys"), std::nullopt) << "what stays is not behind";
}

// Otherwise an old file could reactivate a leaked key after its row was pruned.
TEST_F(PruningTables, ARevokedKeyThatAFileHasNamedIsKept) {
  InsertKey(1, 0);
  InsertKey(2, 0);
  const std::string named = SampleApiKey("env_1", 1).id.text;
  db_.Write(PutAppliedValues, AppliedEntry{kOne, "api key", named}, AppliedValues{"value=x"});
  EXPECT_EQ(Prune("revoked_keys", kSampleTime + hours(10)), 1);
  EXPECT_TRUE(HasKey(1));
  EXPECT_FALSE(HasKey(2));
  EXPECT_EQ(Oldest("revoked_keys"), std::nullopt);
}

// Regression: a client that created and deleted applications made this table grow without limit.
TEST_F(PruningTables, SecretsOfDeletedApplicationsAreDeletedAfterTheirRetentionInBatches) {
  EXPECT_EQ(Oldest("deleted_secrets"), std::nullopt);
  for (const int number : {1, 2, 3}) DeleteApplication(number, kSampleTime + hours(number));
  EXPECT_EQ(Oldest("deleted_secrets"), kSampleTime + hours(1));
  EXPECT_EQ(Prune("deleted_secrets", kSampleTime + hours(1)), 0) << "not before their time";
  EXPECT_EQ(Prune("deleted_secrets", kSampleTime + hours(3), 1), 1);
  EXPECT_EQ(Prune("deleted_secrets", kSampleTime + hours(3)), 1);
  EXPECT_FALSE(IsRetired(1));
  EXPECT_FALSE(IsRetired(2));
  EXPECT_TRUE(IsRetired(3));
  EXPECT_EQ(Oldest("deleted_secrets"), kSampleTime + hours(3));
}

// Incident class I2: an old file must not reactivate a leaked secret after its row was pruned.
TEST_F(PruningTables, ASecretOfADeletedApplicationThatAFileHasDescribedIsKept) {
  for (const int number : {1, 2}) DeleteApplication(number, kSampleTime);
  const std::string described = testing::SampleApplication("env_1", 1).id.text;
  db_.Write(PutAppliedValues, AppliedEntry{kOne, "application", described},
            AppliedValues{"client_secret=x"});
  EXPECT_EQ(Prune("deleted_secrets", kSampleTime + hours(10)), 1);
  EXPECT_TRUE(IsRetired(1));
  EXPECT_FALSE(IsRetired(2));
  EXPECT_EQ(Oldest("deleted_secrets"), std::nullopt) << "what stays is not behind";
}

TEST_F(PruningTables, SecretsOfTheApplicationsOfADeletedOrganizationArePruned) {
  AddApplication(1);
  db_.Write(DeleteContents, kOne, model::OrganizationId{"org_1"}, kSampleTime);
  EXPECT_TRUE(IsRetired(1));
  EXPECT_EQ(Prune("deleted_secrets", kSampleTime + milliseconds(1)), 1);
  EXPECT_FALSE(IsRetired(1));
}

TEST_F(PruningTables, AnExpiredCodeIsKeptForOneMoreDay) {
  model::EmailCode code;
  code.id = "code_1";
  code.environment = kOne;
  code.user = testing::SampleUser("env_1", 1).id;
  code.email = "ann@acme.example";
  code.sealed = "sealed";
  code.created_at = code.updated_at = code.expires_at = kSampleTime;
  testing::Must(db_->Write([&](WriteTx& tx) { return EmailCodes().Insert(tx, code); }));
  EXPECT_EQ(Oldest("email_codes"), kSampleTime + hours(24));
  EXPECT_EQ(Prune("email_codes", kSampleTime + hours(24)), 0);
  EXPECT_EQ(Prune("email_codes", kSampleTime + hours(24) + milliseconds(1)), 1);
  EXPECT_EQ(Oldest("email_codes"), std::nullopt);
}

// A table that grows with use must be pruned. The others are bounded by what is configured.
TEST(PrunedTables, EveryOtherTableIsBounded) {
  const std::set<std::string> pruned = {
      "sessions",        "events",           "revoked_tokens",     "used_assertions",
      "api_keys",        "deleted_secrets",  "login_failures",     "email_codes",
      "invitations",     "emails",           "webhook_deliveries", "webhook_attempts",
      "partner_results", "audit_log_events", "audit_log_exports",  "event_checkpoints",
      "idempotency_keys"};
  // The emails are in the list twice: those that have expired, and those that are finished.
  EXPECT_EQ(pruned.size() + 1, PrunedTables().size());
  // Deleted with the row to which they belong, and limited for each row or set by an operator.
  const std::set<std::string> bounded = {"access_profiles",
                                         "administrators",
                                         "application_secrets",
                                         "applications",
                                         "applied_entries",
                                         "authorization_resources",
                                         "brandings",
                                         "cors_origins",
                                         "environments",
                                         "event_chain",
                                         "event_cursors",
                                         "event_gaps",
                                         "external_ids",
                                         "feature_flags",
                                         "flag_targets",
                                         "group_members",
                                         "group_role_assignments",
                                         "audit_log_actions",
                                         "audit_log_positions",
                                         "audit_log_schemas",
                                         "groups",
                                         "installation",
                                         "integration_statuses",
                                         "jwt_templates",
                                         "log_streams",
                                         "memberships",
                                         "object_members",
                                         "objects",
                                         "organization_api_keys",
                                         "organization_domains",
                                         "organization_roles",
                                         "organizations",
                                         "permissions",
                                         "policies",
                                         "previous_passwords",
                                         "redirect_uris",
                                         "resource_types",
                                         "retired_secrets",
                                         "role_assignments",
                                         "roles",
                                         "signing_keys",
                                         "tokens",
                                         "users",
                                         "waiting_rows",
                                         "webhook_endpoints",
                                         "webhook_subscribers",
                                         "write_proofs"};
  const auto engine = testing::Must(OpenSqlite(":memory:", true));
  testing::Must(Migrate(*engine, Migrations()));
  for (const Row& row : testing::Must(engine->Execute(
           "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
           "AND name <> 'schema_version'",
           {}))) {
    const auto& name = std::get<std::string>(row.front());
    EXPECT_EQ(pruned.count(name) + bounded.count(name), 1U) << name;
  }
}

TEST_F(PruningTables, AnEmailThatHasExpiredUnsentIsGivenUpWithoutItsCode) {
  EXPECT_EQ(Oldest("expired_emails"), std::nullopt);
  AddEmail("mail_1", kSampleTime);
  AddEmail("mail_2", kSampleTime + hours(1));
  EXPECT_EQ(Oldest("expired_emails"), kSampleTime);
  EXPECT_EQ(Prune("expired_emails", kSampleTime), 0) << "not before its time";
  EXPECT_EQ(Prune("expired_emails", kSampleTime + hours(1)), 1);
  const model::Email email = FindEmail("mail_1").value();
  EXPECT_EQ(email.state, model::EmailState::kFailed);
  EXPECT_EQ(email.last_error, "mail_expired");
  EXPECT_EQ(email.finished_at, kSampleTime);
  EXPECT_EQ(email.sealed, std::nullopt);
  EXPECT_EQ(email.code_id, std::nullopt);
  EXPECT_EQ(FindEmail("mail_2")->sealed, "sealed");
  EXPECT_EQ(Oldest("expired_emails"), kSampleTime + hours(1));
}

TEST_F(PruningTables, FinishedEmailsAreDeletedAfterTheirRetentionInBatches) {
  for (const char* id : {"mail_1", "mail_2", "mail_3", "mail_4"}) {
    AddEmail(id, kSampleTime + hours(9));
  }
  EXPECT_EQ(Oldest("emails"), std::nullopt) << "those that wait are not behind";
  Finish("mail_1", model::EmailState::kSent, kSampleTime);
  Finish("mail_2", model::EmailState::kFailed, kSampleTime);
  Finish("mail_3", model::EmailState::kSent, kSampleTime + hours(1));
  EXPECT_EQ(Oldest("emails"), kSampleTime);
  EXPECT_EQ(Prune("emails", kSampleTime), 0) << "not before their time";
  EXPECT_EQ(Prune("emails", kSampleTime + hours(1), 1), 1);
  EXPECT_EQ(Prune("emails", kSampleTime + hours(1)), 1);
  EXPECT_FALSE(FindEmail("mail_1"));
  EXPECT_FALSE(FindEmail("mail_2"));
  EXPECT_TRUE(FindEmail("mail_3"));
  EXPECT_TRUE(FindEmail("mail_4"));
}

TEST_F(PruningTables, LockOutsAreDeletedAfterTheirEnd) {
  db_.Write(PutLoginFailures, kOne, kUser, LoginFailures{0, kSampleTime});
  EXPECT_EQ(Oldest("lock_outs"), kSampleTime);
  EXPECT_EQ(Prune("lock_outs", kSampleTime), 0);
  EXPECT_EQ(Prune("lock_outs", kSampleTime + milliseconds(1)), 1);
  EXPECT_EQ(Oldest("lock_outs"), std::nullopt);
  EXPECT_EQ(db_.Read(FindLoginFailures, kOne, kUser).locked_until, std::nullopt);
}

TEST_F(PruningTables, FailuresThatStillCountAreKept) {
  db_.Write(PutLoginFailures, kOne, kUser, LoginFailures{3, kSampleTime});
  EXPECT_EQ(Prune("lock_outs", kSampleTime + hours(1)), 0);
  EXPECT_EQ(db_.Read(FindLoginFailures, kOne, kUser).count, 3);
}

}  // namespace
}  // namespace bearward::store
