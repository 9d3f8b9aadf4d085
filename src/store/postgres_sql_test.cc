#include "store/postgres_sql.h"

#include <gtest/gtest.h>

#include "store/migrations.h"

namespace bearward::store {
namespace {

TEST(PostgresSqlTest, PlaceholdersAreNumberedWithADollarOutsideOfQuotes) {
  const PostgresText text = ToPostgres("SELECT '?1', \"?2\" FROM a WHERE b = ?2 AND c > ?12");
  EXPECT_EQ(text.sql, "SELECT '?1', \"?2\" FROM a WHERE b = $2 AND c > $12");
  EXPECT_EQ(text.parameters, 12U);
}

TEST(PostgresSqlTest, TheTypesOfATableAreTranslated) {
  EXPECT_EQ(
      ToPostgres("CREATE TABLE a (id INTEGER, text TEXT, bytes BLOB) STRICT, WITHOUT ROWID").sql,
      "CREATE TABLE a (id BIGINT, text TEXT COLLATE \"C\", bytes BYTEA) ");
  EXPECT_EQ(ToPostgres("\n-- about\n\n-- a\nALTER TABLE a ADD COLUMN b INTEGER").sql,
            "\n-- about\n\n-- a\nALTER TABLE a ADD COLUMN b BIGINT");
}

TEST(PostgresSqlTest, WordsOfOtherStatementsAndOfLiteralsStay) {
  EXPECT_EQ(ToPostgres("INSERT INTO a VALUES ('TEXT')").sql, "INSERT INTO a VALUES ('TEXT')");
  EXPECT_EQ(ToPostgres("CREATE TABLE a (b TEXT CHECK (b <> 'BLOB STRICT'))").sql,
            "CREATE TABLE a (b TEXT COLLATE \"C\" CHECK (b <> 'BLOB STRICT'))");
  EXPECT_EQ(ToPostgres("CREATE INDEX TEXT ON a (b)").sql, "CREATE INDEX TEXT ON a (b)");
}

TEST(PostgresSqlTest, AnUnfinishedQuoteIsCopied) { EXPECT_EQ(ToPostgres("'a").sql, "'a"); }

}  // namespace
}  // namespace bearward::store
