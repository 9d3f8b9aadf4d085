// The lines of credential_matrix_test.cc for WorkOS' events, webhooks and audit logs.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bearward::app {

// MatrixOfWorkOsEvents are those of events, endpoints of webhooks and audit logs.
inline const std::map<std::string, std::string_view>& MatrixOfWorkOsEvents() {
  static const std::map<std::string, std::string_view> kMatrix = {
      {"GET /events", "eo"},
      {"GET /audit_logs/actions", "eo"},
      {"GET /audit_logs/actions/{name}/schemas", "eo"},
      {"POST /audit_logs/actions/{name}/schemas", "eo"},
      {"POST /audit_logs/events", "eo"},
      {"POST /audit_logs/exports", "eo"},
      {"GET /audit_logs/exports/{id}", "eo"},
      {"GET /organizations/{id}/audit_logs_retention", "eo"},
      {"PUT /organizations/{id}/audit_logs_retention", "eo"},
      {"GET /organizations/{id}/audit_log_configuration", "eo"},
      {"GET /webhook_endpoints", "eo"},
      {"POST /webhook_endpoints", "eo"},
      {"PATCH /webhook_endpoints/{id}", "eo"},
      {"DELETE /webhook_endpoints/{id}", "eo"},
  };
  return kMatrix;
}

}  // namespace bearward::app
