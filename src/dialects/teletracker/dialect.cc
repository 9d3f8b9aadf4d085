#include "dialects/teletracker/dialect.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/id.h"
#include "dialects/teletracker/contracts.h"
#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::teletracker {
namespace {

// CodeRow maps a reason to the vendor's code, where that is not the reason in upper case.
struct CodeRow {
  std::string_view reason;
  std::string_view code;
};

constexpr std::array<CodeRow, 4> kCodes = {{
    {"missing_account", "MISSING_FIELD"},
    {"wrong_account", "INVALID_ACCOUNT"},
    {"too_many_failures", "TOO_MANY_ATTEMPTS"},
    {"wrong_content_type", "UNSUPPORTED_MEDIA_TYPE"},
}};

std::string VendorCode(std::string_view reason) {
  const auto row = std::ranges::find(kCodes, reason, &CodeRow::reason);
  std::string code(row == kCodes.end() ? reason : row->code);
  for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return code;
}

bool NamesMissingFields(const base::Error& error) {
  return error.reason == "missing_field" || error.reason == "missing_account";
}

std::string ErrorBody(const base::Error& error, base::Entropy& entropy) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("success").Bool(false).Key("guid").String(base::NewUuid(entropy));
  writer.Key("error").BeginObject();
  writer.Key("code").String(VendorCode(error.reason));
  writer.Key("message").String(error.public_text).EndObject();
  if (NamesMissingFields(error)) {
    writer.Key("missing").BeginArray();
    for (const std::string& field : error.fields) writer.String(field);
    writer.EndArray();
  }
  writer.EndObject();
  return body;
}

}  // namespace

door::Dialect MakeDialect(base::Entropy& entropy) {
  door::Dialect dialect;
  dialect.name = "teletracker";
  dialect.errors.realm = "teletracker";
  dialect.mount.answers_options = true;
  dialect.mount.prefixes = {"/auth", "/reports", "/voice", "/sms", "/mms"};
  dialect.errors.contents = kErrors;
  dialect.errors.write = [&entropy](const base::Error& error, const door::Call&) {
    return door::JsonReply(door::StatusOf(error), ErrorBody(error, entropy));
  };
  return dialect;
}

}  // namespace bearward::dialects::teletracker
