#include "store/insert_batch.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bearward::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kPair = "INSERT INTO pairs (a, b) VALUES (?1, ?2)";
constexpr std::string_view kOne = "INSERT INTO ones (a) VALUES (?1)";

// Sent is a statement that was sent: its text and its integers.
using Sent = std::pair<std::string, std::vector<std::int64_t>>;

class InsertBatchTest : public ::testing::Test {
 protected:
  bool Add(std::string_view sql, const std::vector<Parameter>& values) {
    return batch_.Add(sql, values);
  }
  // Flush returns what was sent; the statement with the number `failing` fails.
  std::vector<Sent> Flush(std::size_t failing = 0) {
    std::vector<Sent> sent;
    status_ = batch_.Flush([&](std::string_view sql, std::span<const Parameter> values) {
      Sent& statement = sent.emplace_back(sql, std::vector<std::int64_t>());
      for (const Parameter& value : values) {
        statement.second.push_back(std::get<std::int64_t>(value));
      }
      const bool fails = sent.size() == failing;
      return fails ? base::Status(base::Fail(base::Unavailable("store_failed", "")))
                   : base::Status();
    });
    return sent;
  }
  base::Status status_;
  InsertBatch batch_;
};

TEST_F(InsertBatchTest, RowsOfOneTextBecomeOneStatement) {
  EXPECT_TRUE(Add(kPair, {1, 2}));
  EXPECT_TRUE(Add(kPair, {3, 4}));
  EXPECT_THAT(Flush(), ElementsAre(Sent("INSERT INTO pairs (a, b) VALUES (?1, ?2), (?3, ?4)",
                                        {1, 2, 3, 4})));
  EXPECT_TRUE(status_);
  EXPECT_THAT(Flush(), IsEmpty());
}

TEST_F(InsertBatchTest, ASingleRowKeepsItsText) {
  EXPECT_TRUE(Add(kPair, {1, 2}));
  EXPECT_THAT(Flush(), ElementsAre(Sent(std::string(kPair), {1, 2})));
}

TEST_F(InsertBatchTest, TheTextsAreSentInTheOrderOfTheirFirstRow) {
  for (std::int64_t i = 0; i < 2; ++i) {
    Add(kOne, {i});
    Add(kPair, {i, i});
  }
  EXPECT_THAT(Flush(), ElementsAre(Sent("INSERT INTO ones (a) VALUES (?1), (?2)", {0, 1}),
                                   Sent("INSERT INTO pairs (a, b) VALUES (?1, ?2), (?3, ?4)",
                                        {0, 0, 1, 1})));
}

// The server prepares each text once, so their number is limited.
TEST_F(InsertBatchTest, AStatementHasAPowerOfTwoOfRowsAndAtMost64) {
  for (std::int64_t i = 0; i < 64 + 64 + 4 + 1; ++i) Add(kOne, {i});
  std::vector<std::size_t> rows;
  std::int64_t next = 0;
  for (const Sent& sent : Flush()) {
    rows.push_back(sent.second.size());
    for (const std::int64_t value : sent.second) EXPECT_EQ(value, next++);
  }
  EXPECT_THAT(rows, ElementsAre(64, 64, 4, 1));
}

TEST_F(InsertBatchTest, StatementsWithOtherEffectsOrValuesAreNotCombined) {
  for (const char* const sql :
       {"UPDATE ones SET a = ?1", "INSERT INTO ones (a) SELECT a FROM pairs WHERE b = ?1",
        "INSERT INTO ones (a) VALUES (?1) ON CONFLICT (a) DO NOTHING",
        "INSERT INTO ones (a) VALUES (?1) RETURNING a", "INSERT INTO ones (a) VALUES (lower(?1))",
        "INSERT INTO ones (a) VALUES (1)"}) {
    EXPECT_FALSE(Add(sql, {1})) << sql;
  }
  EXPECT_FALSE(Add("INSERT INTO pairs (a, b) VALUES (?1, ?1)", {1}));
  EXPECT_FALSE(Add("INSERT INTO pairs (a, b) VALUES (?2, ?1)", {1, 2}));
  EXPECT_THAT(Flush(), IsEmpty());
}

TEST_F(InsertBatchTest, AWrongNumberOfValuesIsLeftToTheEngine) {
  EXPECT_FALSE(Add(kPair, {1}));
  EXPECT_THAT(Flush(), IsEmpty());
}

TEST_F(InsertBatchTest, AfterAFailureNoRowIsSentAndNoneIsKept) {
  Add(kOne, {1});
  Add(kPair, {1, 1});
  EXPECT_EQ(Flush(1).size(), 1U);
  EXPECT_FALSE(status_);
  EXPECT_THAT(Flush(), IsEmpty());
}

TEST_F(InsertBatchTest, ClearedRowsAreNotSent) {
  Add(kOne, {1});
  batch_.Clear();
  Add(kOne, {2});
  EXPECT_THAT(Flush(), ElementsAre(Sent(std::string(kOne), {2})));
}

// The caller frees its texts before the rows are sent.
TEST_F(InsertBatchTest, TextsAreCopied) {
  std::string text = "first";
  Add(kOne, {BorrowedText(text)});
  text = "other";
  std::string sent;
  ASSERT_TRUE(batch_.Flush([&sent](std::string_view, std::span<const Parameter> values) {
    sent = std::get<std::string>(values.front());
    return base::Status();
  }));
  EXPECT_EQ(sent, "first");
}

}  // namespace
}  // namespace bearward::store
