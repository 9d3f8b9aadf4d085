// The lines of credential_matrix_test.cc for what is delivered: reports, loads, emails, webhooks
// and logs.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bearward::app {

// MatrixOfDelivery are those of /v1. Each accepts the credentials of a management row.
inline const std::map<std::string, std::string_view>& MatrixOfDelivery() {
  static constexpr std::string_view kManagement = "mtjrkeo";
  static const std::map<std::string, std::string_view> kMatrix = {
      {"GET /v1/emails", kManagement},
      {"GET /v1/emails/{id}", kManagement},
      {"GET /v1/reports", kManagement},
      {"GET /v1/reports/{id}", kManagement},
      {"GET /v1/reports/{report_id}/views", kManagement},
      {"GET /v1/integrations", kManagement},
      {"GET /v1/integrations/{id}", kManagement},
      {"GET /v1/integrations/{integration_id}/loads", kManagement},
      {"GET /v1/integrations/{integration_id}/loads/{id}", kManagement},
      {"GET /v1/organizations/{organization_id}/audit_log_events", kManagement},
      {"GET /v1/webhook_events", kManagement},
      {"GET /v1/webhook_endpoints/{id}", kManagement},
      {"POST /v1/webhook_endpoints/{id}/roll_secret", kManagement},
      {"POST /v1/webhook_endpoints/{id}/replay", kManagement},
      {"GET /v1/webhook_subscribers", kManagement},
      {"GET /v1/webhook_subscribers/{id}", kManagement},
      {"PATCH /v1/webhook_subscribers/{id}", kManagement},
      {"DELETE /v1/webhook_subscribers/{id}", kManagement},
      {"POST /v1/webhook_subscribers/{id}/roll_secret", kManagement},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries", kManagement},
      {"POST /v1/webhook_endpoints/{endpoint_id}/deliveries", kManagement},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries/{id}", kManagement},
      {"POST /v1/webhook_endpoints/{endpoint_id}/deliveries/{id}/resend", kManagement},
      {"GET /v1/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/attempts", kManagement},
      {"GET /v1/log_streams", kManagement},
      {"POST /v1/log_streams", kManagement},
      {"GET /v1/log_streams/{id}", kManagement},
      {"PATCH /v1/log_streams/{id}", kManagement},
      {"DELETE /v1/log_streams/{id}", kManagement},
      {"POST /v1/log_streams/{id}/test", kManagement},
  };
  return kMatrix;
}

}  // namespace bearward::app
