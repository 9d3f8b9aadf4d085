// WorkSpan's reports, views and charts (contract section 2.7).
#include "app/workspan_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kWorld = R"(
[[users]]
username = "cole"
memberships = [{ organization = "Globex", roles = ["guest"] }]

[[objects]]
kind = "lead"
name = "Alpha"
id = "WS-Project_alpha"
organization = "Acme"
members = [{ organization = "Globex", level = "participant" }]
[objects.fields]
stage = "won"
amount = { value = 100, currency = "USD" }
close_date = "2031-05-01"
tags = ["aws", "saas"]
sales_details = { partner = "P1" }
financials = { margin = 30 }
company = { cost_centre = "A-1" }

[[objects]]
kind = "lead"
name = "Beta"
organization = "Acme"
fields = { stage = "lost", amount = { value = 50, currency = "USD" }, close_date = "2031-06-01" }

[[objects]]
kind = "lead"
name = "Gamma"
organization = "Globex"
members = [{ organization = "Acme", level = "viewer" }]
[objects.fields]
stage = "won"
amount = { value = 70, currency = "USD" }
financials = { margin = 10 }
company = { cost_centre = "G-1" }

[[objects]]
kind = "lead"
name = "Foreign"
organization = "Globex"
fields = { stage = "won", amount = { value = 7, currency = "USD" } }

[[objects]]
kind = "report"
name = "Leads"
number = 7001
organization = "Acme"
[[objects.members]]
organization = "Globex"
level = "participant"
[objects.fields]
enabledForApi = true
rows = "lead"
description = "All leads"
category = "Sales"
sorting = [{ colId = "amount", descending = true }]
columns = [
  { colId = "id", exportName = "object_id", field = "object_id" },
  { colId = "name", exportName = "Lead", field = "object_name" },
  { colId = "stage", exportName = "Stage", field = "stage" },
  { colId = "amount", exportName = "Amount", field = "amount", type = "CURRENCY" },
  { colId = "close", exportName = "Close date", field = "close_date", type = "DATE" },
  { colId = "tags", exportName = "Tags", field = "tags", type = "TEXT_REPEATED", repeated = true },
  { colId = "partner", exportName = "Partner", field = "sales_details.partner" },
  { colId = "margin", exportName = "Margin", field = "financials.margin", type = "NUMBER" },
  { colId = "centre", exportName = "Cost centre", field = "company.cost_centre" },
]
charts = [
  { id = 1, name = "By stage", groupBy = "stage" },
  { id = 2, name = "Amount by stage", groupBy = "stage", aggregate = "SUM", colId = "amount" },
]

[[objects]]
kind = "report"
name = "Globex leads"
number = 7002
organization = "Globex"
members = [{ organization = "Acme", level = "viewer" }]
[objects.fields]
enabledForApi = true
rows = "lead"
columns = [{ colId = "name", exportName = "Lead", field = "object_name" }]

[[objects]]
kind = "report"
name = "Of a creator"
number = 7003
organization = "Acme"
members = [{ organization = "Globex", user = "cole", level = "collaborator" }]
[objects.fields]
enabledForApi = true
rows = "lead"
columns = [
  { colId = "name", exportName = "Lead", field = "object_name" },
  { colId = "centre", exportName = "Cost centre", field = "company.cost_centre" },
]

[[objects]]
kind = "report"
name = "Not for the API"
number = 7004
organization = "Acme"
[objects.fields]
rows = "lead"
columns = [{ colId = "name", exportName = "Lead", field = "object_name" }]

[[objects]]
kind = "report"
name = "Malformed"
number = 7005
organization = "Acme"
fields = { enabledForApi = true, columns = [{ name = "nothing" }] }
)";

class WorkSpanReports : public WorkSpanFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
    reader_ = Reader();
  }
  static ClientAnswer Ask(const std::string& path, const std::string& body = "{}",
                          const ClientHeaders& who = reader_) {
    return Post("/report/v1/" + path, body, who);
  }
  // Leads returns the names of the rows, and the errors of a request.
  static std::string Leads(const std::string& path, const std::string& body = "{}",
                           const ClientHeaders& who = reader_) {
    const ClientAnswer answer = Ask(path, body, who);
    if (answer.status != 200) return answer.body;
    const json::Value value = Value(answer);
    std::string names;
    for (const json::Value& row : *value.Find("results")->AsArray()) {
      names += *row.Find("Lead")->AsString() + " ";
    }
    return names;
  }
  static std::string Filter(const std::string& type, const std::string& column,
                            const std::string& op, const std::string& values) {
    return R"({"filters":{"op":"AND","fieldFilters":[{"type":")" + type + R"(","colId":")" +
           column + R"(","filter":{"op":")" + op + R"(","negate":"","values":)" + values + "}}]}}";
  }
  static std::string Prepare(const std::string& report, const std::string& body = "{}") {
    return Member(Ask("view/" + report + "/prepare_export", body), {"viewId"});
  }

  static inline ClientHeaders reader_;
};

TEST_F(WorkSpanReports, TheListHasTheReportsThatAreSwitchedOn) {
  const ClientAnswer answer = Ask("list");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"({"endOfList":true,"results":[{"id":7001,"name":"Leads",)"
                                     R"("description":"All leads","reportStatus":"PUBLISHED",)"
                                     R"("createdBy":{"id":"system","name":"system"})"));
  EXPECT_THAT(answer.body, HasSubstr("7003"));
  EXPECT_THAT(answer.body, Not(HasSubstr("7002"))) << "a viewer is no reader of reports";
  EXPECT_THAT(answer.body, Not(HasSubstr("7004"))) << "not for the API";
  EXPECT_EQ(Member(Ask("list", R"({"page":{"number":0,"size":1}})"), {"endOfList"}), "false");
  EXPECT_EQ(Ask("list", R"({"page":{"number":9,"size":10000}})").body,
            R"({"endOfList":true,"results":[]})");
}

TEST_F(WorkSpanReports, RowsAreKeyedByTheExportNameAndSorted) {
  const ClientAnswer answer = Ask("7001/data");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body,
              HasSubstr(R"("endOfList":true,"results":[{"object_id":"WS-Project_alpha",)"
                        R"("Lead":"Alpha","Stage":"won","Amount":)"));
  EXPECT_EQ(Leads("7001/data"), "Alpha Gamma Beta ");
  EXPECT_EQ(Member(answer, {"results", "", "Tags"}), R"(["aws","saas"])");
  EXPECT_EQ(Member(answer, {"results", "", "Partner"}), R"("P1")");
}

// Incident class I2, contract section 4, steps 4, 6 and 7.
TEST_F(WorkSpanReports, RowsHaveOnlyWhatTheCallerMaySee) {
  const ClientAnswer acme = Ask("7001/data");
  EXPECT_THAT(acme.body, HasSubstr(R"("Margin":30,"Cost centre":"A-1")"));
  EXPECT_THAT(acme.body, HasSubstr(R"("Margin":10,"Cost centre":null)")) << "a viewer of Gamma";
  EXPECT_THAT(acme.body, Not(HasSubstr("Foreign")));
  const ClientAnswer globex = Ask("7001/data", "{}", Globex());
  EXPECT_EQ(Leads("7001/data", "{}", Globex()), "Alpha Gamma Foreign ");
  EXPECT_THAT(globex.body, HasSubstr(R"("Partner":"P1","Margin":null,"Cost centre":null)"));
  EXPECT_THAT(globex.body, HasSubstr(R"("Margin":10,"Cost centre":"G-1")"));
}

TEST_F(WorkSpanReports, AFilterDoesNotFindHiddenValues) {
  const std::string margin = Filter("NUMBER", "margin", "EQUAL_TO", "[30]");
  EXPECT_EQ(Leads("7001/data", margin), "Alpha ");
  EXPECT_EQ(Leads("7001/data", margin, Globex()), "");
  const std::string centre = Filter("TEXT", "centre", "START_WITH", R"(["a"])");
  EXPECT_EQ(Leads("7001/data", centre, Globex()), "");
}

TEST_F(WorkSpanReports, ACollaboratorSeesTheRecordsOfTheCreatorWithoutItsCompanyFields) {
  const ClientAnswer answer = Ask("7003/data", "{}", Globex());
  EXPECT_EQ(Leads("7003/data", "{}", Globex()), "Alpha Beta Gamma ");
  EXPECT_THAT(answer.body, HasSubstr(R"({"Lead":"Alpha","Cost centre":null})"));
}

TEST_F(WorkSpanReports, FiltersOfEachKindReachTheRows) {
  EXPECT_EQ(Leads("7001/data", Filter("TEXT", "stage", "IN", R"(["WON"])")), "Alpha Gamma ");
  EXPECT_EQ(Leads("7001/data", Filter("CURRENCY", "amount", "BETWEEN", "[60,100]")),
            "Alpha Gamma ");
  EXPECT_EQ(Leads("7001/data", Filter("DATE", "close", "LESS_THAN", R"(["2031-05-02"])")),
            "Alpha ");
  EXPECT_EQ(Leads("7001/data", Filter("TEXT_REPEATED", "tags", "EQUAL_TO", R"(["saas"])")),
            "Alpha ");
  EXPECT_EQ(Leads("7001/data", Filter("DATE", "close", "IS_EMPTY", "[]")), "Gamma ");
  EXPECT_EQ(Ask("7001/data", Filter("TEXT", "none", "EQUAL_TO", R"(["x"])")).status, 400);
  EXPECT_EQ(Ask("7001/data", R"({"filters":[]})").status, 400);
}

TEST_F(WorkSpanReports, PagesStartAtZeroAndEndWithEndOfList) {
  const auto page = [](const std::string& number, const std::string& size) {
    return R"({"page":{"number":)" + number + R"(,"size":)" + size + "}}";
  };
  EXPECT_EQ(Leads("7001/data", page("0", "2")), "Alpha Gamma ");
  EXPECT_EQ(Member(Ask("7001/data", page("0", "2")), {"endOfList"}), "false");
  EXPECT_EQ(Leads("7001/data", page("1", "2")), "Beta ");
  EXPECT_EQ(Member(Ask("7001/data", page("1", "2")), {"endOfList"}), "true");
  EXPECT_EQ(Leads("7001/data", page("0", "10000")), "Alpha Gamma Beta ");
  for (const std::string& wrong :
       {page("-1", "2"), page("0", "0"), page("0", "10001"), page("\"x\"", "1"),
        page("9223372036854775807", "10000"), std::string(R"({"page":{"number":0}})"),
        std::string(R"({"page":7})"), std::string("[]")}) {
    EXPECT_EQ(Ask("7001/data", wrong).status, 400) << wrong;
  }
}

TEST_F(WorkSpanReports, ForeignMissingAndHiddenReportsAnswerAlike) {
  const ClientAnswer missing = Ask("9999/data");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.body, R"({"statusCode":404,"message":"No such report."})");
  for (const char* id : {"7002", "7004", "abc", "-1", "0", "99999999999999999999"}) {
    EXPECT_EQ(Ask(std::string(id) + "/data").body, missing.body) << id;
    EXPECT_EQ(Ask("view/" + std::string(id) + "/prepare_export").body, missing.body) << id;
  }
  EXPECT_EQ(Ask("7004/metadata").status, 404);
  for (const char* id : {"abc", "0", "-1", "99999999999999999999"}) {
    EXPECT_EQ(Ask(std::string(id) + "/data").body, missing.body) << id;
    EXPECT_EQ(Get("/report/v1/view/" + std::string(id) + "/status", reader_).body,
              R"({"statusCode":404,"message":"No such view."})")
        << id;
  }
}

TEST_F(WorkSpanReports, AMalformedReportIsAFaultOfTheServer) {
  EXPECT_EQ(Ask("7005/data").status, 500);
}

TEST_F(WorkSpanReports, TheDefinitionNamesTheColumns) {
  const ClientAnswer schema = Ask("7001/data-schema");
  EXPECT_THAT(schema.body, HasSubstr(R"({"colId":"stage","key":"Stage","name":"Stage",)"
                                     R"("dataType":"TEXT","repeated":false})"));
  EXPECT_THAT(schema.body, HasSubstr(R"("Tags":{"type":"array","items":{"type":"string"}})"));
  const ClientAnswer metadata = Ask("7001/metadata");
  EXPECT_EQ(Text(metadata, "category"), "Sales");
  EXPECT_EQ(Member(metadata, {"sorting"}), R"([{"colId":"amount","descending":true}])");
}

TEST_F(WorkSpanReports, ChartsAggregateTheRows) {
  const ClientAnswer all = Ask("7001/chart-data");
  EXPECT_EQ(Text(all, "reportName"), "Leads");
  EXPECT_THAT(all.body, HasSubstr(R"("name":"By stage","results":[{"Stage":"won","COUNT":2},)"
                                  R"({"Stage":"lost","COUNT":1}])"));
  const ClientAnswer sums =
      Ask("7001/chart-data", R"({"chartIds":[2],"filters":{"op":"AND","fieldFilters":[]}})");
  EXPECT_THAT(sums.body, HasSubstr(R"([{"Stage":"won","SUM Amount":170},)"
                                   R"({"Stage":"lost","SUM Amount":50}])"));
  EXPECT_THAT(sums.body, Not(HasSubstr("By stage\"")));
  EXPECT_EQ(Ask("7001/chart-data", R"({"chartIds":[9]})").status, 400);
  EXPECT_EQ(Ask("7001/chart-data", R"({"chartIds":["1"]})").status, 400);
  EXPECT_THAT(Ask("7001/chart-metadata", R"({"chartIds":[2]})").body,
              HasSubstr(R"("groupBy":"stage","aggregate":"SUM","colId":"amount")"));
}

TEST_F(WorkSpanReports, AViewDoesNotChange) {
  const std::string view = Prepare("7001", R"({"expiryHours":1})");
  EXPECT_EQ(Get("/report/v1/view/" + view + "/status", reader_).body,
            R"({"viewStatus":"SUCCESS"})");
  EXPECT_EQ(Member(Get("/report/v1/view/" + view, reader_), {"id"}), view);
  EXPECT_EQ(Member(Get("/report/v1/view/" + view, reader_), {"viewId"}), view);
  const std::string before = Ask("view/" + view + "/data").body;
  Apply("[[objects]]\nkind = \"lead\"\nname = \"Omega\"\norganization = \"Acme\"\n");
  EXPECT_EQ(Leads("7001/data"), "Alpha Gamma Beta Omega ");
  EXPECT_EQ(Ask("view/" + view + "/data").body, before);
  EXPECT_EQ(Leads("view/" + view + "/data", R"({"page":{"number":1,"size":2}})"), "Beta ");
  EXPECT_EQ(
      Member(Ask("view/" + view + "/data", R"({"page":{"number":0,"size":2}})"), {"endOfList"}),
      "false");
  Apply(
      "[[objects]]\nkind = \"lead\"\nname = \"Omega\"\norganization = \"Acme\"\n"
      "fields = { stage = \"gone\" }\n");
}

TEST_F(WorkSpanReports, AViewExpires) {
  const std::string view = Prepare("7003", R"({"expiryHours":2})");
  EXPECT_EQ(Ask("view/" + view + "/data").status, 200);
  clock_->Advance(std::chrono::hours(2));
  EXPECT_EQ(Get("/report/v1/view/" + view + "/status", reader_).body,
            R"({"viewStatus":"DELETED"})");
  EXPECT_EQ(Ask("view/" + view + "/data").status, 404);
  for (const char* hours : {"0", "25", "-1", "\"soon\""}) {
    EXPECT_EQ(
        Ask("view/7001/prepare_export", R"({"expiryHours":)" + std::string(hours) + "}").status,
        400)
        << hours;
  }
}

// Incident class I2: the view of another organization, and one whose report is no longer shared.
TEST_F(WorkSpanReports, AViewIsReadableWhileItsReportIs) {
  const std::string view = Prepare("7001");
  const ClientAnswer foreign = Ask("view/" + view + "/data", "{}", Globex());
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.body, Ask("view/12345/data", "{}", Globex()).body);
  const std::string shared = Member(Ask("view/7003/prepare_export", "{}", Globex()), {"viewId"});
  EXPECT_EQ(Ask("view/" + shared + "/data", "{}", Globex()).status, 200);
  Apply(
      "[[objects]]\nkind = \"report\"\nname = \"Of a creator\"\nnumber = 7003\n"
      "organization = \"Acme\"\nmembers = []\n");
  EXPECT_EQ(Ask("view/" + shared + "/data", "{}", Globex()).status, 404);
  EXPECT_EQ(Get("/report/v1/view/" + shared + "/status", Globex()).status, 404);
}

TEST_F(WorkSpanReports, TheProfileCoversTheReportAndItsRecords) {
  Apply(R"([[access_profiles]]
name = "Reports only"
allows = ["report:read"]
[[access_profiles]]
name = "Leads only"
allows = ["lead:read"]
[[applications]]
name = "Reports only"
organization = "Acme"
client_id = "WS-ApplicationUser_reports"
client_secret = "0123456789abcdef0123456789abcdef"
access_profile = "Reports only"
[[applications]]
name = "Leads only"
organization = "Acme"
client_id = "WS-ApplicationUser_leads"
client_secret = "0123456789abcdef0123456789abcdef"
access_profile = "Leads only"
)");
  const std::string view = Prepare("7001");
  const std::string secret = "0123456789abcdef0123456789abcdef";
  const ClientHeaders reports = Machine("reports", secret);
  EXPECT_EQ(Ask("list", "{}", reports).status, 200);
  EXPECT_EQ(Ask("7001/data", "{}", reports).status, 403);
  EXPECT_EQ(Ask("view/" + view + "/data", "{}", reports).status, 403);
  EXPECT_EQ(Ask("list", "{}", Machine("leads", secret)).status, 403);
}

TEST_F(WorkSpanReports, LiveViewsAreLimited) {
  clock_->Advance(std::chrono::hours(25));  // after the views of other tests
  for (int i = 0; i < 50; ++i) ASSERT_NE(Prepare("7001"), "") << i;
  EXPECT_EQ(Ask("view/7001/prepare_export").status, 429);
  clock_->Advance(std::chrono::hours(24));
  EXPECT_NE(Prepare("7001"), "");
}

TEST_F(WorkSpanReports, AdministratorsListReportsAndTheViewsOfAllOrganizations) {
  const ClientHeaders key = Bearer(kProductionKey);
  const auto id_of = [&](const std::string& name) {
    const json::Value list = Value(Get("/v1/reports?limit=100", key));
    for (const json::Value& row : *list.Find("data")->AsArray()) {
      if (*row.Find("name")->AsString() == name) return *row.Find("id")->AsString();
    }
    return std::string("none");
  };
  const std::string leads = id_of("Leads");
  const ClientAnswer read = Get("/v1/reports/" + leads, key);
  EXPECT_EQ(Number(read, "number"), 7001);
  EXPECT_EQ(Text(read, "organization_id"), kAcme);
  EXPECT_THAT(read.body, HasSubstr(R"("rows":"lead")"));
  // A report that no application may read is shown too, so that its owner can correct it.
  EXPECT_NE(id_of("Malformed"), "none");
  const std::string own = Prepare("7001");
  const std::string views = "/v1/reports/" + leads + "/views?limit=100";
  const ClientAnswer list = Get(views, key);
  EXPECT_THAT(list.body, HasSubstr("\"id\":" + own + ","));
  EXPECT_THAT(list.body, HasSubstr(R"("status":"SUCCESS","rows":)"));
  const ClientAnswer foreign = Post("/report/v1/view/7001/prepare_export", "{}", Globex());
  EXPECT_THAT(Get(views, key).body, HasSubstr("\"id\":" + Member(foreign, {"viewId"}) + ","));
  EXPECT_THAT(Get("/v1/reports/" + id_of("Of a creator") + "/views", key).body,
              Not(HasSubstr("\"id\":" + own + ",")));
  EXPECT_EQ(Get("/v1/reports/none", key).status, 404);
  EXPECT_EQ(Get("/v1/reports/" + leads, Bearer(kSandboxKey)).status, 404);
  EXPECT_EQ(Get("/v1/reports", {{"X-Api-Key", kAnnKey}}).status, 403);
}

}  // namespace
}  // namespace bearward::app
