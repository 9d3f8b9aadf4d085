// Every operation with every storage call failing: the error is "unavailable", and nothing is left
// half done.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "partner_data/co_sell.h"
#include "partner_data/loads.h"
#include "partner_data/marketplace.h"
#include "partner_data/reports.h"
#include "partner_data/views.h"
#include "store/applications.h"
#include "store/objects.h"
#include "testing/cast.h"

namespace bearward::partner_data {
namespace {

using testing::Must;
using enum model::Operation;

// Uses are the use cases over the store of a cast.
struct Uses {
  explicit Uses(testing::TestServer& world)
      : reports({*world.store, world.clock}),
        views({*world.store, world.clock, world.entropy}),
        loads({*world.store, world.clock, world.entropy}),
        marketplace({*world.store, world.clock, world.entropy}),
        co_sell({*world.store, world.clock}) {}

  Reports reports;
  Views views;
  Loads loads;
  Marketplace marketplace;
  CoSell co_sell;
};

struct FaultCase {
  std::string name;
  std::function<base::Status(const Uses& uses, const model::Caller& caller)> run;
  std::vector<std::string> events = {};
};

template <class T>
base::Status Drop(const base::Result<T>& result) {
  if (!result) return base::Fail(result.error());
  return {};
}

const json::Object kRow = {{"opportunity_id", json::Value::String("crm-1")},
                           {"account_id", json::Value::String("crm-1")},
                           {"external_id", json::Value::String("crm-1")},
                           {"quantity", json::Value::Int(1)}};

std::vector<FaultCase> FaultCases() {
  return {
      {"ListReports", [](auto& uses, auto& caller) { return Drop(uses.reports.List(caller, {})); }},
      {"Rows", [](auto& uses, auto& caller) { return Drop(uses.reports.Rows(caller, 7, {}, {})); }},
      {"Charts",
       [](auto& uses, auto& caller) {
         return Drop(uses.reports.Charts(caller, 7, {}, std::nullopt, true));
       }},
      {"PrepareView",
       [](auto& uses, auto& caller) { return Drop(uses.views.Prepare(caller, 7, 1)); }},
      {"Load",
       [](auto& uses, auto& caller) {
         return Drop(uses.loads.Load(caller, "integration_1",
                                     {.text = "opportunity_id,stage\ncrm-1,won\n"}));
       },
       {"object.created", "object.linked"}},
      {"LoadAccounts",
       [](auto& uses, auto& caller) { return Drop(uses.loads.LoadAccounts(caller, {kRow})); },
       {"object.created", "object.linked"}},
      {"MakeUploadUrl",
       [](auto& uses, auto& caller) {
         return Drop(uses.loads.MakeUploadUrl(caller, "integration_1", "rows.csv"));
       }},
      {"StartAction",
       [](auto& uses, auto& caller) {
         return Drop(uses.marketplace.Start(caller, {"withdraw", "ws-offer", "aws", "offer_1"}));
       },
       {"object.updated"}},
      {"UploadUsage",
       [](auto& uses, auto& caller) {
         return Drop(uses.marketplace.UploadUsage(caller, "integration_1", {kRow}));
       },
       {"object.created"}},
      {"Receive",
       [](auto& uses, auto& caller) {
         return Drop(uses.marketplace.Receive(
             caller, "integration_1", {.kind = "marketplace_object", .data = kRow, .files = {}}));
       },
       {"object.created"}},
      {"Invite",
       [](auto& uses, auto& caller) {
         return uses.co_sell.Invite(caller, {.opportunity = "WS-5",
                                             .partner = "WS-6",
                                             .referral = "",
                                             .inviting_from = "",
                                             .message = "",
                                             .responsibilities = {}});
       },
       {"object.updated"}},
      {"Partners", [](auto& uses, auto& caller) { return Drop(uses.co_sell.Partners(caller)); }},
      {"PickLists",
       [](auto& uses, auto& caller) {
         return Drop(uses.co_sell.PickLists(caller, "aws", {"aws_use_case"}));
       }},
      {"AwsSolutions",
       [](auto& uses, auto& caller) { return Drop(uses.co_sell.AwsSolutions(caller)); }},
  };
}

void Put(testing::Cast& cast, const std::string& kind, const std::string& id, std::int64_t number,
         const std::string& fields = "{}") {
  model::Object object;
  object.environment = cast.production;
  object.id = {id};
  object.kind = kind;
  object.number = number;
  object.name = id;
  object.owner = cast.acme;
  object.fields = fields;
  Must(cast.world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::PutObject(tx, object));
    return store::ReplaceMembers(tx, object.environment, object.id,
                                 {{.environment = object.environment,
                                   .object = object.id,
                                   .organization = object.owner,
                                   .user = {},
                                   .level = model::AccessLevel::kOwner}});
  }));
}

void PutWorld(testing::Cast& cast) {
  const model::AccessProfile profile{"ObjectRead",
                                     {{"*", kRead}, {"*", kWrite}, {"ws-offer", kWrite}}};
  Must(cast.world.store->Write(
      [&](store::WriteTx& tx) { return store::PutAccessProfile(tx, cast.production, profile); }));
  Put(cast, "report", "report_1", 7,
      R"({"enabledForApi":true,"rows":"opportunity","columns":[{"field":"object_name"}],)"
      R"("charts":[{"id":1,"groupBy":"object_name"}]})");
  Put(cast, "integration", "integration_1", 1);
  Put(cast, "ws-offer", "offer_1", 1);
  Put(cast, "opportunity", "opportunity_1", 5);
  Put(cast, "aws_partner", "partner_1", 6);
}

class PartnerDataFaults : public ::testing::TestWithParam<FaultCase> {};

std::string CaseName(const ::testing::TestParamInfo<FaultCase>& row) { return row.param.name; }
INSTANTIATE_TEST_SUITE_P(Operations, PartnerDataFaults, ::testing::ValuesIn(FaultCases()),
                         CaseName);

TEST_P(PartnerDataFaults, EveryFaultIsUnavailableAndLeavesNothingHalfDone) {
  testing::FaultyCast faulty;
  testing::Cast& cast = faulty.cast;
  PutWorld(cast);
  const Uses uses(cast.world);
  const model::Caller exporter = cast.As(cast.exporter);
  const std::int64_t before = cast.LastEvent();
  base::Status status;
  const int faults = testing::ForEveryFault(
      *faulty.plan, [&] { status = GetParam().run(uses, exporter); },
      [&](int n) {
        ASSERT_FALSE(status) << n;
        EXPECT_EQ(status.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(cast.LastEvent(), before) << n;
        const auto objects = Must(cast.world.store->Read([&](store::ReadTx& tx) {
          return store::CountObjects(tx, cast.production, cast.acme, "opportunity");
        }));
        EXPECT_EQ(objects, 1) << n;
      });
  EXPECT_GT(faults, 1);
  EXPECT_TRUE(status) << "the run without a fault: " << status.error().public_text;
  EXPECT_EQ(cast.NamesAfter(before), GetParam().events);
}

}  // namespace
}  // namespace bearward::partner_data
