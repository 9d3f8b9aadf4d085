// WorkMobile's jobs and job types.
#include "app/workmobile_data_fixture.h"
#include "store/events.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using WorkMobileJobs = WorkMobileData;

TEST_F(WorkMobileJobs, JobIsCreatedFromAMultipartForm) {
  const std::string files =
      FilePart("roof.png", std::string("\x89PNG\0\xff", 6)) + FilePart("wall.png", "second");
  const ClientAnswer made = Multipart(Method::kPost, "/api/jobs",
                                      {{"JobTypeId", "41"},
                                       {"EstimatedStart", "2031-05-06T07:08:09.500Z"},
                                       {"Description", "Look at\nthe roof"},
                                       {"Duration", "45"},
                                       {"Priority", "2"},
                                       {"AllocatedMobileUserId", "31"},
                                       {"AllocatedUserGroupId", "0"},
                                       {"Data", R"({"jobData":{}})"},
                                       {"Location.Longitude", "-0.1"},
                                       {"Location.Latitude", "51"},
                                       {"Location.Address", "1 High Street"}},
                                      files);
  ASSERT_EQ(made.status, 200) << made.body;
  const ClientAnswer job = Get("/api/Jobs/" + made.body, dan_);
  ASSERT_EQ(job.status, 200);
  EXPECT_THAT(job.body, StartsWith("{\"JobId\":" + made.body +
                                   R"(,"Duration":45,"JobStatusId":2,"JobTypeId":41,)"
                                   R"("CatalogueId":3,"LastAllocatedMobileUserId":31,)"
                                   R"("AllocatedUserGroupId":0,"AllocatedMobileUserId":31,)"
                                   R"("Priority":2,"LocationId":0,)"
                                   R"("Description":"Look at\nthe roof",)"
                                   R"("EstimatedJobStartDate":"2031-05-06T07:08:09.5",)"
                                   R"("ActualJobStartDateTime":"0001-01-01T00:00:00",)"
                                   R"("Location":"1 High Street","Created":")"));
  EXPECT_THAT(job.body, HasSubstr(R"("CreatedBy":"dan")"));
  EXPECT_THAT(job.body, HasSubstr(R"("JobData":{},"JobHistory":[{"JobHistoryId":1,"Created":")"));
  EXPECT_THAT(job.body, HasSubstr(R"("Narrative":"Created","JobStatusId":2,"MobileUserId":31}])"));
}

TEST_F(WorkMobileJobs, JobTakesFormsAndJsonTooAndTheDurationOfItsType) {
  ClientHeaders form = dan_;
  form.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  const ClientAnswer by_form = Send(Method::kPost, "/webapi2/api/Jobs", form, "jobtypeid=41");
  ASSERT_EQ(by_form.status, 200) << by_form.body;
  EXPECT_EQ(Number(Get("/api/Jobs/" + by_form.body, dan_), "Duration"), 60);
  EXPECT_EQ(Json(Method::kPost, "/api/Jobs", R"({"JobTypeId":41})", dan_).status, 200);
  EXPECT_EQ(Send(Method::kPost, "/api/Jobs", dan_, "x").status, 415);
}

TEST_F(WorkMobileJobs, WrongJobsAreRefused) {
  const std::string too_many(std::string(R"({"JobTypeId":41,"Description":")") +
                             std::string(4097, 'x') + "\"}");
  for (const std::string& body : std::vector<std::string>{
           "{}",
           R"({"JobTypeId":"x"})",
           R"({"JobTypeId":-1})",
           R"({"JobTypeId":999999})",
           R"({"JobTypeId":905})",
           R"({"JobTypeId":41,"AllocatedMobileUserId":904})",
           R"({"JobTypeId":41,"AllocatedMobileUserId":999999})",
           R"({"JobTypeId":41,"AllocatedUserGroupId":903})",
           R"({"JobTypeId":41,"AllocatedUserGroupId":21,"AllocatedMobileUserId":31})",
           R"({"JobTypeId":41,"JobStatusId":4})",
           R"({"JobTypeId":41,"Created":"2020-01-01"})",
           R"({"JobTypeId":41,"EstimatedStart":"tomorrow"})",
           R"({"JobTypeId":41,"Location.Latitude":"91"})",
           R"({"JobTypeId":41,"Location.Latitude":"nan"})",
           R"({"JobTypeId":41,"Description":"a\u0007"})",
           R"({"JobTypeId":41,"Priority":2147483648})",
           R"({"JobTypeId":41,"jobtypeid":41})",
           R"({"JobTypeId":41,"Data":"[]"})",
           R"({"JobTypeId":41,"Data":"{"})",
           R"({"JobTypeId":41,"Data":7})",
           too_many}) {
    const ClientAnswer answer = Json(Method::kPost, "/api/Jobs", body, dan_);
    EXPECT_EQ(answer.status, 400) << body << ": " << answer.body;
  }
  std::string files;
  for (int i = 0; i < 21; ++i) files += FilePart("f", "x");
  EXPECT_EQ(Multipart(Method::kPost, "/api/jobs", {{"JobTypeId", "41"}}, files).status, 400);
}

TEST_F(WorkMobileJobs, ForeignAndMissingJobTypesAnswerAlike) {
  const auto answer = [](const char* type) {
    return Json(Method::kPost, "/api/Jobs", "{\"JobTypeId\":" + std::string(type) + "}", dan_).body;
  };
  EXPECT_EQ(answer("905"), answer("999999"));
}

TEST_F(WorkMobileJobs, DataMustFitTheSchemaOfTheJobType) {
  const auto create = [](const std::string& data) {
    return Multipart(Method::kPost, "/api/jobs", {{"JobTypeId", "42"}, {"Data", data}});
  };
  const ClientAnswer made = create(R"({"jobData":{"Roof":"flat","Floors":2}})");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_THAT(Get("/api/Jobs/" + made.body, dan_).body,
              HasSubstr(R"("JobData":{"Roof":"flat","Floors":2})"));
  for (const char* data :
       {R"({})", R"({"jobData":{}})", R"({"jobData":{"Roof":"gabled"}})",
        R"({"jobData":{"Roof":"flat","Floors":0}})", R"({"jobData":{"Roof":"flat"},"more":1})",
        R"({"jobData":{"Roof":1}})"}) {
    const ClientAnswer answer = create(data);
    EXPECT_EQ(answer.status, 400) << data;
    EXPECT_THAT(answer.body, HasSubstr("does not fit the schema")) << data;
  }
}

// A job keeps its data inside its fields, which must stay readable: deep and long data is refused.
TEST_F(WorkMobileJobs, DeepAndLongDataIsRefusedAndLeavesNoUnreadableJob) {
  std::string deep = R"({"jobData":{)";
  for (int i = 0; i < 28; ++i) deep += R"("a":{)";
  deep += std::string(30, '}');
  std::string wide = R"({"jobData":{"a":[0)";
  for (int i = 0; i < 6000; ++i) wide += ",0";
  wide += "]}}";
  const std::string longest = R"({"jobData":{"a":")" + std::string(300'000, 'x') + "\"}}";
  for (const std::string& data : {deep, wide, longest}) {
    EXPECT_EQ(Multipart(Method::kPost, "/api/jobs", {{"JobTypeId", "41"}, {"Data", data}}).status,
              400);
  }
  EXPECT_EQ(Json(Method::kPost, "/api/Jobs/search", "{}", dan_).status, 200);
}

TEST_F(WorkMobileJobs, JobIsUpdatedByItsIdInTheBody) {
  const std::string job = NewJob({{"Description", "before"}, {"Priority", "1"}});
  const ClientAnswer changed =
      Multipart(Method::kPut, "/api/jobs",
                {{"JobId", job}, {"Description", "after"}, {"AllocatedUserGroupId", "21"}});
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.body, job);
  const ClientAnswer read = Get("/api/Jobs/" + job, dan_);
  EXPECT_EQ(Text(read, "Description"), "after");
  EXPECT_EQ(Number(read, "Priority"), 1);
  EXPECT_EQ(Number(read, "JobStatusId"), 2);
  EXPECT_EQ(Multipart(Method::kPut, "/api/jobs", {{"JobId", job}, {"AllocatedMobileUserId", "31"}})
                .status,
            200);
  EXPECT_EQ(Number(Get("/api/Jobs/" + job, dan_), "AllocatedUserGroupId"), 0) << "it is replaced";
  EXPECT_EQ(Multipart(Method::kPut, "/api/jobs", {{"JobId", job}, {"Data", ""}}).status, 200);
  EXPECT_EQ(Number(Get("/api/Jobs/" + job, dan_), "AllocatedMobileUserId"), 31);
  EXPECT_EQ(Multipart(Method::kPut, "/api/jobs", {{"Description", "x"}}).status, 400);
  EXPECT_EQ(Multipart(Method::kPut, "/api/jobs", {{"JobId", job}, {"JobTypeId", "42"}}).status,
            400);
  EXPECT_EQ(Multipart(Method::kPut, "/api/jobs", {{"JobId", "906"}, {"Priority", "2"}}).status,
            404);
  EXPECT_EQ(Multipart(Method::kPut, "/api/jobs", {{"JobId", "43"}, {"Priority", "2"}}).status, 400);
  EXPECT_EQ(Multipart(Method::kPut, "/api/jobs", {{"JobId", job}, {"AllocatedMobileUserId", "904"}})
                .status,
            400);
}

TEST_F(WorkMobileJobs, JobIsAllocatedAndUnallocated) {
  const std::string job = NewJob();
  const std::string path = "/api/Jobs/" + job;
  EXPECT_EQ(Number(Get(path, dan_), "JobStatusId"), 1);
  const ClientAnswer allocated = Send(Method::kPost, path + "/allocate/31", dan_);
  EXPECT_EQ(allocated.status, 200);
  EXPECT_EQ(allocated.body, job);
  EXPECT_EQ(Number(Get(path, dan_), "AllocatedMobileUserId"), 31);
  EXPECT_EQ(Send(Method::kPost, path + "/allocateToUserGroup/21", dan_).status, 200);
  EXPECT_EQ(Number(Get(path, dan_), "AllocatedMobileUserId"), 0);
  EXPECT_EQ(Number(Get(path, dan_), "AllocatedUserGroupId"), 21);
  ClientHeaders json = dan_;
  json.emplace_back("Accept", "application/json");
  EXPECT_EQ(Send(Method::kPost, path + "/unallocate", json).body, "\"" + job + "\"");
  const ClientAnswer read = Get(path, dan_);
  EXPECT_EQ(Number(read, "JobStatusId"), 1);
  EXPECT_EQ(Number(read, "LastAllocatedMobileUserId"), 31);
  EXPECT_EQ(Value(read).Find("JobHistory")->AsArray()->size(), 4U);
}

TEST_F(WorkMobileJobs, AllocationRefersToWhatTheOrganizationOwns) {
  const std::string path = "/api/Jobs/" + NewJob();
  for (const char* target : {"/allocate/904", "/allocate/999999", "/allocateToUserGroup/903"}) {
    EXPECT_EQ(Send(Method::kPost, path + target, dan_).status, 404) << target;
  }
  EXPECT_EQ(Send(Method::kPost, path + "/allocate/x", dan_).status, 400);
  EXPECT_EQ(Send(Method::kPost, "/api/Jobs/906/allocate/31", dan_).status, 404);
  EXPECT_EQ(Send(Method::kPost, "/api/Jobs/43/unallocate", dan_).status, 400) << "it is closed";
  EXPECT_EQ(Send(Method::kPost, path + "/unallocate", una_).status, 404);
  EXPECT_EQ(Get(path, una_).status, 404);
}

TEST_F(WorkMobileJobs, HistoryKeepsItsNewestEntries) {
  const std::string path = "/api/Jobs/" + NewJob();
  for (int i = 0; i < 205; ++i) Send(Method::kPost, path + "/unallocate", dan_);
  const json::Value job = Value(Get(path, dan_));
  const json::Array& history = *job.Find("JobHistory")->AsArray();
  ASSERT_EQ(history.size(), 200U);
  EXPECT_EQ(history.front().Find("JobHistoryId")->AsInt(), 7);
  EXPECT_EQ(history.back().Find("JobHistoryId")->AsInt(), 206);
}

TEST_F(WorkMobileJobs, JobsAreSearched) {
  const std::string job = NewJob({{"Description", "Needle in a Haystack"},
                                  {"EstimatedStart", "2040-01-02T03:04:05"},
                                  {"Priority", "77"},
                                  {"AllocatedMobileUserId", "31"},
                                  {"Data", R"({"jobData":{"Roof":"slate","Floor":"wood"}})"}});
  const auto finds = [&](const std::string& criterion) {
    const ClientAnswer answer = Search(criterion, dan_);
    EXPECT_EQ(answer.status, 200) << criterion << ": " << answer.body;
    return answer.body.find("\"JobId\":" + job + ",") != std::string::npos;
  };
  for (const std::string& criterion : std::vector<std::string>{
           "\"jobId\":" + job, R"("description":"needle")", R"("jobTypeId":41)",
           R"("jobStatusId":[2,3])", R"("userFormId":194956)", R"("catalogueId":3)",
           R"("catalogueItemValue":"SLATE")", R"("allocatedToUserId":[31])", R"("priority":77)",
           R"("estimatedStartDateTimeFrom":"2040-01-01","estimatedStartDateTimeTo":"2040-02-01")",
           R"("JOBID":null)"}) {
    EXPECT_TRUE(finds(criterion)) << criterion;
  }
  for (const char* criterion :
       {R"("jobId":43)", R"("description":"thread")", R"("jobTypeId":42)", R"("jobStatusId":[])",
        R"("userFormId":1)", R"("allocatedToUserId":[32])", R"("priority":1)",
        R"("estimatedStartDateTimeFrom":"2040-02-01")"}) {
    EXPECT_FALSE(finds(criterion)) << criterion;
  }
  EXPECT_THAT(Search(R"("priority":77)", dan_).body, Not(HasSubstr("JobHistory")));
}

TEST_F(WorkMobileJobs, SearchOrdersAndPages) {
  for (const char* priority : {"501", "503", "502"}) {
    NewJob({{"Priority", priority}, {"Description", "paged"}});
  }
  const auto page = [](const std::string& number) {
    return Json(Method::kPost, "/api/Jobs/search",
                R"({"description":"paged","orderBy":[{"propertyName":"priority",)"
                R"("descending":true}],"pagination":{"page":)" +
                    number + R"(,"rowCount":2}})",
                dan_);
  };
  const json::Value first = Value(page("1"));
  ASSERT_EQ(first.AsArray()->size(), 2U);
  EXPECT_EQ(first.AsArray()->at(0).Find("Priority")->AsInt(), 503);
  EXPECT_EQ(first.AsArray()->at(1).Find("Priority")->AsInt(), 502);
  EXPECT_EQ(Value(page("2")).AsArray()->size(), 1U);
  EXPECT_EQ(page("1000000").body, "[]");
  EXPECT_EQ(Send(Method::kPost, "/api/Jobs/search", dan_).status, 200) << "the body is optional";
}

// Clients that fill in every member of the documented body send these for what is not asked for.
TEST_F(WorkMobileJobs, ACriterionWithoutAValueSelectsEveryJob) {
  const std::string job = NewJob({{"Priority", "611"}});
  for (const char* criterion :
       {R"("catalogueItemValue":"")", R"("description":"")", R"("estimatedStartDateTimeFrom":"")",
        R"("jobId":null)", R"("jobStatusId":null)"}) {
    EXPECT_THAT(Search(criterion + std::string(R"(,"priority":611)"), dan_).body,
                StartsWith(R"([{"JobId":)" + job + ","))
        << criterion;
  }
}

TEST_F(WorkMobileJobs, WrongSearchesAreRefused) {
  const std::string paging = R"("pagination":{"page":1,"rowCount":10})";
  std::string long_list = "0";
  for (int i = 0; i < 100; ++i) long_list += ",0";
  for (const std::string& body : std::vector<std::string>{
           R"({"jobId":1})", R"({"jobId":1,"orderBy":[]})", "{\"jobId\":1," + paging + "}",
           R"({"orderBy":[],"pagination":{"page":0,"rowCount":10}})",
           R"({"orderBy":[],"pagination":{"page":1,"rowCount":1001}})",
           R"({"orderBy":[],"pagination":{"page":1,"rowCount":10,"more":1}})",
           R"({"orderBy":[],"pagination":7})", R"({"orderBy":[7],)" + paging + "}",
           R"({"orderBy":[{"propertyName":"Data"}],)" + paging + "}",
           R"({"orderBy":[{"descending":true}],)" + paging + "}",
           R"({"orderBy":[],"jobid":1,"jobId":1,)" + paging + "}",
           R"({"orderBy":[],"jobTypeIds":[1],)" + paging + "}",
           R"({"orderBy":[],"jobStatusId":1,)" + paging + "}",
           R"({"orderBy":[],"jobStatusId":["1"],)" + paging + "}",
           R"({"orderBy":[],"jobStatusId":[)" +
               std::string(long_list).append("],").append(paging).append("}"),
           R"({"orderBy":[],"estimatedStartDateTimeFrom":"x",)" + paging + "}",
           R"({"orderBy":[],"description":")" + std::string(256, 'x') + "\"," + paging + "}"}) {
    EXPECT_EQ(Json(Method::kPost, "/api/Jobs/search", body, dan_).status, 400) << body;
  }
}

TEST_F(WorkMobileJobs, JobStatusesAndTheOpenOnes) {
  const ClientAnswer answer = Get("/api/Jobs/JobStatusList", dan_);
  EXPECT_THAT(answer.body, StartsWith(R"([{"JobStatusId":1,"Name":"Unallocated"},)"));
  EXPECT_EQ(Value(answer).AsArray()->size(), 6U);
}

TEST_F(WorkMobileJobs, JobTypesAndTheirSchema) {
  const ClientAnswer list = Get("/api/jobtypes", dan_);
  EXPECT_THAT(list.body, HasSubstr(R"({"JobTypeId":41,"UserFormId":194956,"Duration":60,)"
                                   R"("CatalogueId":3,"Name":"Survey",)"
                                   R"("Description":"Survey of a site","Live":true,)"
                                   R"("AllowCustomerSelection":false,"EnableLocation":false,)"
                                   R"("OnRouteStatus":false,"OnRouteCancel":false,"Created":")"));
  EXPECT_THAT(list.body, Not(HasSubstr("Foreign")));
  EXPECT_THAT(list.body, Not(HasSubstr("SummaryFields")));
  const ClientAnswer type = Get("/api/JobTypes/41", dan_);
  EXPECT_THAT(type.body, HasSubstr(R"("SummaryFields":[],"SummarySequence":[{")"));
  EXPECT_EQ(Get("/api/JobTypes/905", dan_).status, 404);
  const ClientAnswer made = Get("/api/JobTypes/41/schema", dan_);
  EXPECT_EQ(Text(made, "_id"), "jobtype-41");
  EXPECT_THAT(made.body, HasSubstr(R"("additionalProperties":false,"additionalItems":false,)"
                                   R"("properties":{"jobData":{"type":"object")"));
  EXPECT_THAT(Get("/api/JobTypes/42/schema", dan_).body, HasSubstr(R"("required":["jobData"])"));
  EXPECT_EQ(Get("/api/JobTypes/905/schema", dan_).status, 404);
  EXPECT_EQ(Get("/api/JobTypes/x", dan_).status, 400);
}

TEST_F(WorkMobileJobs, EachChangeOfAJobIsAnEvent) {
  const std::string job = NewJob();
  EXPECT_EQ(Send(Method::kPost, "/api/Jobs/" + job + "/allocate/31", dan_).status, 200);
  const auto events = testing::Must(
      core_->store().Read([](store::ReadTx& tx) { return store::ListAllEvents(tx, 0); }));
  ASSERT_GE(events.size(), 2U);
  EXPECT_EQ(events[events.size() - 2].type, model::EventType::kObjectCreated);
  EXPECT_EQ(events.back().type, model::EventType::kObjectUpdated);
  EXPECT_EQ(events.back().target, events[events.size() - 2].target);
  EXPECT_EQ(events.back().actor.kind, "user");
}

}  // namespace
}  // namespace bearward::app
