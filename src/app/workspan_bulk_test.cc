// WorkSpan's bulk loads (contract section 2.6).
#include <chrono>
#include <fstream>
#include <iterator>

#include "app/workspan_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kWorld = R"(
[[objects]]
kind = "integration"
name = "CRM"
id = "WS-Integration_crm"
organization = "Acme"
[objects.fields]
integration_type = "inbound"
object_kind = "opportunity"
required = ["amount"]
columns = [{ name = "opportunity_id" }, { name = "amount" }]
fields = { amount = "sales_details.amount" }

[[objects]]
kind = "integration"
name = "Accounts only"
id = "WS-Integration_accounts"
organization = "Acme"
fields = { object_kind = "account", auto_create = false }

[[objects]]
kind = "integration"
name = "Foreign"
id = "WS-Integration_foreign"
organization = "Globex"

[[objects]]
kind = "opportunity"
name = "Viewed"
id = "WS-Project_viewed"
organization = "Globex"
members = [{ organization = "Acme", level = "viewer" }]

[[objects]]
kind = "opportunity"
name = "Worked on"
id = "WS-Project_worked"
organization = "Globex"
members = [{ organization = "Acme", level = "collaborator" }]

[[objects]]
kind = "report"
name = "Loaded"
number = 7100
organization = "Acme"
[objects.fields]
enabledForApi = true
rows = "opportunity"
columns = [
  { colId = "name", exportName = "name", field = "object_name" },
  { colId = "crm", exportName = "crm", field = "sales_details.crm_opportunity_id" },
  { colId = "amount", exportName = "amount", field = "sales_details.amount" },
]
)";

constexpr const char* kLoad = "/bulk/v1/bulkload?integration_id=WS-Integration_crm";

class WorkSpanBulk : public WorkSpanFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
    linker_ = Linker();
  }
  static ClientAnswer Load(const std::string& text, const std::string& type = "text/csv",
                           const std::string& path = kLoad, const ClientHeaders& who = linker_) {
    ClientHeaders headers = who;
    headers.emplace_back("Content-Type", type);
    return Send(Method::kPost, path, headers, text);
  }
  static ClientAnswer Status(const ClientAnswer& load, const std::string& query = "") {
    return Get(
        "/bulk/v1/status/WS-Integration_crm?execution_id=" + Text(load, "execution_id") + query,
        linker_);
  }
  // Counts returns loaded, skipped and refused rows.
  static std::string Counts(const ClientAnswer& load) {
    if (load.status != 200) return load.body;
    const ClientAnswer status = Status(load);
    return std::to_string(Number(status, "success_count")) + " " +
           std::to_string(Number(status, "skip_count")) + " " +
           std::to_string(Number(status, "error_count"));
  }
  // AmountOf returns the amount of the opportunity with a key, as the report shows it.
  static std::string AmountOf(const std::string& key) {
    const json::Value rows = Value(Post("/report/v1/7100/data", "{}", linker_));
    for (const json::Value& row : *rows.Find("results")->AsArray()) {
      const std::string* crm = row.Find("crm")->AsString();
      if (crm != nullptr && *crm == key) return json::ToText(*row.Find("amount"));
    }
    return "none";
  }
  static std::string Multipart(const std::string& name, const std::string& bytes) {
    return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
           "\"\r\n\r\n" + bytes + "\r\n--b--\r\n";
  }
  static std::string Workbook() {
    std::ifstream file(std::string(testing::kSourceDir) + "/src/partner_data/corpus/load_table/03",
                       std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return bytes.substr(1);
  }

  static inline ClientHeaders linker_;
};

TEST_F(WorkSpanBulk, ResponsesAreTheDocumentedOnes) {
  const ClientAnswer load = Load("opportunity_id,amount,name\nC1,10,First\nC2,,Second\n,5,Third\n");
  ASSERT_EQ(load.status, 200) << load.body;
  EXPECT_EQ(Text(load, "integration_id"), "WS-Integration_crm");
  EXPECT_EQ(Text(load, "integraion_id"), "WS-Integration_crm");
  EXPECT_EQ(Text(load, "data_format"), "CSV");
  EXPECT_THAT(Text(load, "execution_id"), StartsWith("WS-Execution_"));
  EXPECT_THAT(Text(load, "created_at"), ::testing::EndsWith("Z"));
  const ClientAnswer status = Status(load, "&include_errors=True&max_errors=5");
  EXPECT_EQ(Text(status, "status"), "completed");
  EXPECT_EQ(Number(status, "input_count"), 3);
  EXPECT_EQ(Number(status, "success_count"), 1);
  EXPECT_EQ(Number(status, "succcess_count"), 1);
  EXPECT_EQ(Number(status, "error_count"), 2);
  EXPECT_EQ(Number(status, "skip_count"), 0);
  EXPECT_EQ(Member(status, {"errors"}),
            R"([{"id":"C2","message":"The column amount is empty.","data_row":)"
            R"({"opportunity_id":"C2","name":"Second"}},)"
            R"({"id":"","message":"The column opportunity_id is empty.","data_row":)"
            R"({"amount":"5","name":"Third"}}])");
  EXPECT_EQ(Member(Status(load), {"errors"}), "[]");
  EXPECT_EQ(
      Value(Status(load, "&include_errors=true&max_errors=1")).Find("errors")->AsArray()->size(),
      1U);
}

TEST_F(WorkSpanBulk, RowsCreateAndThenChangeTheirObject) {
  EXPECT_EQ(Counts(Load("opportunity_id,amount\nD1,10\nD2,20\n")), "2 0 0");
  EXPECT_EQ(AmountOf("D1"), R"("10")");
  EXPECT_EQ(Counts(Load("opportunity_id,amount\nD1,11\nD2,20\n")), "1 1 0");
  EXPECT_EQ(AmountOf("D1"), R"("11")");
  EXPECT_EQ(Counts(Load("opportunity_id,amount\nD3,1\nD3,2\n")), "2 0 0") << "the second changes";
  EXPECT_EQ(AmountOf("D3"), R"("2")");
}

TEST_F(WorkSpanBulk, EachFormatLoads) {
  EXPECT_EQ(Counts(Load(R"([{"opportunity_id":"E1","amount":7.5}])", "application/json")), "1 0 0");
  EXPECT_EQ(AmountOf("E1"), "7.5");
  EXPECT_EQ(Counts(Load("opportunity_id|amount\nE2|1", "plain/text",
                        std::string(kLoad) + "&data_format=csv&column_delimiter=%7C")),
            "1 0 0");
  const ClientAnswer file =
      Load(Multipart("rows.xlsx", Workbook()), "multipart/form-data; boundary=b");
  EXPECT_EQ(Text(file, "data_format"), "XLSX");
  EXPECT_EQ(Counts(file), "1 0 0");
  EXPECT_EQ(AmountOf("K1"), "1.5");
  const ClientAnswer csv = Load(Multipart("rows.csv", "opportunity_id,amount\nE3,3\n"),
                                "multipart/form-data; boundary=b");
  EXPECT_EQ(Text(csv, "data_format"), "CSV");
  EXPECT_EQ(Counts(csv), "1 0 0");
  const std::string opportunities =
      "/bulk/v1/bulkload_opportunity?integration_id=WS-Integration_crm";
  const ClientAnswer headless =
      Load("E4,4\n", "text/plain", opportunities + "&content_type=CSV&has_header_row=False");
  EXPECT_EQ(Counts(headless), "1 0 0");
  EXPECT_THAT(headless.body, Not(HasSubstr("data_format")));
  EXPECT_EQ(Counts(Load("opportunity_id,amount\nE5,5", "text/csv",
                        "/bulkload?integration_id=WS-Integration_crm")),
            "1 0 0");
}

TEST_F(WorkSpanBulk, AFileIsUploadedOnceAndLoadedByItsToken) {
  const ClientAnswer url =
      Get("/bulk/v1/bulkload/WS-Integration_crm/upload_url?file_name=rows.json", linker_);
  ASSERT_EQ(url.status, 200) << url.body;
  EXPECT_EQ(url.Header("Cache-Control"), "no-store");
  const std::string token = Text(url, "upload_token");
  const std::string address = Text(url, "upload_url");
  EXPECT_THAT(address, StartsWith("http"));
  EXPECT_THAT(address, ::testing::EndsWith("/bulk/v1/upload/" + token));
  const std::string path = "/bulk/v1/upload/" + token;
  const std::string by_token = std::string(kLoad) + "&file_token=" + token;
  EXPECT_EQ(Send(Method::kPost, by_token, linker_).status, 400) << "nothing was uploaded yet";
  EXPECT_EQ(Send(Method::kPut, path, {}, R"([{"opportunity_id":"F1","amount":1}])").status, 200);
  EXPECT_EQ(Send(Method::kPost, path, {}, "[]").status, 404) << "only once";
  const ClientAnswer load = Send(Method::kPost, by_token, linker_);
  EXPECT_EQ(Text(load, "data_format"), "JSON");
  EXPECT_EQ(Counts(load), "1 0 0");
  EXPECT_EQ(Send(Method::kPut, "/bulk/v1/upload/unknown", {}, "x").status, 404);
  clock_->Advance(std::chrono::hours(1));
  EXPECT_EQ(Send(Method::kPost, by_token, linker_).status, 400) << "it has expired";
}

// Regression: the parts were stored as if they were the file, and its load failed.
TEST_F(WorkSpanBulk, AFileMayBeUploadedAsThePartOfAForm) {
  const auto url = [] {
    return Get("/bulk/v1/bulkload/WS-Integration_crm/upload_url?file_name=rows.csv", linker_);
  };
  const auto upload = [](const std::string& token, const std::string& body) {
    return Send(Method::kPost, "/bulk/v1/upload/" + token,
                {{"Content-Type", "multipart/form-data; boundary=b"}}, body)
        .status;
  };
  const std::string token = Text(url(), "upload_token");
  EXPECT_EQ(
      upload(token, "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n"),
      400);
  EXPECT_EQ(upload(token, Multipart("rows.csv", "opportunity_id,amount\nF2,2\n")), 200);
  const ClientAnswer load =
      Send(Method::kPost, std::string(kLoad) + "&file_token=" + token, linker_);
  EXPECT_EQ(Counts(load), "1 0 0");
  EXPECT_EQ(AmountOf("F2"), R"("2")");
}

TEST_F(WorkSpanBulk, EmptyParametersHaveTheirDefaults) {
  const ClientAnswer load =
      Load("opportunity_id,amount\nP1,1\nP2,\n", "text/csv",
           std::string(kLoad) + "&data_format=&column_delimiter=&file_token=");
  ASSERT_EQ(load.status, 200) << load.body;
  const ClientAnswer status = Status(load, "&include_errors=true&max_errors=");
  EXPECT_EQ(Value(status).Find("errors")->AsArray()->size(), 1U) << status.body;
  EXPECT_EQ(Member(Status(load, "&include_errors="), {"errors"}), "[]");
  for (const char* wrong :
       {"&max_errors=-1", "&max_errors=1001", "&max_errors=x", "&include_errors=yes"}) {
    EXPECT_EQ(Status(load, wrong).status, 400) << wrong;
  }
}

TEST_F(WorkSpanBulk, WrongLoadsLoadNothing) {
  const std::string good = "opportunity_id,amount\nG1,1\n";
  EXPECT_EQ(Load(good + "\"G2", "text/csv").status, 400);
  EXPECT_EQ(AmountOf("G1"), "none");
  EXPECT_EQ(Load("[{}", "application/json").status, 400);
  EXPECT_EQ(Load(good, "image/png").status, 415);
  EXPECT_EQ(Load(good, "text/csv", "/bulk/v1/bulkload").status, 400);
  EXPECT_EQ(Load(good, "text/csv", std::string(kLoad) + "&data_format=xml").status, 400);
  EXPECT_EQ(Load(good, "text/csv", std::string(kLoad) + "&data_format=xlsx").status, 400);
  EXPECT_EQ(Load(good, "text/csv", std::string(kLoad) + "&column_delimiter=%22").status, 400);
  EXPECT_EQ(Load(good, "text/csv", std::string(kLoad) + "&has_header_row=maybe").status, 400);
  EXPECT_EQ(Load("", "text/csv").status, 400);
  EXPECT_EQ(Load(Multipart("", ""), "multipart/form-data; boundary=b").status, 400);
  EXPECT_EQ(AmountOf("G1"), "none");
  EXPECT_EQ(
      Load(good, "text/csv", "/bulk/v1/bulkload_opportunity?integration_id=WS-Integration_accounts")
          .status,
      400);
  EXPECT_EQ(
      Get("/bulk/v1/bulkload/WS-Integration_crm/upload_url?file_name=rows.exe", linker_).status,
      400);
  EXPECT_EQ(Get("/bulk/v1/bulkload/WS-Integration_crm/upload_url", linker_).status, 400);
  EXPECT_EQ(Get("/bulk/v1/status/WS-Integration_crm", linker_).status, 400);
  EXPECT_EQ(Get("/bulk/v1/status/WS-Integration_crm?execution_id=%ff", linker_).status, 400);
  EXPECT_EQ(Get("/bulk/v1/status/%ff?execution_id=x", linker_).status, 404);
}

TEST_F(WorkSpanBulk, WrongRowsAreFaultsOfTheirOwn) {
  const ClientAnswer load =
      Load(R"([{"opportunity_id":"H1","amount":{"a":1}},)"
           R"({"opportunity_id":"H2","amount":1,"no field":1},)"
           R"({"opportunity_id":"H\n3","amount":1},{"opportunity_id":"H4","amount":"a\u0000"},)"
           R"({"opportunity_id":"H5","amount":1}])",
           "application/json");
  EXPECT_EQ(Counts(load), "1 0 4");
  EXPECT_EQ(AmountOf("H5"), "1");
}

// Contract section 4: the level on each object decides, and company fields are the owner's.
TEST_F(WorkSpanBulk, RowsChangeOnlyWhatTheCompanyMayEdit) {
  const std::string link = R"({"external_id":"V1"})";
  EXPECT_EQ(
      Json(Method::kPatch, "/app/v1/object/WS-Project_viewed/external_id", link, Globex()).status,
      200);
  EXPECT_EQ(Json(Method::kPatch, "/app/v1/object/WS-Project_worked/external_id",
                 R"({"external_id":"V2"})", Globex())
                .status,
            200);
  const ClientAnswer load = Load(
      R"([{"opportunity_id":"V1","amount":1},{"opportunity_id":"V2","amount":2,"company.x":"y"},)"
      R"({"opportunity_id":"V2","amount":3}])",
      "application/json");
  const ClientAnswer status = Status(load, "&include_errors=true");
  EXPECT_EQ(Number(status, "success_count"), 1);
  EXPECT_THAT(status.body, HasSubstr("The access level on the object is too low."));
  EXPECT_THAT(status.body, HasSubstr("is a company field of another company."));
  EXPECT_EQ(AmountOf("V1"), "null");
  EXPECT_EQ(AmountOf("V2"), "3");
}

TEST_F(WorkSpanBulk, WithoutAutoCreateUnknownKeysAreSkipped) {
  const ClientAnswer load = Load("account_id,stage\nA1,x\n", "text/csv",
                                 "/bulk/v1/bulkload?integration_id=WS-Integration_accounts");
  const ClientAnswer status =
      Get("/bulk/v1/status/WS-Integration_accounts?execution_id=" + Text(load, "execution_id"),
          linker_);
  EXPECT_EQ(Number(status, "skip_count"), 1);
}

// Incident class I2. The vendor documents 400 and no 404 for loads, and 404 for their status.
TEST_F(WorkSpanBulk, ForeignIdsDoNotExist) {
  const std::string csv = "opportunity_id,amount\nI1,1\n";
  const std::string path = "/bulk/v1/bulkload?integration_id=";
  const ClientAnswer foreign = Load(csv, "text/csv", path + "WS-Integration_foreign");
  EXPECT_EQ(foreign.status, 400);
  EXPECT_EQ(foreign.body, R"({"statusCode":400,"message":"No such integration."})");
  EXPECT_EQ(foreign.body, Load(csv, "text/csv", path + "WS-Integration_none").body);
  EXPECT_EQ(Load(csv, "text/csv", path + "WS-Project_deal").status, 400) << "another kind";
  EXPECT_EQ(
      Load(csv, "text/csv", "/bulk/v1/bulkload_opportunity?integration_id=WS-Integration_foreign")
          .status,
      400);
  const ClientAnswer load = Load(csv);
  EXPECT_EQ(Get("/bulk/v1/status/WS-Integration_foreign?execution_id=" + Text(load, "execution_id"),
                Globex())
                .status,
            404);
  EXPECT_EQ(
      Get("/bulk/v1/status/WS-Integration_accounts?execution_id=" + Text(load, "execution_id"),
          linker_)
          .status,
      404);
  EXPECT_EQ(Load(csv, "text/csv", kLoad, Reader()).status, 403);
}

TEST_F(WorkSpanBulk, PartnerAccountsAreLoaded) {
  const auto load = [](const std::string& data, const ClientHeaders& who) {
    return Post("/dataproduct/v1/upload_partner_account",
                R"({"file_service_id":"f","file_type":"json","data":)" + data + "}", who);
  };
  EXPECT_EQ(load(R"([{"account_id":"P1","name":"Partner"},{"name":"none"}])", linker_).body,
            R"({"status":"PARTIAL","message":"1 loaded, 0 unchanged, 1 refused; a row: )"
            R"(The column account_id is empty."})");
  EXPECT_EQ(load("[]", linker_).status, 200);
  EXPECT_EQ(load("{}", linker_).status, 400);
  EXPECT_EQ(load("[1]", linker_).status, 400);
  EXPECT_EQ(load("[]", Reader()).status, 403);
}

// RowsOf returns a file with `count` rows whose keys begin with `key`.
std::string RowsOf(const std::string& key, int count,
                   const std::string& column = "opportunity_id") {
  std::string text = column + ",amount\n";
  for (int i = 0; i < count; ++i) text += key + std::to_string(i) + "," + std::to_string(i) + "\n";
  return text;
}

TEST_F(WorkSpanBulk, ALargeLoadIsRunningAndThenCompleted) {
  const ClientAnswer load = Load(RowsOf("L", 2'001) + "L7,again\nL2001,\n");
  ASSERT_EQ(load.status, 200) << load.body;
  const ClientAnswer running = Status(load);
  EXPECT_EQ(Text(running, "status"), "running");
  EXPECT_EQ(Number(running, "input_count"), 2'003);
  EXPECT_EQ(Number(running, "success_count"), 0);
  EXPECT_THAT(running.body, Not(HasSubstr("completed_at")));
  EXPECT_EQ(AmountOf("L1"), "none");
  const std::string read =
      "/v1/integrations/WS-Integration_crm/loads/" + Text(load, "execution_id");
  EXPECT_EQ(Text(Get(read, Bearer(kProductionKey)), "status"), "running");
  // Later rows must not be overtaken by earlier ones.
  const ClientAnswer small = Load("opportunity_id,amount\nL1,later\n");
  EXPECT_EQ(Text(Status(small), "status"), "running");
  EXPECT_EQ(Text(Status(Load("opportunity_id,amount\n")), "status"), "completed") << "no row waits";
  testing::Must(core_->Tend());
  const ClientAnswer status = Status(load, "&include_errors=true");
  EXPECT_EQ(Text(status, "status"), "completed");
  EXPECT_EQ(Number(status, "input_count"), 2'003);
  EXPECT_EQ(Number(status, "success_count"), 2'002);
  EXPECT_THAT(status.body, HasSubstr(R"("errors":[{"id":"L2001","message":"The column amount)"));
  EXPECT_THAT(status.body, HasSubstr("completed_at"));
  EXPECT_EQ(Text(Get(read, Bearer(kProductionKey)), "status"), "completed");
  EXPECT_EQ(Text(Status(small), "status"), "completed");
  EXPECT_EQ(AmountOf("L7"), R"("again")") << "a later row found what an earlier one created";
  EXPECT_EQ(AmountOf("L1"), R"("later")");
  EXPECT_EQ(Counts(Load("opportunity_id,amount\nL2,2\n")), "0 1 0") << "nothing waits any more";
}

TEST_F(WorkSpanBulk, TooManyRowsAndTooManyRunningLoadsAreRefused) {
  EXPECT_EQ(Load(RowsOf("M", 50'001)).status, 400);
  const auto load = [](int count) {  // of rows that are skipped
    return Load(RowsOf("M", count, "account_id"), "text/csv",
                "/bulk/v1/bulkload?integration_id=WS-Integration_accounts")
        .status;
  };
  for (int i = 0; i < 10; ++i) ASSERT_EQ(load(i == 0 ? 2'001 : 1), 200) << i;
  EXPECT_EQ(load(1), 429);
  testing::Must(core_->Tend());
  EXPECT_EQ(load(1), 200);
}

TEST_F(WorkSpanBulk, AdministratorsListIntegrationsAndTheirLoads) {
  const ClientHeaders key = Bearer(kProductionKey);
  const ClientAnswer integrations = Get("/v1/integrations?limit=100", key);
  EXPECT_THAT(integrations.body, HasSubstr(R"("object":"integration","id":"WS-Integration_crm")"));
  EXPECT_THAT(integrations.body, HasSubstr("WS-Integration_foreign"));
  EXPECT_THAT(Get("/v1/integrations?limit=100&organization_id=" + std::string(kAcme), key).body,
              Not(HasSubstr("WS-Integration_foreign")));
  EXPECT_THAT(Get("/v1/integrations/WS-Integration_crm", key).body,
              HasSubstr(R"("required":["amount"])"));
  clock_->Advance(std::chrono::milliseconds(1));
  const ClientAnswer load = Load("opportunity_id,amount\nH1,1\nH2,\n");
  const std::string id = Text(load, "execution_id");
  const std::string loads = "/v1/integrations/WS-Integration_crm/loads";
  const ClientAnswer first = Get(loads + "?limit=1", key);
  EXPECT_EQ(Member(first, {"data", "0", "id"}), "\"" + id + "\"") << first.body;
  EXPECT_EQ(Member(first, {"data", "0", "errors"}), "1");
  EXPECT_THAT(first.body, Not(HasSubstr("faults")));
  const ClientAnswer read = Get(loads + "/" + id, key);
  EXPECT_EQ(Number(read, "input"), 2);
  EXPECT_EQ(Number(read, "loaded"), 1);
  EXPECT_EQ(Number(read, "skipped"), 0);
  EXPECT_EQ(Member(read, {"faults"}),
            R"([{"id":"H2","message":"The column amount is empty.","row":)"
            R"({"opportunity_id":"H2"}}])");
  EXPECT_EQ(Get("/v1/integrations/WS-Integration_accounts/loads/" + id, key).status, 404);
  EXPECT_EQ(Get("/v1/integrations/WS-Project_viewed/loads", key).status, 404);
  EXPECT_EQ(Get("/v1/integrations?after=x", key).status, 400);
  EXPECT_EQ(Get("/v1/integrations", {{"X-Api-Key", kAnnKey}}).status, 403);
}

}  // namespace
}  // namespace bearward::app
