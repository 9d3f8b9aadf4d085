#include "dialects/workos/dialect.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "dialects/workos/contracts.h"
#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

// Family is the format of an error's body (contract section 2.3).
enum class Family { kPlain, kCoded, kNotFound, kValidation, kNested, kAudit, kListed };

// ErrorRow maps a reason to the vendor's error. `text` replaces our text where the vendor's clients
// expect another one; for kNotFound it is the resource's name, for kNested
// the code of the inner error.
struct ErrorRow {
  std::string_view reason;
  Family family;
  int status;
  std::string_view code;
  std::string_view text;
};

constexpr auto kRows = std::to_array<ErrorRow>({
    {"user_not_found", Family::kNotFound, 404, "entity_not_found", "User"},
    {"organization_not_found", Family::kNotFound, 404, "entity_not_found", "Organization"},
    {"organization_domain_not_found", Family::kNotFound, 404, "entity_not_found",
     "Organization Domain"},
    {"organization_domain_exists", Family::kCoded, 409, "domain_already_exists",
     "Domain already exists for this organization."},
    {"organization_exists", Family::kCoded, 400, "external_id_already_used", ""},
    {"organization_domain_taken", Family::kPlain, 409, "", ""},
    {"stripe_customer_taken", Family::kCoded, 400, "stripe_customer_id_already_used", ""},
    {"idempotency_key_reused", Family::kPlain, 400, "", ""},
    {"domain_already_verified", Family::kCoded, 400, "domain_already_verified", ""},
    {"invalid_metadata", Family::kCoded, 400, "invalid_metadata", ""},
    {"invalid_cursor", Family::kValidation, 422, "invalid_request_parameters", "invalid"},
    {"invalid_value", Family::kValidation, 422, "invalid_request_parameters", "invalid"},
    {"unknown_field", Family::kValidation, 422, "invalid_request_parameters", "unrecognized_key"},
    {"missing_field", Family::kValidation, 422, "invalid_request_parameters", "required"},
    {"wrong_type", Family::kValidation, 422, "invalid_request_parameters", "invalid_type"},
    {"membership_required", Family::kCoded, 422, "organization_membership_not_found", ""},
    {"too_many_failures", Family::kCoded, 429, "rate_limit_exceeded", "Too many requests."},
    {"rate_limited", Family::kCoded, 429, "rate_limit_exceeded", "Too many requests."},
    {"client_not_found", Family::kPlain, 404, "", ""},
    {"malformed_body", Family::kCoded, 400, "bad_request", ""},
    {"permission_not_found", Family::kNotFound, 404, "entity_not_found", "Permission"},
    {"permission_exists", Family::kCoded, 409, "permission_slug_conflict", ""},
    {"system_permission", Family::kPlain, 403, "", ""},
    {"role_not_found", Family::kNotFound, 404, "entity_not_found", "Role"},
    {"role_exists", Family::kCoded, 409, "role_slug_conflict", ""},
    {"organization_role_not_found", Family::kNotFound, 404, "entity_not_found", "Role"},
    {"organization_role_exists", Family::kCoded, 409, "organization_role_slug_conflict", ""},
    {"redirect_uri_not_found", Family::kNotFound, 404, "entity_not_found", "Redirect URI"},
    {"redirect_uri_exists", Family::kCoded, 422, "redirect_uri_already_exists", ""},
    {"default_redirect_uri", Family::kPlain, 409, "", ""},
    {"scopes_without_organization", Family::kPlain, 422, "", ""},
    {"invalid_return_to", Family::kPlain, 422, "", ""},
    {"no_default_redirect_uri", Family::kPlain, 422, "", ""},
    {"cors_origin_exists", Family::kCoded, 409, "duplicate_cors_origin", ""},
    {"jwt_template_not_found", Family::kPlain, 404, "", ""},
    {"invalid_template", Family::kCoded, 422, "invalid_request_parameters", ""},
    {"group_not_found", Family::kNotFound, 404, "entity_not_found", "Group"},
    {"organization_membership_not_found", Family::kNotFound, 404, "entity_not_found",
     "Organization Membership"},
    {"group_membership_limit_exceeded", Family::kCoded, 400, "group_membership_limit_exceeded", ""},
    {"feature_flag_not_found", Family::kNotFound, 404, "entity_not_found", "Feature Flag"},
    {"flag_target_not_found", Family::kNotFound, 404, "entity_not_found", "Flag Target"},
    {"resource_type_not_found", Family::kNotFound, 404, "entity_not_found", "Resource Type"},
    {"invalid_limit", Family::kValidation, 422, "invalid_request_parameters", "invalid"},
    {"invalid_order", Family::kValidation, 422, "invalid_request_parameters", "invalid"},
    {"too_many_values", Family::kValidation, 422, "invalid_request_parameters", "too_many"},
    {"repeated_parameter", Family::kValidation, 422, "invalid_request_parameters", "repeated"},
    {"organization_membership_exists", Family::kCoded, 409, "user_already_organization_member", ""},
    {"cannot_deactivate_pending_organization_membership", Family::kCoded, 400,
     "cannot_deactivate_pending_organization_membership", ""},
    {"cannot_reactivate_pending_organization_membership", Family::kCoded, 400,
     "cannot_reactivate_pending_organization_membership", ""},
    {"invalid_credentials", Family::kCoded, 400, "invalid_credentials", ""},
    {"invalid_one_time_code", Family::kCoded, 400, "invalid_one_time_code", ""},
    {"password_expired", Family::kCoded, 403, "password_expired", ""},
    {"invalid_role", Family::kCoded, 422, "invalid_role", ""},
    {"sub_resource_scoped_role_not_allowed", Family::kCoded, 422,
     "sub_resource_scoped_role_not_allowed", ""},
    {"authorization_resource_not_found", Family::kNotFound, 404, "entity_not_found",
     "Authorization Resource"},
    {"authorization_resource_exists", Family::kCoded, 409,
     "authorization_resource_external_id_conflict", ""},
    {"role_assignment_not_found", Family::kNotFound, 404, "entity_not_found", "Role Assignment"},
    {"group_role_assignment_not_found", Family::kNotFound, 404, "entity_not_found",
     "Group Role Assignment"},
    {"group_role_assignment_exists", Family::kCoded, 409, "duplicate_group_role_assignment", ""},
    {"role_assignment_limit_exceeded", Family::kCoded, 422, "role_assignment_limit_exceeded", ""},
    {"assigned_by_group", Family::kPlain, 403, "", ""},
    {"session_not_found", Family::kNotFound, 404, "entity_not_found", "Session"},
    {"user_exists", Family::kCoded, 400, "external_id_already_used", ""},
    {"user_creation_error", Family::kNested, 400, "user_creation_error", "email_not_available"},
    {"email_not_available", Family::kCoded, 400, "email_not_available", ""},
    {"password_too_short", Family::kNested, 400, "password_strength_error", ""},
    {"password_too_long", Family::kNested, 400, "password_strength_error", ""},
    {"password_not_allowed", Family::kNested, 400, "password_strength_error", ""},
    {"password_too_weak", Family::kNested, 400, "password_strength_error", ""},
    {"password_contains_email", Family::kNested, 400, "password_strength_error", ""},
    {"password_reused", Family::kNested, 400, "password_strength_error", ""},
    {"api_key_not_found", Family::kNotFound, 404, "entity_not_found", "API Key"},
    {"api_key_already_expired", Family::kCoded, 409, "api_key_already_expired", ""},
    {"invalid_permission", Family::kValidation, 422, "invalid_request_parameters", "invalid"},
    {"too_many_changes", Family::kCoded, 429, "rate_limit_exceeded", "Too many requests."},
    {"too_many_codes", Family::kCoded, 429, "rate_limit_exceeded", "Too many requests."},
    {"passwordless_session_not_found", Family::kNotFound, 404, "entity_not_found",
     "PasswordlessSession"},
    {"invalid_redirect_uri", Family::kPlain, 422, "", ""},
    {"link_too_long", Family::kPlain, 422, "", ""},
    {"magic_auth_not_found", Family::kNotFound, 404, "entity_not_found", "MagicAuth"},
    {"email_verification_not_found", Family::kNotFound, 404, "entity_not_found",
     "Email Verification"},
    {"password_reset_not_found", Family::kNotFound, 404, "entity_not_found", "Password Reset"},
    {"email_already_verified", Family::kCoded, 400, "email_already_verified", ""},
    {"email_previously_verified", Family::kCoded, 400, "email_previously_verified", ""},
    {"email_change_code_previously_used", Family::kCoded, 409, "email_change_code_previously_used",
     ""},
    {"invalid_new_email", Family::kCoded, 422, "invalid_email", ""},
    {"new_email_not_available", Family::kCoded, 409, "email_not_available", ""},
    {"invitation_not_found", Family::kNotFound, 404, "entity_not_found", "Invitation"},
    {"invalid_invitation_role", Family::kCoded, 400, "invalid_role", ""},
    {"email_already_invited", Family::kCoded, 400, "email_already_invited", ""},
    {"email_already_invited_to_organization", Family::kCoded, 400,
     "email_already_invited_to_organization", ""},
    {"user_already_exists", Family::kCoded, 400, "user_already_exists", ""},
    {"user_already_member", Family::kCoded, 400, "user_already_organization_member", ""},
    {"invite_not_pending", Family::kCoded, 400, "invite_not_pending", ""},
    {"invite_accepted", Family::kCoded, 400, "invite_accepted", ""},
    {"invite_revoked", Family::kCoded, 400, "invite_revoked", ""},
    {"invite_expired", Family::kCoded, 400, "invite_expired", ""},
    {"audit_log_action_not_found", Family::kNotFound, 404, "entity_not_found", "Audit Log Action"},
    {"audit_log_export_not_found", Family::kNotFound, 404, "entity_not_found", "Audit Log Export"},
    {"invalid_audit_log", Family::kAudit, 400, "invalid_audit_log", ""},
    {"invalid_date_range", Family::kListed, 400, "", ""},
    {"webhook_endpoint_not_found", Family::kNotFound, 404, "entity_not_found", "Webhook Endpoint"},
    {"webhook_endpoint_exists", Family::kCoded, 409, "duplicate_endpoint",
     "A Webhook Endpoint with the same endpoint URL already exists."},
    {"invalid_url", Family::kCoded, 422, "invalid_url", ""},
    {"unknown_event_type", Family::kNested, 422, "invalid_request_parameters",
     "unknown_event_type"},
    {"invalid_events_request", Family::kCoded, 400, "invalid_events_request", ""},
    {"no_such_organization", Family::kPlain, 400, "", ""},
});

// A change of a user has a code of its own for each of these fields.
constexpr auto kRowsOfChange = std::to_array<ErrorRow>({
    {"email", Family::kCoded, 400, "invalid_email", ""},
    {"locale", Family::kCoded, 400, "invalid_locale", ""},
});

ErrorRow RowOf(const base::Error& error, const door::Call& call) {
  if (error.reason == "invalid_value" && error.fields.size() == 1 &&
      call.request().method == http::Method::kPut) {
    const auto row = std::ranges::find(kRowsOfChange, error.fields.front(), &ErrorRow::reason);
    if (row != kRowsOfChange.end()) return *row;
  }
  const auto row = std::ranges::find(kRows, error.reason, &ErrorRow::reason);
  // A weak password has another code in a reset than in a change of a user.
  if (row != kRows.end() && row->code == "password_strength_error" &&
      call.request().path.contains("/password_reset/confirm")) {
    return {error.reason, Family::kNested, 400, "password_reset_error", ""};
  }
  if (row != kRows.end()) return *row;
  const int status = door::StatusOf(error);
  if (error.code == base::Code::kUnauthenticated) {
    return {error.reason, Family::kPlain, status, "", "Unauthorized"};
  }
  return {error.reason, Family::kCoded, status, error.reason, ""};
}

void WriteNotFound(json::Writer& writer, const ErrorRow& row, const base::Error& error) {
  const std::string id = error.fields.empty() ? std::string() : error.fields.front();
  writer.Key("message").String(std::string(row.text) + " not found: '" + id + "'.");
  writer.Key("code").String(row.code).Key("entity_id").String(id);
}

void WriteValidation(json::Writer& writer, const ErrorRow& row, const base::Error& error) {
  writer.Key("message").String("Validation failed").Key("code").String(row.code);
  writer.Key("errors").BeginArray();
  for (const std::string& field : error.fields) {
    writer.BeginObject().Key("field").String(field).Key("code").String(row.text);
    writer.Key("message").String(field + ": " + std::string(row.text)).EndObject();
  }
  writer.EndArray();
}

void WriteNested(json::Writer& writer, const ErrorRow& row, const base::Error& error) {
  writer.Key("message").String("Validation failed").Key("code").String(row.code);
  writer.Key("errors").BeginArray().BeginObject();
  writer.Key("code").String(row.text.empty() ? std::string_view(error.reason) : row.text);
  writer.Key("message").String(error.public_text).EndObject().EndArray();
}

// A fault begins with a JSON pointer.
void WriteAudit(json::Writer& writer, const ErrorRow& row, const base::Error& error) {
  writer.Key("message").String(error.public_text).Key("code").String(row.code);
  writer.Key("errors").BeginArray();
  for (const std::string& fault : error.fields) {
    const auto space = std::min(fault.find(' '), fault.size());
    writer.BeginObject().Key("instancePath").String(fault.substr(0, space));
    writer.Key("message").String(space == fault.size() ? "" : fault.substr(space + 1)).EndObject();
  }
  writer.EndArray();
}

std::string ErrorBody(const ErrorRow& row, const base::Error& error) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject();
  switch (row.family) {
    case Family::kNotFound:
      WriteNotFound(writer, row, error);
      break;
    case Family::kValidation:
      WriteValidation(writer, row, error);
      break;
    case Family::kNested:
      WriteNested(writer, row, error);
      break;
    case Family::kAudit:
      WriteAudit(writer, row, error);
      break;
    case Family::kListed:
      writer.Key("message").BeginArray().String(error.public_text).EndArray();
      writer.Key("error").String("Bad Request");
      break;
    case Family::kPlain:
    case Family::kCoded:
      writer.Key("message").String(row.text.empty() ? error.public_text : std::string(row.text));
      if (row.family == Family::kCoded) writer.Key("code").String(row.code);
      break;
  }
  writer.EndObject();
  return body;
}

}  // namespace

door::Dialect MakeDialect() {
  door::Dialect dialect;
  dialect.name = "workos";
  dialect.errors.realm = "workos";
  dialect.always_request_id = true;
  dialect.mount.prefixes = {
      "/api_keys",      "/audit_logs",           "/authorization",     "/client",       "/events",
      "/feature-flags", "/organization_domains", "/organizations",     "/passwordless", "/sdk",
      "/sso",           "/user_management",      "/webhook_endpoints", "/widgets"};
  dialect.errors.contents = kErrors;
  dialect.errors.write = [](const base::Error& error, const door::Call& call) {
    const ErrorRow row = RowOf(error, call);
    door::Reply reply = door::JsonReply(row.status, ErrorBody(row, error));
    return door::WithRetryAfter(std::move(reply), error);
  };
  return dialect;
}

// Only this operation documents 400 for an invalid body, and 422 for what the body refers to.
const door::ErrorShape& UserKeyErrors() {
  static const door::ErrorShape shape = [] {
    door::ErrorShape errors = MakeDialect().errors;
    errors.write = [](const base::Error& error, const door::Call& call) {
      ErrorRow row = RowOf(error, call);
      if (row.family == Family::kValidation && error.reason != "invalid_permission") {
        row.status = 400;
      }
      door::Reply reply = door::JsonReply(row.status, ErrorBody(row, error));
      return door::WithRetryAfter(std::move(reply), error);
    };
    return errors;
  }();
  return shape;
}

}  // namespace bearward::dialects::workos
