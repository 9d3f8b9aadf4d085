#include "store/full_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "store/engine_postgres.h"
#include "store/engine_sqlite.h"
#include "store/environments.h"
#include "store/signing_keys.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/sample_rows.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using ::testing::HasSubstr;
using testing::Must;

class FullCheckTest : public ::testing::Test {
 protected:
  FullCheckTest() {
    const auto store = Must(Store::Open(SqliteFile(path_, 0)));
    for (int hour = 0; hour < 5; ++hour) {
      Must(store->Write([&](WriteTx& tx) {
        auto event = testing::SampleEvent("env_1", "user_1");
        event.at += std::chrono::hours(hour);
        return tx.Append(event);
      }));
    }
    Must(store->Write(
        [](WriteTx& tx) { return InsertEnvironment(tx, testing::SampleEnvironment("env_1")); }));
    Must(store->Write([](WriteTx& tx) {
      SigningKeyRow key;
      key.environment = {"env_1"};
      key.kid = "key_1";
      key.profile = "oauth";
      key.algorithm = "ES256";
      key.sealed = "sealed";
      return InsertSigningKey(tx, key);
    }));
  }

  // Run executes a statement on the file, without the rules of the schema.
  void Run(std::string_view sql) {
    const auto engine = Must(OpenSqlite(path_, true));
    Must(engine->Execute("PRAGMA foreign_keys=OFF", {}));
    Must(engine->Execute(sql, {}));
  }
  std::string Check(const OpensSealed& opens = {}) {
    return Must(CheckWholeDatabase(path_, {.opens = opens})).Summary();
  }

  testing::TempDir folder_;
  std::string path_ = folder_.File("store.db");
};

TEST_F(FullCheckTest, SoundDatabaseHasNoProblem) {
  std::vector<std::string> seen;
  const KeyChecks key{.opens = [&](const SealedValue& value) -> base::Status {
    seen.push_back(value.name + " " + value.sealed);
    return {};
  }};
  const CheckReport report = Must(CheckWholeDatabase(path_, key));
  EXPECT_TRUE(report.ok()) << report.Summary();
  EXPECT_EQ(report.checks.size(), 5u);
  EXPECT_EQ(seen, std::vector<std::string>{"signing key key_1 sealed"});
  EXPECT_EQ(report.last_event, 5);
  EXPECT_EQ(report.last_event_at, testing::kSampleTime + std::chrono::hours(4));
  EXPECT_EQ(report.schema_version, report.newest_schema);
}

TEST_F(FullCheckTest, OverwrittenPageIsAProblemOfTheIntegrity) {
  const auto pages = std::filesystem::file_size(path_) / 4096;
  std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(4096 * (pages / 2)));
  file << std::string(4096, '\x5a');
  file.close();
  EXPECT_THAT(Check(), ::testing::StartsWith("integrity: "));
}

TEST_F(FullCheckTest, FileThatIsNotADatabaseIsAProblemOfTheIntegrity) {
  std::ofstream(path_) << "this is no database, and it is long enough to have a header of one";
  EXPECT_THAT(Check(), ::testing::StartsWith("integrity: "));
}

TEST_F(FullCheckTest, RowWithoutItsParentIsAProblem) {
  Run("DELETE FROM environments");
  EXPECT_EQ(Check(), "foreign_keys: a row of signing_keys refers to a missing row of environments");
}

TEST_F(FullCheckTest, NewerSchemaIsAProblem) {
  Run("INSERT INTO schema_version (version, name) VALUES (9999, '9999_later')");
  EXPECT_THAT(Check(), HasSubstr("schema: The database was written by a newer version"));
  EXPECT_THAT(Check(), HasSubstr("is 9999_later"));
  EXPECT_THAT(Check(), HasSubstr("Run the version that wrote it, or a newer one."));
}

TEST_F(FullCheckTest, DatabaseOfAnotherProgramIsAProblem) {
  path_ = folder_.File("other.db");
  Run("CREATE TABLE things (id INTEGER)");
  EXPECT_THAT(Check(), HasSubstr("schema: this is no database of Bearward"));
}

TEST_F(FullCheckTest, MissingEventNumberIsAProblem) {
  Run("DELETE FROM events WHERE number IN (2, 3)");
  EXPECT_EQ(Check(), "events: the numbers 2 to 3 are missing");
}

TEST_F(FullCheckTest, ADatabaseWithAnAlteredLogIsUsable) {
  Run("UPDATE events SET target = 'x' WHERE number = 2");
  Run("DELETE FROM events WHERE number = 4");
  const EventChain chain;
  const CheckReport report = Must(CheckWholeDatabase(path_, {.chain = &chain}));
  EXPECT_FALSE(report.ok());
  EXPECT_TRUE(report.usable());
  EXPECT_THAT(report.LogProblems(), HasSubstr("events: the numbers 4 to 4 are missing"));
  EXPECT_THAT(report.LogProblems(), HasSubstr("event_chain: event 2 was altered"));
}

TEST_F(FullCheckTest, ADatabaseWithAnotherProblemBesideTheLogIsNotUsable) {
  Run("DELETE FROM events WHERE number = 4");
  Run("DELETE FROM environments");
  const CheckReport report = Must(CheckWholeDatabase(path_));
  EXPECT_FALSE(report.usable());
  EXPECT_EQ(report.LogProblems(), "events: the numbers 4 to 4 are missing");
}

TEST_F(FullCheckTest, PrunedBeginningOfTheLogIsSound) {
  Run("DELETE FROM events WHERE number <= 3");
  EXPECT_EQ(Check(), "");
}

// Pruning keeps an event that was written while the wall clock was ahead, and deletes the events
// after it.
TEST_F(FullCheckTest, NumbersThatWerePrunedAfterAnEventFromTheFutureAreSound) {
  Run("UPDATE events SET at = at + 360000000 WHERE number = 1");
  Run("DELETE FROM events WHERE number IN (2, 3)");
  EXPECT_EQ(Check(), "");
}

TEST_F(FullCheckTest, SealedKeyThatDoesNotOpenIsAProblem) {
  EXPECT_EQ(Check([](const SealedValue&) -> base::Status {
              return base::Fail(base::Unavailable("unknown_master_key", ""));
            }),
            "sealed_keys: signing key key_1: unknown_master_key");
}

TEST_F(FullCheckTest, AWrongMasterKeyIsNamedInsteadOfAForgedLog) {
  const EventChain chain(base::Secret(std::string(32, 'x')));
  const KeyChecks key{.opens = [](const SealedValue&) -> base::Status { return {}; },
                      .fits = [](ReadTx&) -> base::Status {
                        return base::Fail(base::Invalid("master_key_wrong", "Another key."));
                      },
                      .chain = &chain};
  const CheckReport report = Must(CheckWholeDatabase(path_, key));
  EXPECT_EQ(report.Summary(), "sealed_keys: Another key.");
  EXPECT_FALSE(report.usable());
}

// The same checks on PostgreSQL, on a log of three events.
class PostgresFullCheckTest : public ::testing::Test {
 protected:
  PostgresFullCheckTest() {
    const auto store = Must(Store::Open(Postgres(options_, 0)));
    for (int i = 0; i < 3; ++i) {
      Must(store->Write([](WriteTx& tx) { return tx.Append(testing::SampleEvent("env_1", "x")); }));
    }
  }
  void Run(std::string_view sql) { Must(Must(OpenPostgres(options_, false))->Execute(sql, {})); }
  CheckReport Check() { return Must(CheckWholePostgres(options_, {.chain = &chain_})); }

  const PostgresOptions options_ = testing::PostgresServer::Shared().Options();
  const EventChain chain_;
};

TEST_F(PostgresFullCheckTest, SoundDatabaseHasNoProblemAndTheReportSaysWhatIsNotRun) {
  const CheckReport report = Check();
  EXPECT_TRUE(report.ok()) << report.Summary();
  EXPECT_EQ(report.last_event, 3);
  std::vector<std::string_view> ran;
  std::vector<std::string_view> omitted;
  for (const auto& check : report.checks) {
    (check.omitted.empty() ? ran : omitted).push_back(check.name);
  }
  EXPECT_EQ(omitted, (std::vector<std::string_view>{"integrity", "foreign_keys"}));
  EXPECT_EQ(ran, (std::vector<std::string_view>{"schema", "events", "event_chain"}));
}

TEST_F(PostgresFullCheckTest, AnAlteredEventIsFound) {
  Run("UPDATE events SET target = 'y' WHERE number = 2");
  EXPECT_THAT(Check().Summary(), HasSubstr("event_chain: event 2 was altered"));
}

TEST_F(PostgresFullCheckTest, AMissingEventIsFound) {
  Run("DELETE FROM events WHERE number = 2");
  EXPECT_THAT(Check().Summary(), HasSubstr("events: the numbers 2 to 2 are missing"));
}

TEST_F(PostgresFullCheckTest, ASchemaOfANewerVersionIsFound) {
  Run("INSERT INTO schema_version (version, name) VALUES (9999, '9999_later')");
  EXPECT_THAT(Check().Summary(), HasSubstr("schema: The database was written by a newer version"));
}

TEST_F(PostgresFullCheckTest, AnEmptyDatabaseIsNoneOfBearward) {
  const CheckReport report = Must(CheckWholePostgres(testing::PostgresServer::Shared().Options()));
  EXPECT_THAT(report.Summary(), HasSubstr("schema: this is no database of Bearward"));
}

}  // namespace
}  // namespace bearward::store
