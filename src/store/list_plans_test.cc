// Checks the query plan of each list: a page is read in the order of an index, so that its LIMIT
// ends the read early.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>

#include "model/log_stream.h"
#include "model/records.h"
#include "model/webhook_endpoint.h"
#include "store/plan_engine_fixture.h"
#include "store/table.h"
#include "store/transaction.h"
#include "testing/must.h"

namespace bearward::store {
namespace {

using testing::Must;

const model::EnvironmentId kOne = {"env_1"};
const model::OrganizationId kOrganization = {"org_1"};

// RunList runs every form of the list of a described resource.
void RunList(const model::Record& record, WriteTx& tx) {
  const Table table(record);
  const auto append = [row = record.make()] { return row.get(); };
  for (const Order order : {Order::kAscending, Order::kDescending}) {
    for (const bool of_organization : {false, true}) {
      if (of_organization && record.organization.empty()) continue;
      PageQuery query;
      query.environment = kOne;
      query.order = order;
      if (of_organization) query.organization = kOrganization;
      Must(table.List(tx, query, append));
      query.after = "id_1";
      Must(table.List(tx, query, append));
      query.before = std::exchange(query.after, std::nullopt);
      Must(table.List(tx, query, append));
    }
  }
}

// LIMIT ends the read early only if no row is sorted.
bool ReadsInOrder(const std::string& step) {
  return !step.starts_with("SCAN ") && step.find("B-TREE") == std::string::npos;
}

TEST(ListPlans, APageOfEveryDescribedResourceIsReadInTheOrderOfAnIndex) {
  for (const model::Record* const record : model::AllRecords()) {
    PlanEngine engine;
    const EventChain chain;
    WriteTx tx(engine, chain, {});
    RunList(*record, tx);
    EXPECT_GE(engine.plans().size(), !record->MakesIds()            ? 4U
                                     : record->organization.empty() ? 5U
                                                                    : 6U);
    for (const auto& [sql, steps] : engine.plans()) {
      for (const auto& step : steps) EXPECT_TRUE(ReadsInOrder(step)) << sql << "\n  " << step;
    }
  }
}

TEST(ListPlans, APageOfTheRowsOfOneOrganizationIsReadFromTheIndexOfThatOrganization) {
  for (const model::Record* const record : std::initializer_list<const model::Record*>{
           &model::kLogStream, &model::kWebhookSubscriber}) {
    PlanEngine engine;
    const EventChain chain;
    WriteTx tx(engine, chain, {});
    PageQuery query;
    query.environment = kOne;
    query.filters = {{record->Find("organization_id"), {kOrganization.text}}};
    const auto append = [row = record->make()] { return row.get(); };
    Must(Table(*record).List(tx, query, append));
    query.after = "id_1";
    Must(Table(*record).List(tx, query, append));
    EXPECT_GE(engine.plans().size(), 3U);
    const std::string index = "INDEX " + std::string(record->table) + "_organization (";
    for (const auto& [sql, steps] : engine.plans()) {
      const bool by_organization = sql.contains("organization_id IN");
      for (const auto& step : steps) {
        EXPECT_TRUE(ReadsInOrder(step)) << sql << "\n  " << step;
        EXPECT_EQ(step.contains(index), by_organization) << sql << "\n  " << step;
      }
    }
  }
}

TEST(ListPlans, TheTestDetectsASortedPage) {
  PlanEngine engine;
  const std::array<Parameter, 1> one = {"x"};
  Must(engine.Execute("SELECT id FROM users WHERE environment_id = ?1 ORDER BY first_name LIMIT 1",
                      one));
  const auto& steps = engine.plans().begin()->second;
  EXPECT_FALSE(std::ranges::all_of(steps, ReadsInOrder));
}

}  // namespace
}  // namespace bearward::store
