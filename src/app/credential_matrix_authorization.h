// Rows of credential_matrix_test.cc: access checks, and WorkOS' resources and role assignments.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bearward::app {

// MatrixOfWorkOsAuthorization, with the access check of /v1, says which credentials these rows
// accept.
inline const std::map<std::string, std::string_view>& MatrixOfWorkOsAuthorization() {
  static const std::map<std::string, std::string_view> kMatrix = {
      {"POST /v1/access_checks", "mtjrkeo"},
      {"GET /authorization/resources", "eo"},
      {"POST /authorization/resources", "eo"},
      {"GET /authorization/resources/{id}", "eo"},
      {"PATCH /authorization/resources/{id}", "eo"},
      {"DELETE /authorization/resources/{id}", "eo"},
      {"GET /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}",
       "eo"},
      {"PATCH /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}",
       "eo"},
      {"DELETE /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}",
       "eo"},
      {"GET /authorization/organization_memberships/{organization_membership_id}/"
       "role_assignments",
       "eo"},
      {"POST /authorization/organization_memberships/{organization_membership_id}/"
       "role_assignments",
       "eo"},
      {"DELETE /authorization/organization_memberships/{organization_membership_id}/"
       "role_assignments",
       "eo"},
      {"DELETE /authorization/organization_memberships/{organization_membership_id}/"
       "role_assignments/{id}",
       "eo"},
      {"GET /authorization/resources/{resource_id}/role_assignments", "eo"},
      {"GET /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}/role_assignments",
       "eo"},
      {"GET /authorization/groups/{group_id}/role_assignments", "eo"},
      {"POST /authorization/groups/{group_id}/role_assignments", "eo"},
      {"PUT /authorization/groups/{group_id}/role_assignments", "eo"},
      {"DELETE /authorization/groups/{group_id}/role_assignments", "eo"},
      {"GET /authorization/groups/{group_id}/role_assignments/{id}", "eo"},
      {"DELETE /authorization/groups/{group_id}/role_assignments/{id}", "eo"},
      {"POST /authorization/organization_memberships/{organization_membership_id}/check", "eo"},
      {"GET /authorization/organization_memberships/{organization_membership_id}/"
       "resources",
       "eo"},
      {"GET /authorization/organization_memberships/{organization_membership_id}/"
       "resources/{resource_id}/permissions",
       "eo"},
      {"GET /authorization/organization_memberships/{organization_membership_id}/"
       "resources/{resource_type_slug}/{external_id}/permissions",
       "eo"},
      {"GET /authorization/resources/{resource_id}/organization_memberships/"
       "{organization_membership_id}/permissions",
       "eo"},
      {"GET /authorization/resources/{resource_id}/organization_memberships", "eo"},
      {"GET /authorization/organizations/{organization_id}/resources/"
       "{resource_type_slug}/{external_id}/organization_memberships",
       "eo"},
  };
  return kMatrix;
}

}  // namespace bearward::app
