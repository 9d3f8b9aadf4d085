// The SQL statements of every described resource.
#include "store/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "model/records.h"
#include "store/columns.h"
#include "store/environments.h"
#include "store/organizations.h"
#include "store/users.h"
#include "testing/memory_store.h"
#include "testing/sample_record.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::Must;
using testing::SampleRecord;

using Ids = std::vector<std::string>;

// Listed is a page: the ids in order, and the cursors of the adjacent pages.
struct Listed {
  Ids ids;
  std::string before = "-";
  std::string after = "-";
};

class TableTest : public ::testing::TestWithParam<const model::Record*> {
 protected:
  TableTest() {
    for (const char* environment : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(environment));
      if (record().table == "organizations") continue;
      for (int number : {1, 2}) {
        db_.Write(InsertOrganization, testing::SampleOrganization(environment, number));
      }
      if (record().Find("user_id") == nullptr) continue;
      for (int number : {1, 2, 3, 4, 5}) {
        db_.Write(InsertUser, testing::SampleUser(environment, number));
      }
    }
  }

  const model::Record& record() const { return *GetParam(); }

  std::shared_ptr<void> Put(std::int64_t number, const char* environment = "env_1",
                            const char* organization = "org_1") {
    auto row = SampleRecord(record(), environment, organization, number);
    Must(db_->Write([&](WriteTx& tx) { return table_.Insert(tx, row.get()); }));
    return row;
  }

  std::shared_ptr<void> Find(const std::string& environment, const std::string& id) {
    auto row = record().make();
    const bool found =
        Must(db_->Read([&](ReadTx& tx) { return table_.Find(tx, {environment}, id, row.get()); }));
    return found ? row : nullptr;
  }

  base::Result<Listed> TryList(const PageQuery& query) {
    std::vector<std::shared_ptr<void>> rows;
    BW_TRY_ASSIGN(const PageEnds ends, db_->Read([&](ReadTx& tx) {
      return table_.List(tx, query, [&] { return rows.emplace_back(record().make()).get(); });
    }));
    Listed listed{
        .ids = {}, .before = ends.before.value_or("-"), .after = ends.after.value_or("-")};
    for (const auto& row : rows) listed.ids.push_back(record().entity(row.get()).id);
    return listed;
  }
  Listed List(const PageQuery& query) { return Must(TryList(query)); }

  PageQuery Query(bool ascending, int limit) const {
    PageQuery query;
    query.environment = {"env_1"};
    query.order = ascending ? Order::kAscending : Order::kDescending;
    query.limit = limit;
    return query;
  }

  // ExpectEqual compares all stored fields; without `constant`, those that an update may change.
  void ExpectEqual(const void* left, const void* right, bool constant = true) const {
    for (const model::Field& field : record().fields) {
      if (!field.Is(model::kStored) || (!constant && field.Is(model::kConstant))) continue;
      EXPECT_EQ(field.get(left), field.get(right)) << field.name;
    }
  }

  std::string Id(std::int64_t number) const {
    const auto row = SampleRecord(record(), "env_1", "org_1", number);
    return record().entity(row.get()).id;
  }

  testing::MemoryStore db_;
  Table table_{*GetParam()};
};

TEST_P(TableTest, ARowIsReadBackCompletely) {
  const auto put = Put(1);
  const auto found = Find("env_1", Id(1));
  ASSERT_NE(found, nullptr);
  ExpectEqual(found.get(), put.get());
  EXPECT_EQ(record().entity(found.get()).created_at, record().entity(put.get()).created_at);
  EXPECT_EQ(record().entity(found.get()).updated_at, record().entity(put.get()).updated_at);
}

TEST_P(TableTest, ARowWithoutOptionalValuesIsReadBackWithoutThem) {
  auto row = SampleRecord(record(), "env_1", "org_1", 1);
  for (const model::Field& field : record().fields) {
    if (field.nullable) field.set(row.get(), {});
  }
  Must(db_->Write([&](WriteTx& tx) { return table_.Insert(tx, row.get()); }));
  const auto found = Find("env_1", Id(1));
  ASSERT_NE(found, nullptr);
  ExpectEqual(found.get(), row.get());
}

TEST_P(TableTest, AnotherEnvironmentDoesNotFindARow) {
  Put(1);
  EXPECT_NE(Find("env_1", Id(1)), nullptr);
  EXPECT_EQ(Find("env_2", Id(1)), nullptr);
}

TEST_P(TableTest, AnUpdateChangesEveryStoredFieldOfThatRowOnly) {
  Put(1);
  const auto other = Put(2);
  auto changed = SampleRecord(record(), "env_1", "org_2", 3);
  record().entity(changed.get()).id = Id(1);
  Must(db_->Write([&](WriteTx& tx) { return table_.Update(tx, changed.get()); }));
  ExpectEqual(Find("env_1", Id(1)).get(), changed.get(), false);
  ExpectEqual(Find("env_1", Id(2)).get(), other.get());
}

TEST_P(TableTest, AnUpdateFromAnotherEnvironmentFails) {
  const auto put = Put(1);
  auto foreign = SampleRecord(record(), "env_2", "org_1", 1);
  const auto updated = db_->Write([&](WriteTx& tx) { return table_.Update(tx, foreign.get()); });
  EXPECT_FALSE(updated.has_value());
  ExpectEqual(Find("env_1", Id(1)).get(), put.get());
}

TEST_P(TableTest, ADeleteRemovesARowOfItsEnvironmentOnly) {
  Put(1);
  Must(db_->Write([&](WriteTx& tx) { return table_.Delete(tx, {"env_2"}, Id(1)); }));
  EXPECT_NE(Find("env_1", Id(1)), nullptr);
  Must(db_->Write([&](WriteTx& tx) { return table_.Delete(tx, {"env_1"}, Id(1)); }));
  EXPECT_EQ(Find("env_1", Id(1)), nullptr);
}

TEST_P(TableTest, AnIdIsUnique) {
  Put(1);
  auto again = SampleRecord(record(), "env_1", "org_1", 2);
  record().entity(again.get()).id = Id(1);
  EXPECT_EQ(
      testing::CodeOf(db_->Write([&](WriteTx& tx) { return table_.Insert(tx, again.get()); })),
      base::Code::kExists);
}

TEST_P(TableTest, AnEmptyListEndsOnBothSides) {
  const Listed page = List(Query(true, 10));
  EXPECT_EQ(page.ids, Ids{});
  EXPECT_EQ(page.before + page.after, "--");
}

TEST_P(TableTest, AListOfExactlyTheLimitEndsOnBothSides) {
  for (int number : {1, 2}) Put(number);
  const Listed page = List(Query(true, 2));
  EXPECT_EQ(page.ids, (Ids{Id(1), Id(2)}));
  EXPECT_EQ(page.before + page.after, "--");
}

TEST_P(TableTest, PagesFollowEachOtherInBothOrders) {
  for (int number : {1, 2, 3, 4, 5}) Put(number);
  for (const bool ascending : {true, false}) {
    PageQuery query = Query(ascending, 2);
    Ids all;
    for (int pages = 0; pages < 5; ++pages) {
      const Listed page = List(query);
      all.insert(all.end(), page.ids.begin(), page.ids.end());
      EXPECT_EQ(page.before == "-", pages == 0);
      if (page.after == "-") break;
      query.after = page.after;
    }
    Ids wanted{Id(1), Id(2), Id(3), Id(4), Id(5)};
    if (!ascending) std::ranges::reverse(wanted);
    EXPECT_EQ(all, wanted);
  }
}

TEST_P(TableTest, APageBeforeACursorHasTheNearestRows) {
  for (int number : {1, 2, 3, 4, 5}) Put(number);
  PageQuery query = Query(true, 2);
  query.before = Id(4);
  const Listed page = List(query);
  EXPECT_EQ(page.ids, (Ids{Id(2), Id(3)}));
  EXPECT_EQ(page.before, Id(2));
  EXPECT_EQ(page.after, Id(3));
  query.before = Id(2);
  EXPECT_EQ(List(query).ids, (Ids{Id(1)}));
  EXPECT_EQ(List(query).before, "-");
}

TEST_P(TableTest, NormalOrderIsDescendingWithExchangedCursors) {
  for (int number : {1, 2, 3, 4, 5}) Put(number);
  PageQuery query = Query(false, 2);
  query.order = Order::kNormal;
  const Listed first = List(query);
  EXPECT_EQ(first.ids, (Ids{Id(5), Id(4)}));
  EXPECT_EQ(first.before + first.after, Id(4) + "-");
  query.before = first.before;
  const Listed second = List(query);
  EXPECT_EQ(second.ids, (Ids{Id(3), Id(2)}));
  EXPECT_EQ(second.before + second.after, Id(2) + Id(3));
  query.before.reset();
  query.after = second.after;
  EXPECT_EQ(List(query).ids, first.ids);
}

TEST_P(TableTest, WithoutAnOrderNewIdsComeFirstAndKeysOfTheClientAscend) {
  for (int number : {1, 2}) Put(number);
  PageQuery query = Query(false, 2);
  query.order.reset();
  EXPECT_EQ(List(query).ids, record().MakesIds() ? (Ids{Id(2), Id(1)}) : (Ids{Id(1), Id(2)}));
}

TEST_P(TableTest, BothCursorsInOneRequestAreRefused) {
  Put(1);
  PageQuery query = Query(true, 2);
  query.after = query.before = Id(1);
  EXPECT_EQ(TryList(query).error().reason, "invalid_cursor");
}

TEST_P(TableTest, TheListOfAllEnvironmentsHasEveryRow) {
  Put(1);
  Put(2, "env_2");
  std::vector<std::shared_ptr<void>> rows;
  Must(db_->Read([&](ReadTx& tx) {
    return table_.ListAllEnvironments(tx, [&] { return rows.emplace_back(record().make()).get(); });
  }));
  EXPECT_EQ(rows.size(), 2U);
}

TEST_P(TableTest, AWordOfANewerVersionIsOmittedFromAList) {
  const auto put = Put(1);
  for (const model::Field& field : record().fields) {
    if (field.kind != model::Kind::kWords) continue;
    Must(db_->Write([&](WriteTx& tx) {
      return Done(tx.Execute("UPDATE " + std::string(record().table) + " SET " +
                                 std::string(field.name) + " = 'of_a_newer_version\n' || " +
                                 std::string(field.name),
                             {}));
    }));
    ExpectEqual(Find("env_1", Id(1)).get(), put.get());
  }
}

TEST_P(TableTest, RowsOfAnotherEnvironmentAreInNoList) {
  Put(1);
  Put(2, "env_2");
  EXPECT_EQ(List(Query(true, 10)).ids, (Ids{Id(1)}));
}

TEST_P(TableTest, AListOfAnOrganizationHasOnlyItsRows) {
  if (record().organization.empty()) return;
  Put(1);
  Put(2, "env_1", "org_2");
  PageQuery query = Query(true, 10);
  query.organization = model::OrganizationId{"org_2"};
  EXPECT_EQ(List(query).ids, (Ids{Id(2)}));
}

TEST_P(TableTest, ACursorOfAnotherListIsRefused) {
  if (!record().MakesIds()) return;
  Put(1);
  Put(2, "env_2");
  PageQuery query = Query(true, 10);
  for (const std::string& cursor : {Id(2), std::string("' OR 1=1 --"), std::string()}) {
    query.after = cursor;
    const auto listed = TryList(query);
    ASSERT_FALSE(listed.has_value()) << cursor;
    EXPECT_EQ(listed.error().reason, "invalid_cursor");
  }
  query.after = Id(1);
  EXPECT_TRUE(TryList(query).has_value());
}

TEST_P(TableTest, AFilterSelectsTheRowsWithOneOfItsValues) {
  for (int number : {1, 2, 3}) Put(number);
  for (const model::Field& field : record().fields) {
    if (!field.Is(model::kFilter) || field.name == "organization_id") continue;
    PageQuery query = Query(true, 10);
    const auto text = [&](int number) {
      return std::get<std::string>(
          field.get(SampleRecord(record(), "env_1", "org_1", number).get()));
    };
    query.filters = {{&field, {text(3), text(1)}}};
    EXPECT_EQ(List(query).ids, (Ids{Id(1), Id(3)})) << field.name;
    query.filters = {{&field, {}}};
    EXPECT_EQ(List(query).ids, Ids{}) << field.name;
  }
}

TEST_P(TableTest, ColumnsAreTheStoredFields) {
  std::set<std::string> wanted = {std::string(record().key), "environment_id", "created_at",
                                  "updated_at"};
  for (const model::Field& field : record().fields) {
    if (field.Is(model::kStored)) wanted.insert(std::string(field.name));
  }
  const auto sqlite = Must(Store::Open(SqliteMemory()));
  const auto names = Must(sqlite->Read([&](ReadTx& tx) {
    return ReadAll<std::string>(
        tx.Execute("SELECT name FROM pragma_table_info(?1)", {std::string(record().table)}),
        [](Columns& columns) { return columns.Text(); });
  }));
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()), wanted);
}

TEST_P(TableTest, TheSchemaAllowsExactlyTheWordsOfAField) {
  const auto sqlite = Must(Store::Open(SqliteMemory()));
  const auto texts = Must(sqlite->Read([&](ReadTx& tx) {
    return ReadAll<std::string>(
        tx.Execute("SELECT sql FROM sqlite_master WHERE name = ?1", {std::string(record().table)}),
        [](Columns& columns) { return columns.Text(); });
  }));
  ASSERT_EQ(texts.size(), 1U);
  const std::string schema = std::regex_replace(texts.front(), std::regex("\\s+"), " ");
  for (const model::Field& field : record().fields) {
    if (field.kind != model::Kind::kWord) continue;
    std::string check = "CHECK (" + std::string(field.name) + " IN (";
    for (const std::string_view word : field.words) {
      check += (check.ends_with('(') ? "'" : ", '") + std::string(word) + "'";
    }
    EXPECT_NE(schema.find(check + "))"), std::string::npos) << check;
  }
}

INSTANTIATE_TEST_SUITE_P(Records, TableTest,
                         ::testing::ValuesIn(model::AllRecords().begin(),
                                             model::AllRecords().end()),
                         [](const auto& test) { return std::string(test.param->table); });

}  // namespace
}  // namespace bearward::store
