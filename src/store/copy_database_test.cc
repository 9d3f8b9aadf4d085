#include "store/copy_database.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "store/applications.h"
#include "store/columns.h"
#include "store/engine_postgres.h"
#include "store/engine_sqlite.h"
#include "store/environments.h"
#include "store/events.h"
#include "store/installation.h"
#include "store/sessions.h"
#include "store/signing_keys.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/sample_rows.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;

base::Status AcceptAny(ReadTx&) { return {}; }

class CopyDatabaseTest : public ::testing::Test {
 protected:
  CopyDatabaseTest() {
    const auto store = Must(Store::Open(SqliteFile(path_, 0)));
    Must(store->Write([](WriteTx& tx) -> base::Status {
      BW_TRY(InsertEnvironment(tx, testing::SampleEnvironment("env_1")));
      model::Session session = testing::SampleSession("env_1", 1);
      session.granted.scopes = {"a", "b"};
      BW_TRY(InsertSession(tx, session));
      BW_TRY(InsertSession(tx, testing::SampleSession("env_1", 2)));
      for (std::uint8_t seed = 1; seed < 5; ++seed) {
        BW_TRY(InsertToken(tx, testing::SampleToken("env_1", seed % 2 + 1, seed)));
      }
      SigningKeyRow key;
      key.environment = {"env_1"};
      key.kid = "key_1";
      key.profile = "oauth";
      key.algorithm = "ES256";
      key.sealed = std::string("\0\xff sealed", 9);
      return InsertSigningKey(tx, key);
    }));
    AppendEvents(*store, kEvents);
  }

  static void AppendEvents(Store& store, int count) {
    Must(store.Write([count](WriteTx& tx) -> base::Status {
      for (int i = 0; i < count; ++i) {
        BW_TRY(tx.Append(testing::SampleEvent("env_1", "Zoë '" + std::to_string(i))));
      }
      return {};
    }));
  }

  base::Result<std::vector<CopiedTable>> Copy(const std::string& path, CopyDirection direction) {
    const auto sqlite = Must(OpenSqlite(path, true));
    const auto postgres = Must(OpenPostgres(options_, true));
    return CopyDatabase(*sqlite, *postgres, direction, AcceptAny);
  }

  // AllRows returns the rows of each table of a file in a fixed order.
  static std::map<std::string, std::vector<std::string>> AllRows(const std::string& path) {
    const auto sqlite = Must(OpenSqlite(path, false));
    std::map<std::string, std::vector<std::string>> tables;
    for (const Row& table :
         Must(sqlite->Execute("SELECT name FROM sqlite_master WHERE type = 'table'", {}))) {
      const std::string& name = std::get<std::string>(table.front());
      std::vector<std::string>& rows = tables[name];
      for (const Row& row : Must(sqlite->Execute("SELECT * FROM " + name, {}))) {
        std::string text;
        for (const Value& value : row) {
          if (const auto* number = std::get_if<std::int64_t>(&value)) {
            text += std::to_string(*number);
          } else if (const auto* words = std::get_if<std::string>(&value)) {
            text += "'" + *words + "'";
          } else if (const auto* blob = std::get_if<Blob>(&value)) {
            text += "x" + blob->bytes;
          }
          text += "|";
        }
        rows.push_back(text);
      }
      std::ranges::sort(rows);
    }
    return tables;
  }

  static constexpr int kEvents = 2100;  // more than two pages
  testing::TempDir folder_;
  std::string path_ = folder_.File("store.db");
  const PostgresOptions options_ = testing::PostgresServer::Shared().Options();
};

TEST_F(CopyDatabaseTest, CopyingThereAndBackKeepsAllRows) {
  const auto copied = Must(Copy(path_, CopyDirection::kToPostgres));
  const auto events = std::ranges::find(copied, "events", &CopiedTable::name);
  ASSERT_NE(events, copied.end());
  EXPECT_EQ(events->rows, kEvents);
  const std::string back = folder_.File("back.db");
  Must(Copy(back, CopyDirection::kToSqlite));
  const auto expected = AllRows(path_);
  EXPECT_EQ(expected.at("tokens").size(), 4U);
  EXPECT_EQ(AllRows(back), expected);
}

TEST_F(CopyDatabaseTest, ACopiedDatabaseAcceptsWrites) {
  Must(Copy(path_, CopyDirection::kToPostgres));
  const auto store = Must(Store::Open(Postgres(options_, 1)));
  AppendEvents(*store, 1);
  EXPECT_EQ(Must(store->Read([](ReadTx& tx) { return LastEventNumber(tx); })), kEvents + 1);
}

TEST_F(CopyDatabaseTest, ATargetWithDataIsRefused) {
  Must(Copy(path_, CopyDirection::kToPostgres));
  const auto again = Copy(path_, CopyDirection::kToPostgres);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().reason, "database_not_empty");
}

TEST_F(CopyDatabaseTest, RunningNodesAreRefusedAndEndedOnesAreNot) {
  EngineSource source = Postgres(options_, 1);
  source.shared = options_;
  auto node = Must(Store::Open(source));
  Must(node->Follow([](auto) -> base::Status { return {}; }));
  const auto refused = Copy(path_, CopyDirection::kToPostgres);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "nodes_running");
  node.reset();
  Must(Copy(path_, CopyDirection::kToPostgres));
}

TEST_F(CopyDatabaseTest, ARefusedSourceIsNotCopied) {
  const auto sqlite = Must(OpenSqlite(path_, true));
  const auto postgres = Must(OpenPostgres(options_, true));
  const auto refuse = [](ReadTx& tx) -> base::Status {
    EXPECT_EQ(Must(LastEventNumber(tx)), kEvents);
    return base::Fail(base::Invalid("wrong_key", "The key does not fit."));
  };
  EXPECT_EQ(CodeOf(CopyDatabase(*sqlite, *postgres, CopyDirection::kToPostgres, refuse)),
            base::Code::kInvalid);
  Must(CopyDatabase(*sqlite, *postgres, CopyDirection::kToPostgres, AcceptAny));
}

TEST_F(CopyDatabaseTest, ARowThatDiffersUndoesTheCopy) {
  const auto postgres = Must(OpenPostgres(options_, true));
  Must(Store::Open(Postgres(options_, 0)));
  Must(
      postgres->Execute("CREATE FUNCTION change() RETURNS trigger AS 'BEGIN "
                        "NEW.address = ''changed''; RETURN NEW; END' LANGUAGE plpgsql",
                        {}));
  Must(
      postgres->Execute("CREATE TRIGGER change BEFORE INSERT ON events FOR EACH ROW "
                        "WHEN (NEW.number = 1500) EXECUTE FUNCTION change()",
                        {}));
  const auto changed = Copy(path_, CopyDirection::kToPostgres);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().reason, "copy_differs");
  EXPECT_EQ(changed.error().detail, "row 1500 of table events differs in the copy");
  Must(postgres->Execute("DROP TRIGGER change ON events", {}));
  Must(Copy(path_, CopyDirection::kToPostgres));
}

}  // namespace
}  // namespace bearward::store
