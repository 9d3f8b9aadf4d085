#include "dialects/workmobile/codec.h"

#include <array>
#include <charconv>
#include <string>

#include "base/invalid.h"
#include "json/reader.h"
#include "json/writer.h"

namespace bearward::dialects::workmobile {
namespace {

using door::FieldCase;

// Shape is the output format of a form's member, independent of the stored field's type.
enum class Shape { kText, kTextOrNull, kFlag, kFlagText, kInteger };

struct FieldRow {
  std::string_view name;
  Shape shape;
};

constexpr std::array<FieldRow, 8> kListFields = {{
    {"Description", Shape::kText},
    {"Live", Shape::kFlag},
    {"MobileVisible", Shape::kFlag},
    {"LocationAware", Shape::kFlag},
    {"AutoUpload", Shape::kFlag},
    {"SaveToDrafts", Shape::kFlagText},
    {"Subform", Shape::kFlagText},
    {"LastUpload", Shape::kTextOrNull},
}};

constexpr std::array<FieldRow, 3> kDetailFields = {{
    {"IsDataEditorEnabled", Shape::kFlag},
    {"IsShareDataEnabled", Shape::kFlag},
    {"CurrentRevision", Shape::kInteger},
}};

// Truth reads a flag in either of the vendor's two forms: a boolean, or "0" and "1".
bool Truth(const json::Value* value) {
  if (value == nullptr) return false;
  if (const auto flag = value->AsBool()) return *flag;
  if (const auto number = value->AsInt()) return *number != 0;
  const std::string* text = value->AsString();
  return text != nullptr && *text == "1";
}

void WriteField(json::Writer& writer, const FieldRow& row, const json::Value& fields) {
  const json::Value* value = fields.Find(row.name);
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  writer.Key(row.name);
  switch (row.shape) {
    case Shape::kText:
      writer.String(text == nullptr ? std::string_view() : std::string_view(*text));
      break;
    case Shape::kTextOrNull:
      text == nullptr ? writer.Null() : writer.String(*text);
      break;
    case Shape::kFlag:
      writer.Bool(Truth(value));
      break;
    case Shape::kFlagText:
      writer.String(Truth(value) ? "1" : "0");
      break;
    case Shape::kInteger:
      writer.Int(value == nullptr ? 0 : value->AsInt().value_or(0));
      break;
  }
}

// Stored fields that cannot be parsed are an internal error, not a form without fields.
base::Result<json::Value> FieldsOf(const model::Object& form) {
  auto fields = json::Parse(form.fields);
  if (!fields) {
    return base::Fail(base::Internal("fields of " + form.id.text + ": " + fields.error().reason));
  }
  return fields;
}

base::Status WriteListItem(json::Writer& writer, const model::Object& form) {
  BW_TRY_ASSIGN(const json::Value fields, FieldsOf(form));
  writer.BeginObject().Key("UserFormId").Int(form.number).Key("Name").String(form.name);
  for (const FieldRow& row : kListFields) WriteField(writer, row, fields);
  writer.Key("Created").String(base::FormatIsoLocal(form.created_at));
  writer.Key("CreatedBy").String(form.created_by);
  writer.Key("Updated").String(base::FormatIsoLocal(form.updated_at));
  writer.Key("UpdatedBy").String(form.updated_by).EndObject();
  return {};
}

base::Error MissingField(const std::string& name) {
  return base::Invalid("missing_field", "The field " + name + " is required.", {name});
}

base::Result<std::string> DecodeLoginName(const door::Body& body) {
  static constexpr std::array<std::string_view, 3> kNames = {"username", "email", "login"};
  std::optional<std::string> found;
  for (const std::string_view name : kNames) {
    BW_TRY_ASSIGN(auto text, body.Text(name, FieldCase::kIgnore));
    if (!text || text->empty()) continue;
    if (found && *found != *text) {
      return base::Fail(base::Invalid("repeated_field", "The login is given twice."));
    }
    found = std::move(text);
  }
  if (!found) return base::Fail(MissingField("username"));
  return std::move(found).value();
}

}  // namespace

base::Result<verify::PasswordClaim> DecodeCredentials(const door::Body& body,
                                                      const door::Call& call) {
  BW_TRY_ASSIGN(std::string login, DecodeLoginName(body));
  BW_TRY_ASSIGN(auto password, body.SecretText("password", FieldCase::kIgnore));
  if (!password || password->empty()) return base::Fail(MissingField("password"));
  BW_TRY_ASSIGN(model::EnvironmentId environment, call.environment());
  return verify::PasswordClaim{std::move(environment), std::move(login),
                               std::move(password).value(), call.origin()};
}

base::Result<std::int64_t> DecodeFormId(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return base::Fail(base::Invalid("invalid_field", "The form id is not a number."));
  }
  return number;
}

door::Reply EncodeInstance(std::string_view version, base::Time now) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("name").String("Bearward").Key("version").String(version);
  writer.Key("serverTimeUtc").String(base::FormatIsoMillis(now)).EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeAccount(const users::Account& account) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("email").String(account.user.email);
  writer.Key("customerId").Int(account.organization.number);
  writer.Key("firstName").String(account.user.first_name);
  writer.Key("lastName").String(account.user.last_name);
  writer.Key("jobTitle").String(account.user.job_title).EndObject();
  return door::JsonReply(200, std::move(body));
}

base::Result<door::Reply> EncodeForms(const std::vector<model::Object>& forms) {
  std::string body;
  json::Writer writer(body);
  writer.BeginArray();
  for (const model::Object& form : forms) BW_TRY(WriteListItem(writer, form));
  writer.EndArray();
  return door::JsonReply(200, std::move(body));
}

base::Result<door::Reply> EncodeForm(const model::Object& form, std::int64_t customer_id) {
  BW_TRY_ASSIGN(const json::Value fields, FieldsOf(form));
  const json::Value* names = fields.Find("StaticFieldNames");
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("CustomerId").Int(customer_id).Key("FormId").Int(form.number);
  writer.Key("Name").String(form.name);
  for (const FieldRow& row : kDetailFields) WriteField(writer, row, fields);
  writer.Key("StaticFieldNames");
  if (names != nullptr && names->IsArray()) {
    json::Write(writer, *names);
  } else {
    writer.BeginArray().EndArray();
  }
  writer.EndObject();
  return door::JsonReply(200, std::move(body));
}

}  // namespace bearward::dialects::workmobile
