// Pages of the lists that are read by their key: objects by number, results by id.
#include "store/keyset.h"

#include <gtest/gtest.h>

#include "store/environments.h"
#include "store/objects.h"
#include "store/organizations.h"
#include "store/partner_results.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::kSampleTime;
using Numbers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

const model::EnvironmentId kOne = {"env_1"};
const model::OrganizationId kAcme = {"org_1"};
const model::OrganizationId kGlobex = {"org_2"};
constexpr int kObjects = 5;

class KeysetTest : public ::testing::Test {
 protected:
  KeysetTest() {
    for (const char* environment : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(environment));
      for (int number : {1, 2}) {
        db_.Write(InsertOrganization, testing::SampleOrganization(environment, number));
      }
      for (int number = 1; number <= kObjects; ++number) {
        db_.Write(PutObject, testing::SampleObject(environment, number));
      }
    }
  }
  KeysetPage<model::Object> List(const KindQuery& query) {
    return testing::Must(db_->Read([&](ReadTx& tx) { return ListObjectsInKind(tx, query); }));
  }
  static KindQuery Query(int limit, std::optional<Order> order = std::nullopt) {
    KindQuery query;
    query.environment = kOne;
    query.kind = "form";
    query.limit = limit;
    query.order = order;
    return query;
  }
  static Numbers NumbersOf(const KeysetPage<model::Object>& page) {
    Numbers numbers;
    for (const model::Object& object : page.rows) numbers.push_back(object.number);
    return numbers;
  }
  void AddResult(const std::string& id, const model::OrganizationId& organization) {
    model::PartnerResult row;
    row.id = id;
    row.environment = kOne;
    row.organization = organization;
    row.kind = model::PartnerResultKind::kLoad;
    row.subject = "integration_1";
    row.content = "faults";
    row.created_at = row.updated_at = row.expires_at = kSampleTime;
    testing::Must(db_->Write([&](WriteTx& tx) { return PartnerResults().Insert(tx, row); }));
  }

  testing::MemoryStore db_;
};

TEST_F(KeysetTest, PagesFollowEachOtherInBothOrders) {
  for (const Order order : {Order::kAscending, Order::kDescending}) {
    KindQuery query = Query(2, order);
    Numbers all;
    std::vector<KeysetPage<model::Object>> pages;
    do {
      pages.push_back(List(query));
      for (const std::int64_t number : NumbersOf(pages.back())) all.push_back(number);
      query.after = pages.back().ends.after;
    } while (query.after && pages.size() < 9);
    Numbers expected = {1, 2, 3, 4, 5};
    if (order == Order::kDescending) std::ranges::reverse(expected);
    EXPECT_EQ(all, expected);
    EXPECT_FALSE(pages.front().ends.before);
    query.before = pages.back().ends.before;
    const auto previous = List(query);
    EXPECT_EQ(NumbersOf(previous), NumbersOf(pages.at(1)));
    query.before = previous.ends.before;
    EXPECT_EQ(NumbersOf(List(query)), NumbersOf(pages.at(0)));
  }
}

TEST_F(KeysetTest, APageOfAllRowsHasNoCursor) {
  for (const int limit : {kObjects, kObjects + 1}) {
    const auto page = List(Query(limit));
    EXPECT_EQ(NumbersOf(page), (Numbers{1, 2, 3, 4, 5}));
    EXPECT_FALSE(page.ends.before);
    EXPECT_FALSE(page.ends.after);
  }
  KindQuery none = Query(10);
  none.kind = "nothing";
  EXPECT_TRUE(List(none).rows.empty());
}

TEST_F(KeysetTest, OnlyRowsOfTheOwnerAreSelected) {
  KindQuery query = Query(10);
  query.owner = testing::SampleObject("env_1", 1).owner;
  EXPECT_EQ(NumbersOf(List(query)), (Numbers{1, 2, 3, 4, 5}));
  query.owner = model::OrganizationId{"org_none"};
  EXPECT_TRUE(List(query).rows.empty());
}

TEST_F(KeysetTest, ACursorThatIsNoNumberIsRefused) {
  for (const char* cursor : {"", "x", "1x", "1 OR 1=1", "99999999999999999999"}) {
    KindQuery query = Query(10);
    query.after = cursor;
    const auto page = db_->Read([&](ReadTx& tx) { return ListObjectsInKind(tx, query); });
    ASSERT_FALSE(page) << cursor;
    EXPECT_EQ(page.error().reason, "invalid_cursor");
  }
}

TEST_F(KeysetTest, ResultsAreThoseOfMembersAndHaveNoContent) {
  model::Object object = testing::SampleObject("env_1", 1);
  testing::Must(db_->Write([&](WriteTx& tx) {
    return ReplaceMembers(
        tx, kOne, object.id,
        {{.environment = kOne, .object = object.id, .organization = kAcme, .user = std::nullopt}});
  }));
  AddResult("load_1", kAcme);
  AddResult("load_2", kAcme);
  AddResult("load_3", kGlobex);
  const auto list = [&](const std::string& subject) {
    Texts ids;
    const auto page = testing::Must(db_->Read([&](ReadTx& tx) {
      return ListResultsOf(tx, {{}, object, model::PartnerResultKind::kLoad, subject});
    }));
    for (const model::PartnerResult& row : page.rows) {
      EXPECT_EQ(row.content, "");
      ids.push_back(row.id);
    }
    return ids;
  };
  EXPECT_EQ(list("integration_1"), (Texts{"load_2", "load_1"}));
  EXPECT_EQ(list("integration_2"), Texts{});
  object.environment = model::EnvironmentId{"env_2"};
  EXPECT_EQ(list("integration_1"), Texts{});
}

}  // namespace
}  // namespace bearward::store
