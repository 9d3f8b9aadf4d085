// Recipes for isolation_test.cc: the data endpoints of WorkMobile and TeleTracker, and the objects
// that they return.
#pragma once

#include <map>
#include <string>

#include "app/isolation_recipes.h"

namespace bearward::app {

// kVictimObjects are the objects of these dialects that a victim has, for a provisioning file. The
// number of each is that of the victim.
inline constexpr const char* kVictimObjects = R"(
[[objects]]
kind = "form_report"
name = "Victim report ${number}"
number = ${report}
organization = "${organization}"
fields = { FormId = ${form} }
[[objects]]
kind = "form_record"
name = "Victim record ${number}"
number = ${record}
organization = "${organization}"
fields = { FormId = ${form}, Answer = "victim-answer-${number}" }
[[objects]]
kind = "user_group"
name = "Victim group ${number}"
number = ${user_group}
organization = "${organization}"
[[objects]]
kind = "mobile_user"
name = "Victim mobile user ${number}"
number = ${mobile_user}
organization = "${organization}"
fields = { Username = "field${number}", UserActive = true }
[[objects]]
kind = "job_type"
name = "Victim job type ${number}"
number = ${job_type}
organization = "${organization}"
fields = { UserFormId = ${form} }
[[objects]]
kind = "job"
name = "Victim job ${number}"
number = ${job}
organization = "${organization}"
fields = { JobTypeId = ${job_type}, JobStatusId = 1 }
[[objects]]
kind = "call_process"
name = "Victim process ${number}"
number = ${call_process}
organization = "${organization}"
[[objects]]
kind = "phone_user"
name = "Victim phone ${number}"
number = ${number}
organization = "${organization}"
fields = { user_id = ${number}, pin = "${phone_pin}", number = "+1202555${phone_pin}" }
[[objects]]
kind = "phone_settings"
name = "Victim settings ${number}"
organization = "${organization}"
fields = { text_from_number = "+1202555${phone_pin}" }
)";

// MakeVictimNumbers adds the ids of these objects.
inline void MakeVictimNumbers(std::map<std::string, std::string>& ids) {
  for (const char* name : {"report", "record", "user_group", "mobile_user", "job_type", "job",
                           "call_process", "phone_pin"}) {
    ids[name] = ids["number"];
  }
  // The names by which the lists of strangers would show these objects.
  for (const char* name : {"report", "record", "group", "mobile user", "job type", "job"}) {
    ids["name of the " + std::string(name)] = "Victim " + std::string(name) + " " + ids["number"];
  }
  ids["environment"] = "isolated-environment";
  ids["field_username"] = "field" + ids["number"];
  ids["answer"] = "victim-answer-" + ids["number"];
}

// RecipesOfVendorData are those of these rows.
inline const std::map<std::string, Recipe>& RecipesOfVendorData() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"GET /api/Forms/{id}/reports", {.owner = Owner::kLogin}},
      {"GET /api/Forms/{id}/completedrecords/{rowId}/reports",
       {.owner = Owner::kLogin, .query = "?ReportFormat=PDF&ReportId=${report}"}},
      {"POST /api/Forms/{id}/completedrecords/search",
       {.body = R"({"id":${record},"orderBy":[],"pagination":{"page":1,"rowCount":500}})",
        .owner = Owner::kLogin}},
      {"GET /api/approvals/getinboxtotals", {.owner = Owner::kLogin, .own = true}},
      {"GET /api/usergroups", {.owner = Owner::kLogin, .own = true}},
      {"GET /api/mobileusers", {.owner = Owner::kLogin, .own = true}},
      {"POST /api/mobileusers",
       {.body = R"({"username":"new${number}","userGroupId":"${user_group}"})",
        .owner = Owner::kLogin}},
      {"PUT /api/mobileusers",
       {.body = R"({"username":"field${number}","firstname":"Renamed"})", .owner = Owner::kLogin}},
      {"GET /api/JobTypes", {.owner = Owner::kLogin, .own = true}},
      {"GET /api/JobTypes/{id}", {.owner = Owner::kLogin}},
      {"GET /api/JobTypes/{id}/schema", {.owner = Owner::kLogin}},
      {"POST /api/Jobs",
       {.body = R"({"JobTypeId":${job_type},"AllocatedMobileUserId":${mobile_user}})",
        .owner = Owner::kLogin}},
      {"PUT /api/Jobs",
       {.body = R"({"JobId":${job},"Priority":1,"AllocatedUserGroupId":${user_group}})",
        .owner = Owner::kLogin}},
      {"GET /api/Jobs/JobStatusList", {.owner = Owner::kLogin, .own = true}},
      {"POST /api/Jobs/search",
       {.body = R"({"jobId":${job},"orderBy":[],"pagination":{"page":1,"rowCount":500}})",
        .owner = Owner::kLogin,
        .own = true}},
      {"GET /api/Jobs/{id}", {.owner = Owner::kLogin}},
      {"POST /api/Jobs/{id}/allocate/{MobileUserId}", {.owner = Owner::kLogin}},
      {"POST /api/Jobs/{id}/allocateToUserGroup/{UserGroupId}", {.owner = Owner::kLogin}},
      {"POST /api/Jobs/{id}/unallocate", {.owner = Owner::kLogin}},
      {"GET /reports/call-data",
       {.owner = Owner::kBearer,
        .query = "?start_date=2031-05-01&end_date=2031-05-31&account_id=${number}"}},
      {"POST /voice/rapidresponse",
       {.body =
            R"({"whisper_text":"Hello","callee":"2025550142","callprocess_id":${call_process}})",
        .owner = Owner::kBearer}},
      {"POST /voice/call",
       {.body = R"({"caller":"${phone_pin}","callee":"2025550142","pin":"${phone_pin}"})",
        .owner = Owner::kBearer}},
      {"POST /sms/send",
       {.body = R"({"to_number":"2025550142","payload":"Hello","pin":"${phone_pin}"})",
        .owner = Owner::kBearer}},
      {"POST /mms/send",
       {.body = "--b\r\nContent-Disposition: form-data; name=\"to_number\"\r\n\r\n2025550142\r\n"
                "--b\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\nHello\r\n"
                "--b\r\nContent-Disposition: form-data; name=\"account_id\"\r\n\r\n"
                "${number}\r\n--b--\r\n",
        .owner = Owner::kBearer,
        .multipart = true}},
  };
  return kRecipes;
}

}  // namespace bearward::app
