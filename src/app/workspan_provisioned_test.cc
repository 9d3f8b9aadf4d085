// WorkSpan's data as a provisioning file describes it, with the documented names only
// (docs/workspan.md).
#include "app/workspan_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kWorld = R"(
[[objects]]
kind = "opportunity"
name = "Alpha"
organization = "Acme"
fields = { stage = "won", amount = 100, sales_details = { partner = "P1" } }

[[objects]]
kind = "opportunity"
name = "Beta"
organization = "Acme"
fields = { stage = "won", amount = 20 }

[[objects]]
kind = "report"
name = "Deals"
number = 7301
organization = "Acme"
[objects.fields]
description = "All deals"
reportStatus = "DRAFT"
enabledForApi = true
category = "Sales"
rows = "opportunity"
columns = [
  { colId = "deal", field = "object_name", exportName = "Deal name", type = "TEXT" },
  { colId = "stage", field = "stage", exportName = "Stage", type = "TEXT" },
  { colId = "amount", field = "amount", exportName = "Amount", type = "NUMBER" },
  { colId = "partner", field = "sales_details.partner", exportName = "Partner", type = "TEXT" },
  { colId = "due", field = "close_date", exportName = "Due", type = "DATE" },
]
sorting = [{ colId = "amount", descending = true }]
charts = [{ id = 1, name = "By stage", groupBy = "stage" }]
tags = ["marketplace:aws:offer:list:report", "second"]

[[objects]]
kind = "report"
name = "Switched off"
number = 7302
organization = "Acme"
[objects.fields]
rows = "opportunity"
columns = [{ colId = "deal", field = "object_name", exportName = "Deal name", type = "TEXT" }]

[[objects]]
kind = "integration"
name = "CRM"
id = "WS-Integration_typed"
organization = "Acme"
[objects.fields]
integration_type = "CRM"
description = "Typed columns"
object_kind = "opportunity"
key_field = "crm_key"
auto_create = true
columns = [
  { name = "crm_key", type = "TEXT" },
  { name = "amount", type = "NUMBER" },
  { name = "close_date", type = "DATE" },
  { name = "stage", type = "TEXT" },
]

[[objects]]
kind = "integration"
name = "Broken"
id = "WS-Integration_broken"
organization = "Acme"
fields = { columns = [{ name = "amount", type = "MONEY" }] }

[[objects]]
kind = "integration"
name = "Azure"
id = "WS-Integration_azure"
organization = "Acme"
fields = { marketplace_type = "azure" }

[[objects]]
kind = "ws-offer"
name = "Offer of Google"
id = "WS-Offer_google"
organization = "Acme"
fields = { marketplace_type = "google" }

[[objects]]
kind = "aws_solution"
name = "Backup"
id = "S-1"
organization = "Acme"

[[objects]]
kind = "aws_partner"
name = "Initech"
number = 9001
organization = "Acme"

[[applications]]
name = "Offers"
organization = "Acme"
client_id = "WS-ApplicationUser_offers"
client_secret = "00112233445566778899aabbccddeeff"
access_profile = "MARKETPLACE_ACTIONS"
)";

class WorkSpanProvisioned : public WorkSpanFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
    linker_ = Linker();
  }
  static ClientAnswer Load(const std::string& text, const std::string& type) {
    ClientHeaders headers = linker_;
    headers.emplace_back("Content-Type", type);
    return Send(Method::kPost, "/bulk/v1/bulkload?integration_id=WS-Integration_typed", headers,
                text);
  }
  static ClientAnswer Status(const ClientAnswer& load) {
    return Get("/bulk/v1/status/WS-Integration_typed?include_errors=true&execution_id=" +
                   Text(load, "execution_id"),
               linker_);
  }

  static inline ClientHeaders linker_;
};

TEST_F(WorkSpanProvisioned, OnlyAnEnabledReportIsListed) {
  const ClientAnswer list = Post("/report/v1/list", "{}", linker_);
  EXPECT_THAT(list.body, HasSubstr(R"("id":7301,"name":"Deals","description":"All deals",)"
                                   R"("reportStatus":"DRAFT")"));
  EXPECT_THAT(list.body, Not(HasSubstr("7302")));
  EXPECT_EQ(Post("/report/v1/7302/data", "{}", linker_).status, 404);
}

TEST_F(WorkSpanProvisioned, TheKeysOfARowAreTheExportNames) {
  const ClientAnswer data = Post("/report/v1/7301/data", "{}", linker_);
  EXPECT_THAT(data.body, HasSubstr(R"({"Deal name":"Alpha","Stage":"won","Amount":100,)"
                                   R"("Partner":"P1","Due":null})"));
  EXPECT_THAT(Post("/report/v1/7301/data-schema", "{}", linker_).body, HasSubstr("\"Deal name\""));
}

TEST_F(WorkSpanProvisioned, AChartCountsTheRowsOfEachGroup) {
  const ClientAnswer charts = Post("/report/v1/7301/chart-data", R"({"chartIds":[1]})", linker_);
  EXPECT_THAT(charts.body, HasSubstr(R"("name":"By stage","results":[{"Stage":"won","COUNT":2})"));
  EXPECT_THAT(Post("/report/v1/7301/chart-metadata", "{}", linker_).body,
              HasSubstr(R"("groupBy":"stage")"));
}

TEST_F(WorkSpanProvisioned, AReportIsFoundByEachOfItsTags) {
  const auto ask = [](const std::string& marketplace) {
    return Post("/app/v1/marketplace/export_report",
                R"({"operation":"list","marketplace_type":")" + marketplace +
                    R"(","object_type":"offer","size":10,"page":0})",
                linker_);
  };
  EXPECT_THAT(ask("aws").body, HasSubstr(R"("Deal name":"Alpha")"));
  EXPECT_EQ(ask("azure").status, 404);
}

TEST_F(WorkSpanProvisioned, AWrongCellIsAFaultOfItsRow) {
  const ClientAnswer load = Load(
      "crm_key,amount,close_date,stage\nT1,12.5,2031-05-06,new\nT2,much,2031-05-06,new\n"
      "T3,1,tomorrow,new\n",
      "text/csv");
  ASSERT_EQ(load.status, 200) << load.body;
  const ClientAnswer status = Status(load);
  EXPECT_EQ(Number(status, "success_count"), 1);
  EXPECT_EQ(Member(status, {"errors"}),
            R"([{"id":"T2","message":"The column amount must have a number.","data_row":)"
            R"({"crm_key":"T2","amount":"much","close_date":"2031-05-06","stage":"new"}},)"
            R"({"id":"T3","message":"The column close_date must have a date such as 2031-05-06.",)"
            R"("data_row":{"crm_key":"T3","amount":"1","close_date":"tomorrow","stage":"new"}}])");
  EXPECT_THAT(Post("/report/v1/7301/data", "{}", linker_).body,
              HasSubstr(R"({"Deal name":"T1","Stage":"new","Amount":12.5,"Partner":null,)"
                        R"("Due":"2031-05-06"})"))
      << "a number of a file is stored as a number";
}

TEST_F(WorkSpanProvisioned, JsonCellsHaveTheTypesOfTheirColumnsToo) {
  const ClientAnswer load =
      Load(R"([{"crm_key":7,"amount":3,"stage":true},{"crm_key":"J2","amount":true},)"
           R"({"crm_key":"J3","close_date":45000},{"crm_key":"J4","amount":null}])",
           "application/json");
  const ClientAnswer status = Status(load);
  EXPECT_EQ(Number(status, "success_count"), 2) << status.body;
  EXPECT_THAT(status.body, HasSubstr(R"("id":"J2","message":"The column amount must have)"));
  EXPECT_THAT(status.body, HasSubstr(R"("id":"J3","message":"The column close_date must have)"));
  EXPECT_THAT(Post("/report/v1/7301/data", "{}", linker_).body, HasSubstr(R"("Stage":"true")"));
}

TEST_F(WorkSpanProvisioned, AnIntegrationWithAnUnknownTypeIsAnErrorOfTheServer) {
  ClientHeaders headers = linker_;
  headers.emplace_back("Content-Type", "text/csv");
  EXPECT_EQ(Send(Method::kPost, "/bulk/v1/bulkload?integration_id=WS-Integration_broken", headers,
                 "opportunity_id\nB1\n")
                .status,
            500);
}

TEST_F(WorkSpanProvisioned, AnOfferIsWithdrawnOnItsOwnMarketplaceOnly) {
  const ClientHeaders offers = Machine("offers", "00112233445566778899aabbccddeeff");
  const auto withdraw = [&](const std::string& marketplace) {
    return Post("/app/v1/marketplace/actions",
                R"({"action_type":"withdraw","object_type":"ws-offer","marketplace_type":")" +
                    marketplace + R"(","object_id":"WS-Offer_google"})",
                offers);
  };
  EXPECT_EQ(withdraw("aws").body,
            R"({"statusCode":400,"message":"The offer is on another marketplace: google."})");
  EXPECT_EQ(withdraw("gcp").status, 200);
}

TEST_F(WorkSpanProvisioned, AnAuthorizationNeedsAnIntegrationOfAws) {
  ClientHeaders headers = linker_;
  headers.emplace_back("Content-Type", "multipart/form-data; boundary=b");
  const ClientAnswer answer =
      Send(Method::kPost, "/app/v1/marketplace/crm_inbound_v2?integration_id=WS-Integration_azure",
           headers,
           "--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n"
           "{\"external_id\":\"E1\"}\r\n--b--\r\n");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("The integration is for another marketplace: azure."));
}

TEST_F(WorkSpanProvisioned, SolutionsAndPartnersAreObjects) {
  EXPECT_EQ(Get("/app/v1/company/lists/aws_solutions/items", linker_).body,
            R"({"list_name":"aws_solutions","items":[{"id":"S-1","name":"Backup"}]})");
  EXPECT_EQ(Get("/app/v1/company/lists/aws_solutions/items", Globex()).body,
            R"({"list_name":"aws_solutions","items":[]})");
  EXPECT_THAT(Get("/cosell/aws/partners", linker_).body, HasSubstr(R"("name":"Initech")"));
}

}  // namespace
}  // namespace bearward::app
