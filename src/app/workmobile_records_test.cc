// WorkMobile's records, reports, user groups and mobile users.
#include "app/workmobile_data_fixture.h"
#include "store/objects.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using WorkMobileRecords = WorkMobileData;

TEST_F(WorkMobileRecords, RecordsOfAFormAreSearched) {
  const ClientAnswer all = Records("");
  ASSERT_EQ(all.status, 200) << all.body;
  EXPECT_EQ(all.body, R"([{"Id":501,"OriginalId":501,"FormId":194956,"JobId":0,"MobileUserId":31,)"
                      R"("Created":"2031-05-06T07:08:09.5","CreatedBy":"fay","Uploaded":null,)"
                      R"("ApprovalStatus":"Pending","ApproverLoginId":1805,)"
                      R"("Comment":"Rain on Tuesday","Roof":"sound"}])");
  const auto count = [](const std::string& criterion) {
    const ClientAnswer answer = Records(criterion + ",");
    EXPECT_EQ(answer.status, 200) << criterion << ": " << answer.body;
    return Value(answer).AsArray()->size();
  };
  for (const char* criterion :
       {R"("id":501)", R"("originalId":"501")", R"("jobId":0)", R"("mobileUserId":31)",
        R"("userGroup":21)", R"("createdDateFrom":"2031-05-06","createdDateTo":"2031-05-07")",
        R"("uploadedDateFrom":"2031-05-06T07:08:09.500Z")", R"("onlyMyPendingApprovals":true)",
        R"("userDefinedFilter":[{"fieldName":"Roof","value":"sound"}])",
        R"("userDefinedFilter":[{}])"}) {
    EXPECT_EQ(count(criterion), 1U) << criterion;
  }
  for (const char* criterion :
       {R"("id":1)", R"("userGroup":1)", R"("createdDateFrom":"2031-05-07")", R"("jobId":7)",
        R"("userDefinedFilter":[{"fieldName":"Roof","value":"leaks"}])"}) {
    EXPECT_EQ(count(criterion), 0U) << criterion;
  }
}

// A record that names a form of another organization is not a record of that form.
TEST_F(WorkMobileRecords, RecordsOfOtherOrganizationsAreNotOfTheForm) {
  EXPECT_THAT(Records("").body, Not(HasSubstr("foreign answer")));
  EXPECT_EQ(Records("", dan_, "900").status, 404);
  EXPECT_EQ(Records("", una_).status, 404);
  EXPECT_EQ(Records("", dan_, "x").status, 400);
}

TEST_F(WorkMobileRecords, WrongRecordSearchesAreRefused) {
  EXPECT_EQ(Json(Method::kPost, "/api/forms/194956/completedrecords/search", "{}", dan_).status,
            400);
  for (const char* criterion :
       {R"("Id":1,"id":1,)", R"("ids":1,)", R"("onlyMyPendingApprovals":"yes",)",
        R"("userDefinedFilter":[{"fieldName":"FormId","value":"1"}],)",
        R"("userDefinedFilter":[{"fieldName":"Roof"}],)", R"("userDefinedFilter":{},)"}) {
    EXPECT_EQ(Records(criterion).status, 400) << criterion;
  }
}

TEST_F(WorkMobileRecords, InboxCountsTheRecordsThatWaitForTheCaller) {
  EXPECT_EQ(Get("/api/approvals/getinboxtotals", dan_).body,
            R"({"Total":1,"Forms":[{"UserFormId":194956,"Name":"Site Survey","Total":1}]})");
  EXPECT_EQ(Get("/api/approvals/getinboxtotals", una_).body, R"({"Total":0,"Forms":[]})");
}

TEST_F(WorkMobileRecords, ReportsOfAFormAndTheirDocuments) {
  EXPECT_EQ(Get("/api/forms/194956/reports", dan_).body,
            R"([{"ReportId":11,"Name":"Survey of a site"}])");
  const std::string path = "/api/Forms/194956/completedrecords/501/reports?ReportFormat=";
  for (const auto& [format, begin] : {std::pair("PDF&ReportId=11", "%PDF-1.4\n"),
                                      {"DOC", "{\\rtf1"},
                                      {"XLS", "<?xml version=\"1.0\""}}) {
    const ClientAnswer document = Get(path + format, dan_);
    EXPECT_EQ(document.status, 200) << format;
    EXPECT_EQ(document.content_type, "application/octet-stream");
    EXPECT_THAT(document.body, StartsWith(begin));
    EXPECT_THAT(document.body, HasSubstr("Rain on Tuesday"));
  }
  for (const char* names : {"reportFormat=PDF&reportId=11", "REPORTFORMAT=PDF&ReportID=11"}) {
    EXPECT_EQ(
        Get("/api/Forms/194956/completedrecords/501/reports?" + std::string(names), dan_).body,
        Get(path + "PDF&ReportId=11", dan_).body)
        << names;
  }
  EXPECT_EQ(Get(path + "PDF&reportformat=DOC", dan_).status, 400) << "given twice";
  for (const char* query :
       {"", "pdf", "HTML", "PDF&ReportId=902", "PDF&ReportId=x", "PDF&ReportFormat=DOC"}) {
    EXPECT_EQ(Get(path + query, dan_).status, 400) << query;
  }
  EXPECT_EQ(Get("/api/Forms/194956/completedrecords/501/reports", dan_).status, 400);
  for (const char* other : {"/api/Forms/194956/completedrecords/901/reports?ReportFormat=PDF",
                            "/api/Forms/900/completedrecords/901/reports?ReportFormat=PDF",
                            "/api/Forms/194955/completedrecords/501/reports?ReportFormat=PDF",
                            "/api/Forms/900/reports"}) {
    EXPECT_EQ(Get(other, dan_).status, 404) << other;
  }
}

TEST_F(WorkMobileRecords, UserGroupsAndMobileUsers) {
  const ClientAnswer groups = Get("/api/usergroups", dan_);
  EXPECT_THAT(groups.body, StartsWith(R"([{"UserGroupId":21,"Name":"Default",)"
                                      R"("DefaultGroup":true,"MenuId":"1","Created":")"));
  EXPECT_THAT(groups.body, Not(HasSubstr("Foreign")));
  const ClientAnswer users = Get("/api/mobileusers", dan_);
  EXPECT_THAT(users.body, StartsWith(R"([{"MobileUserId":31,"Firstname":"Fay","Surname":"Field",)"
                                     R"("JobTitle":"Surveyor","UserGroupId":21,"Username":"fay",)"
                                     R"("UserActive":true,"Created":")"));
  EXPECT_THAT(users.body, Not(HasSubstr("foreign-field")));
}

TEST_F(WorkMobileRecords, MobileUserIsCreatedAndChangedByItsUsername) {
  const ClientAnswer made =
      Json(Method::kPost, "/api/mobileusers",
           R"({"firstname":"Max","surname":"Mobile","username":"max","password":"seldom seen",)"
           R"("email":"max@acme.example","mobile":"07700900000","jobTitle":"Roofer",)"
           R"("addressLine1":"1 High Street","town":"Bath","postCode":"BA1","userGroupId":"21",)"
           R"("isActiveUser":true,"isBackgroundUploadEnabled":true,"diallingCode":"44",)"
           R"("superuser":false,"backgroundUploadInterval":5,"accountSecurityId":3})",
           dan_);
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_THAT(Get("/api/mobileusers", dan_).body,
              HasSubstr("{\"MobileUserId\":" + made.body + R"(,"Firstname":"Max")"));
  const ClientAnswer changed =
      Json(Method::kPut, "/api/mobileusers", R"({"username":"MAX","jobTitle":"Painter"})", dan_);
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.body, made.body);
  EXPECT_THAT(Get("/api/mobileusers", dan_).body,
              HasSubstr(R"("JobTitle":"Painter","UserGroupId":21,"Username":"max")"));
  const auto updates = [] {
    return Get("/v1/events?type=object.updated", Bearer(kProductionKey)).body;
  };
  const std::string before = updates();
  EXPECT_EQ(
      Json(Method::kPut, "/api/mobileusers", R"({"username":"MAX","jobTitle":"Painter"})", dan_)
          .body,
      made.body);
  EXPECT_EQ(updates(), before) << "the same is no change";
}

// The password of a mobile user opens no session on this server, so it is not stored.
TEST_F(WorkMobileRecords, PasswordOfAMobileUserIsCheckedAndNotStored) {
  const ClientAnswer made = Json(Method::kPost, "/api/mobileusers",
                                 R"({"username":"pat","password":"never to be stored"})", dan_);
  ASSERT_EQ(made.status, 200) << made.body;
  const model::Object stored =
      testing::Must(core_->store().Read([&](store::ReadTx& tx) -> base::Result<model::Object> {
        BW_TRY_ASSIGN(const auto environment, store::FindEnvironmentByName(tx, "production"));
        BW_TRY_ASSIGN(auto object, store::FindObjectByNumber(tx, environment->id, "mobile_user",
                                                             std::stoll(made.body)));
        return *std::move(object);
      }));
  EXPECT_THAT(stored.fields, HasSubstr("pat"));
  EXPECT_THAT(stored.fields, Not(HasSubstr("never to be stored")));
}

TEST_F(WorkMobileRecords, WrongMobileUsersAreRefused) {
  for (const char* body :
       {"{}", R"({"username":""})", R"({"username":"FAY"})", R"({"username":1})",
        R"({"username":"n1","password":"x"})", R"({"username":"n2","accountSecurityId":4})",
        R"({"username":"n3","accountSecurityId":3,"password":"seven77"})",
        R"({"username":"n4","userGroupId":"903"})", R"({"username":"n5","userGroupId":"x"})",
        R"({"username":"n6","isActiveUser":"maybe"})", R"({"username":"n7","MobileUserId":31})",
        R"({"username":"n8","UserActive":true})", R"({"username":"n9","Username":"n9"})",
        R"({"username":"a\nb"})", R"([])"}) {
    EXPECT_EQ(Json(Method::kPost, "/api/mobileusers", body, dan_).status, 400) << body;
  }
  for (const char* body : {"{}", R"({"username":"unknown"})", R"({"username":"foreign-field"})",
                           R"({"username":"fay","userGroupId":903})"}) {
    EXPECT_EQ(Json(Method::kPut, "/api/mobileusers", body, dan_).status, 400) << body;
  }
  EXPECT_EQ(Json(Method::kPut, "/api/mobileusers", R"({"username":"unknown"})", dan_).body,
            Json(Method::kPut, "/api/mobileusers", R"({"username":"foreign-field"})", dan_).body);
}

TEST_F(WorkMobileRecords, EachPermissionIsNeeded) {
  const ClientHeaders vic = SignIn("vic", "views and nothing else");
  for (const char* path : {"/api/Forms", "/api/forms/194956/reports", "/api/usergroups",
                           "/api/mobileusers", "/api/JobTypes", "/api/Jobs/43",
                           "/api/Jobs/JobStatusList", "/api/approvals/getinboxtotals"}) {
    EXPECT_EQ(Get(path, vic).status, 401) << path;
  }
  for (const char* path :
       {"/api/Jobs", "/api/Jobs/search", "/api/mobileusers", "/api/Jobs/43/unallocate",
        "/api/forms/194956/completedrecords/search"}) {
    EXPECT_EQ(Json(Method::kPost, path, "{}", vic).status, 401) << path;
  }
}

}  // namespace
}  // namespace bearward::app
