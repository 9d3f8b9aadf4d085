// The lines of credential_matrix_test.cc for what the console administers under /v1.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bearward::app {

// MatrixOfAdministration has the rows of environments and their keys, organizations and objects.
// Each accepts the credentials of a management row; a masquerade begins in the console only.
inline const std::map<std::string, std::string_view>& MatrixOfAdministration() {
  static constexpr std::string_view kManagement = "mtjrkeo";
  static const std::map<std::string, std::string_view> kMatrix = {
      {"GET /v1/environments", kManagement},
      {"POST /v1/environments", kManagement},
      {"GET /v1/environments/{name}", kManagement},
      {"PATCH /v1/environments/{name}", kManagement},
      {"POST /v1/environments/{name}/masquerade", "o"},
      {"GET /v1/api_keys", kManagement},
      {"POST /v1/api_keys", kManagement},
      {"GET /v1/unused_api_keys", kManagement},
      {"GET /v1/organizations/{id}", kManagement},
      {"GET /v1/organizations/{organization_id}/domains", kManagement},
      {"GET /v1/objects", kManagement},
      {"GET /v1/objects/{id}", kManagement},
      {"GET /v1/objects/{id}/members", kManagement},
      {"PUT /v1/objects/{id}/members", kManagement},
      {"POST /v1/objects/{id}/members/remove", kManagement},
  };
  return kMatrix;
}

}  // namespace bearward::app
