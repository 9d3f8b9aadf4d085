// CredentialMatrixWorkSpan: the rows of WorkSpan, for credential_matrix_test.cc.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bearward::app {

// MatrixOfWorkSpan says that all of these rows accept the token of an Application User only.
inline const std::map<std::string, std::string_view>& MatrixOfWorkSpan() {
  static const std::map<std::string, std::string_view> kMatrix = [] {
    std::map<std::string, std::string_view> all;
    for (const char* row : {"DELETE /oauth/token",
                            "GET /app/v1/object/{object_id}/external_id",
                            "PATCH /app/v1/object/{object_id}/external_id",
                            "PATCH /app/v1/object/{object_id}/audit",
                            "POST /api/scim/v2/Users",
                            "GET /api/scim/v2/Users",
                            "GET /api/scim/v2/Users/{user_id}",
                            "PUT /api/scim/v2/Users/{user_id}",
                            "PATCH /api/scim/v2/Users/{user_id}",
                            "POST /users/v1/check-attribute",
                            "POST /report/v1/list",
                            "POST /report/v1/{reportId}/data",
                            "POST /report/v1/{reportId}/data-schema",
                            "POST /report/v1/{reportId}/metadata",
                            "POST /report/v1/{reportId}/chart-data",
                            "POST /report/v1/{reportId}/chart-metadata",
                            "POST /report/v1/view/{reportId}/prepare_export",
                            "GET /report/v1/view/{viewId}/status",
                            "GET /report/v1/view/{viewId}",
                            "POST /report/v1/view/{viewId}/data",
                            "POST /bulk/v1/bulkload",
                            "POST /bulkload",
                            "POST /bulk/v1/bulkload_opportunity",
                            "GET /bulk/v1/bulkload/{integration_id}/upload_url",
                            "GET /bulk/v1/status/{integration_id}",
                            "POST /dataproduct/v1/upload_partner_account",
                            "GET /app/v1/company/lists/aws_solutions/items",
                            "POST /app/v1/marketplace/actions",
                            "GET /app/v1/marketplace/actions/{action_id}",
                            "POST /app/v1/marketplace/usage_upload",
                            "GET /app/v1/marketplace/usage/status",
                            "POST /app/v1/marketplace/export_report",
                            "POST /app/v1/marketplace/crm_inbound",
                            "POST /app/v1/marketplace/crm_inbound_v2",
                            "POST /cosell/action",
                            "GET /cosell/aws/partners",
                            "GET /cosell/aws/partners/count",
                            "POST /cosell/opportunity/validate/crm",
                            "GET /metadata/picklists/hyperscaler",
                            "POST /cosell/demo/test",
                            "GET /event/v1/metadata/event",
                            "GET /event/v1/metadata/event/{event}",
                            "GET /event/v1/metadata/integration",
                            "GET /event/v1/metadata/integration/{integration_id}",
                            "POST /event/v1/subscriber",
                            "GET /event/v1/subscriber",
                            "GET /event/v1/subscriber/{subscriber_id}",
                            "DELETE /event/v1/subscriber/{subscriber_id}"}) {
      all[row] = "s";
    }
    return all;
  }();
  return kMatrix;
}

}  // namespace bearward::app
