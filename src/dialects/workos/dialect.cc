#include "dialects/workos/dialect.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

// Family is the format of an error's body (contract section 2.3).
enum class Family { kPlain, kCoded, kNotFound, kValidation };

// ErrorRow maps a reason to the vendor's error. `text` replaces our text where the vendor's clients
// expect another one; for kNotFound it is the resource's name.
struct ErrorRow {
  std::string_view reason;
  Family family;
  int status;
  std::string_view code;
  std::string_view text;
};

constexpr std::array<ErrorRow, 14> kRows = {{
    {"user_not_found", Family::kNotFound, 404, "entity_not_found", "User"},
    {"organization_not_found", Family::kNotFound, 404, "entity_not_found", "Organization"},
    {"organization_domain_not_found", Family::kNotFound, 404, "entity_not_found",
     "Organization Domain"},
    {"organization_domain_exists", Family::kCoded, 409, "domain_already_exists",
     "Domain already exists for this organization."},
    {"domain_already_verified", Family::kCoded, 400, "domain_already_verified", ""},
    {"invalid_value", Family::kValidation, 422, "invalid_request_parameters", "invalid"},
    {"unknown_field", Family::kValidation, 422, "invalid_request_parameters", "unrecognized_key"},
    {"missing_field", Family::kValidation, 422, "invalid_request_parameters", "required"},
    {"wrong_type", Family::kValidation, 422, "invalid_request_parameters", "invalid_type"},
    {"membership_required", Family::kCoded, 422, "organization_membership_not_found", ""},
    {"too_many_failures", Family::kCoded, 429, "rate_limit_exceeded", "Too many requests."},
    {"rate_limited", Family::kCoded, 429, "rate_limit_exceeded", "Too many requests."},
    {"client_not_found", Family::kPlain, 404, "", ""},
    {"malformed_body", Family::kCoded, 400, "bad_request", ""},
}};

ErrorRow RowOf(const base::Error& error) {
  const auto row = std::ranges::find(kRows, error.reason, &ErrorRow::reason);
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
  dialect.realm = "workos";
  dialect.always_request_id = true;
  dialect.prefixes = {"/client", "/sso", "/organization_domains"};
  dialect.write_error = [](const base::Error& error, const door::Call&) {
    const ErrorRow row = RowOf(error);
    door::Reply reply = door::JsonReply(row.status, ErrorBody(row, error));
    return door::WithRetryAfter(std::move(reply), error);
  };
  return dialect;
}

}  // namespace bearward::dialects::workos
