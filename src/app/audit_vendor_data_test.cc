// The changes of the vendors' data endpoints, for audit_test.cc.
#include "app/audit_fixture.h"

namespace bearward::app {
namespace {

constexpr const char* kDispatcher = R"({"username":"dan","password":"dispatches every job"})";

}  // namespace

void Audit::ChangeJobs() {
  const ClientHeaders dan =
      Bearer(Json(Method::kPost, "/api/Account/Authenticate", kDispatcher).body);
  const Expected created{"object.created", "user", "session_"};
  const Expected updated{"object.updated", "user", "session_"};
  Change({"workmobile.create_mobile_user", Method::kPost, "/api/mobileusers",
          R"({"username":"audited","userGroupId":"21"})", dan},
         created);
  Change({"workmobile.update_mobile_user", Method::kPut, "/api/mobileusers",
          R"({"username":"audited","firstname":"Renamed"})", dan},
         updated);
  const std::string job =
      Change({"workmobile.create_job", Method::kPost, "/api/Jobs", R"({"JobTypeId":41})", dan},
             created)
          .body;
  Change({"workmobile.update_job", Method::kPut, "/api/Jobs",
          R"({"JobId":)" + job + R"(,"Priority":1})", dan},
         updated);
  const std::string path = "/api/Jobs/" + job;
  Change({"workmobile.allocate_job", Method::kPost, path + "/allocate/31", "", dan}, updated);
  Change({"workmobile.unallocate_job", Method::kPost, path + "/unallocate", "", dan}, updated);
  Change({"workmobile.allocate_job_to_group", Method::kPost, path + "/allocateToUserGroup/21", "",
          dan},
         updated);
}

void Audit::ChangeNotifications() {
  const ClientHeaders dan =
      Bearer(Json(Method::kPost, "/api/Account/Authenticate", kDispatcher).body);
  const ClientAnswer made =
      Change({"workmobile.add_notification", Method::kPost, "/api/notifications/external",
              R"({"userFormId":194956,"url":"https://audit.example/?sig=canary-bad",)"
              R"("includeSubFormData":true,"description":"Audited"})",
              dan},
             {"webhook_endpoint.created", "user", "session_"});
  Change({"workmobile.delete_notification", Method::kDelete, made.Header("Location"), "", dan},
         {"webhook_endpoint.deleted", "user", "session_"});
}

void Audit::ChangeCalls() {
  const ClientHeaders dan = Bearer(Text(Json(Method::kPost, "/auth/login", kDispatcher), "token"));
  const Expected created{"object.created", "user", "session_"};
  Change({"teletracker.voice_call", Method::kPost, "/voice/call",
          R"({"caller":"1805","callee":"2025550142","pin":"1805"})", dan},
         created);
  Change({"teletracker.rapid_response", Method::kPost, "/voice/rapidresponse",
          R"({"whisper_text":"Hello","callee":"2025550142","callprocess_id":51})", dan},
         created);
  Change({"teletracker.send_sms", Method::kPost, "/sms/send",
          R"({"to_number":"2025550142","payload":"Hello","pin":"1805"})", dan},
         created);
  Change({"teletracker.send_mms", Method::kPost, "/mms/send",
          "--b\r\nContent-Disposition: form-data; name=\"to_number\"\r\n\r\n2025550142\r\n"
          "--b\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\nHello\r\n--b--\r\n",
          dan},
         created);
}

}  // namespace bearward::app
