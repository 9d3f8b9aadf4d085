// CredentialMatrixVendors: the rows of WorkMobile and TeleTracker, for
// credential_matrix_test.cc.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bearward::app {

// MatrixOfVendors says which credentials these rows accept. All rows of WorkMobile accept its token
// and the API key of a user, under both of its base paths.
inline const std::map<std::string, std::string_view>& MatrixOfVendors() {
  static const std::map<std::string, std::string_view> kMatrix = [] {
    std::map<std::string, std::string_view> all = {
        {"POST /auth/masquerade", "t"},
        {"POST /auth/logout", "t"},
        {"DELETE /auth/logout", "t"},
        {"GET /reports/call-data", "tbi"},
        {"POST /voice/rapidresponse", "tbi"},
        {"POST /voice/call", "tbi"},
        {"POST /sms/send", "tbi"},
        {"POST /mms/send", "tbi"},
    };
    for (const std::string base : {"/api", "/webapi2/api"}) {
      for (const char* path :
           {"/account", "/Forms", "/Forms/{id}", "/Forms/{id}/reports",
            "/Forms/{id}/completedrecords/{rowId}/reports", "/approvals/getinboxtotals",
            "/usergroups", "/mobileusers", "/JobTypes", "/JobTypes/{id}", "/JobTypes/{id}/schema",
            "/Jobs/JobStatusList", "/Jobs/{id}"}) {
        all["GET " + base + path] = "mk";
      }
      for (const char* path :
           {"/Forms/{id}/completedrecords/search", "/mobileusers", "/Jobs", "/Jobs/search",
            "/Jobs/{id}/allocate/{MobileUserId}", "/Jobs/{id}/allocateToUserGroup/{UserGroupId}",
            "/Jobs/{id}/unallocate", "/notifications/external"}) {
        all["POST " + base + path] = "mk";
      }
      for (const char* path : {"/mobileusers", "/Jobs"}) all["PUT " + base + path] = "mk";
      all["DELETE " + base + "/notifications/external/{WebhookId}"] = "mk";
    }
    return all;
  }();
  return kMatrix;
}

}  // namespace bearward::app
