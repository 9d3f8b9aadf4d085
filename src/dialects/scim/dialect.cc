#include "dialects/scim/dialect.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dialects/scim/codec.h"
#include "dialects/scim/contracts.h"
#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::scim {
namespace {

// TypeRow maps a reason to a word of RFC 7644 table 9. Other invalid requests are "invalidValue".
struct TypeRow {
  std::string_view reason;
  std::string_view type;
};

constexpr std::array<TypeRow, 7> kTypes = {{
    {"user_exists", "uniqueness"},
    {"invalid_filter", "invalidFilter"},
    {"malformed_body", "invalidSyntax"},
    {"duplicate_field", "invalidSyntax"},
    {"invalid_path", "invalidPath"},
    {"no_target", "noTarget"},
    {"immutable_attribute", "mutability"},
}};

std::string_view TypeOf(const base::Error& error, int status) {
  const auto row = std::ranges::find(kTypes, error.reason, &TypeRow::reason);
  if (row != kTypes.end()) return row->type;
  return status == 400 ? "invalidValue" : "";
}

door::Reply WriteError(const base::Error& error, const door::Call&) {
  const int status = door::StatusOf(error);
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("schemas").BeginArray().String(kErrorSchema).EndArray();
  const std::string_view type = TypeOf(error, status);
  if (!type.empty()) writer.Key("scimType").String(type);
  writer.Key("detail").String(error.public_text);
  writer.Key("status").String(std::to_string(status)).EndObject();
  return ScimReply(status, std::move(body));
}

}  // namespace

door::Dialect MakeDialect(std::string_view name, std::string prefix,
                          door::EnvironmentFinder environment) {
  door::Dialect dialect;
  dialect.name = name;
  dialect.mount.prefixes = {std::move(prefix)};
  dialect.errors.write = WriteError;
  dialect.errors.contents = kErrors;
  dialect.errors.realm = "scim";
  dialect.environment = std::move(environment);
  return dialect;
}

}  // namespace bearward::dialects::scim
