#include "store/migrations.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "store/columns.h"
#include "store/engine_sqlite.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;

constexpr Migration kFirst = {"0001_first", "CREATE TABLE a (x INTEGER NOT NULL);\n"};
constexpr Migration kSecond = {"0002_second",
                               "-- a comment; with a semicolon\nCREATE TABLE b (x INTEGER);\n"
                               "INSERT INTO a (x)\n  VALUES (1);\n"};
constexpr Migration kBroken = {"0002_broken",
                               "INSERT INTO a (x) VALUES (7);\nINSERT INTO nowhere (x) VALUES "
                               "(1);\n"};

class MigrationsTest : public ::testing::Test {
 protected:
  base::Status Take(std::vector<Migration> steps) { return Migrate(*engine_, steps); }
  std::int64_t Ask(std::string_view sql) { return Must(ReadInteger(engine_->Execute(sql, {}))); }
  std::unique_ptr<Engine> engine_ = Must(OpenSqlite(":memory:", true));
};

TEST_F(MigrationsTest, StepsAreTakenInOrderAndOnce) {
  Must(Take({kFirst}));
  Must(Take({kFirst, kSecond}));
  Must(Take({kFirst, kSecond}));
  EXPECT_EQ(Ask("SELECT count(*) FROM a"), 1);
  EXPECT_EQ(Ask("SELECT max(version) FROM schema_version"), 2);
  EXPECT_EQ(Ask("SELECT count(*) FROM schema_version"), 2);
}

TEST_F(MigrationsTest, AFailedStepLeavesTheDatabaseAsItWas) {
  EXPECT_EQ(CodeOf(Take({kFirst, kBroken})), base::Code::kUnavailable);
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_master"), 0);
  Must(Take({kFirst, kSecond}));
}

TEST_F(MigrationsTest, ANewerSchemaIsRefused) {
  Must(Take({kFirst, kSecond}));
  const auto status = Take({kFirst});
  ASSERT_EQ(CodeOf(status), base::Code::kConflict);
  EXPECT_EQ(status.error().reason, "schema_newer");
}

TEST_F(MigrationsTest, AnotherHistoryIsRefused) {
  Must(Take({kFirst, {"0002_other", "CREATE TABLE c (x INTEGER);\n"}}));
  EXPECT_EQ(CodeOf(Take({kFirst, kSecond})), base::Code::kConflict);
}

TEST_F(MigrationsTest, AStepMustEndWithASemicolon) {
  EXPECT_EQ(CodeOf(Take({{"0001_cut", "CREATE TABLE a (x INTEGER);\nCREATE TABLE b"}})),
            base::Code::kInternal);
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_master WHERE name = 'a'"), 0);
}

TEST_F(MigrationsTest, TheEmbeddedStepsAreNumberedAndMakeTheSchema) {
  const auto steps = Migrations();
  ASSERT_FALSE(steps.empty());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    EXPECT_EQ(steps[i].name.substr(0, 5), std::string(4 - number.size(), '0') + number + "_");
  }
  Must(Migrate(*engine_, steps));
  EXPECT_EQ(Ask("SELECT max(version) FROM schema_version"),
            static_cast<std::int64_t>(steps.size()));
  EXPECT_EQ(Ask("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
                "AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version' AND strict = 0"),
            0);
}

// This version must not open, and misinterpret, the schema of a newer version.
TEST(StoreOpen, ADatabaseOfANewerProgramIsRefused) {
  const testing::TempDir folder;
  const EngineSource source = SqliteFile(folder.File("store.db"), 1);
  Must(Store::Open(source));
  {
    auto engine = Must(source.open(true));
    Must(engine->Execute("INSERT INTO schema_version (version, name) VALUES (9999, '9999_later')",
                         {}));
  }
  EXPECT_EQ(CodeOf(Store::Open(source)), base::Code::kConflict);
}

TEST(StoreOpen, AFolderThatIsMissingIsUnavailable) {
  const testing::TempDir folder;
  EXPECT_EQ(CodeOf(Store::Open(SqliteFile(folder.File("no/such/store.db"), 1))),
            base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::store
