#include "door/body.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "base/near_miss.h"
#include "base/utf8.h"
#include "door/problem.h"
#include "door/scim_body.h"
#include "http/form.h"

namespace bearward::door {
namespace {

std::string Quoted(std::string_view name) { return "`" + std::string(name) + "`"; }

base::Error DuplicateField(std::string_view name) {
  return base::Invalid("duplicate_field", Quoted(name) + " is given more than once.",
                       {std::string(name)});
}

// WrongType names what the field must be, such as "a string".
base::Error WrongType(std::string_view name, std::string_view wants) {
  return base::Invalid("wrong_type", Quoted(name) + " must be " + std::string(wants) + ".",
                       {std::string(name)});
}

base::Error WrongContentType() {
  return base::Invalid(std::string(kWrongContentType),
                       "The Content-Type is missing or not one that is read here.");
}

base::Error Malformed() {
  return base::Invalid("malformed_body",
                       "The body is not one object in the format of its Content-Type.");
}

// PostgreSQL refuses NUL in a text, and C code would read a truncated text.
bool HasNul(const json::Value& value) {
  const auto in_text = [](std::string_view text) { return text.find('\0') != text.npos; };
  if (const std::string* text = value.AsString()) return in_text(*text);
  if (const json::Array* items = value.AsArray()) return std::ranges::any_of(*items, HasNul);
  if (const json::Object* members = value.AsObject()) {
    return std::ranges::any_of(*members, [&](const json::Member& member) {
      return in_text(member.key) || HasNul(member.value);
    });
  }
  return false;
}

// RFC 8259 section 8.1 allows a parser to ignore a byte order mark; some clients send one.
base::Result<json::Value> ParseJson(std::string_view body) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  base::Result<json::Value> value = json::Parse(body);
  if (value && value->IsObject() && !HasNul(*value)) return value;
  if (!value && value.error().reason == "duplicate_key") {
    std::vector<std::string>& path = value.error().fields;
    base::Error error = DuplicateField(path.empty() ? "" : path.back());
    error.fields = std::move(path);
    return base::Fail(std::move(error));
  }
  return base::Fail(Malformed());
}

base::Result<json::Value> ObjectOf(base::Result<http::Fields> fields) {
  if (!fields) return base::Fail(Malformed());
  json::Object members;
  for (auto& [name, value] : *fields) {
    if (!base::IsUtf8(name) || !base::IsUtf8(value)) return base::Fail(Malformed());
    for (const json::Member& member : members) {
      if (member.key == name) return base::Fail(DuplicateField(name));
    }
    members.push_back({std::move(name), json::Value::String(std::move(value))});
  }
  json::Value object = json::Value::Of(std::move(members));
  if (HasNul(object)) return base::Fail(Malformed());
  return object;
}

bool IsEmptyText(const json::Value& value) {
  return value.AsString() != nullptr && value.AsString()->empty();
}

}  // namespace

base::Status RequirePlainBody(const http::Request& request) {
  const auto is_coded = [](const http::Header& header) {
    return base::EqualsIgnoreCase(header.name, "Content-Encoding") && !header.value.empty() &&
           !base::EqualsIgnoreCase(header.value, "identity");
  };
  if (std::ranges::none_of(request.headers, is_coded)) return {};
  return base::Fail(base::Invalid(std::string(kWrongContentCoding),
                                  "The Content-Encoding of the body is not read here. Send the "
                                  "body without one."));
}

base::Result<base::Time> ParseTime(std::string_view name, std::string_view text) {
  if (const auto time = base::ParseIso(text)) return *time;
  return base::Fail(base::Invalid(
      "wrong_type", "`" + std::string(name) + "` must be a time such as 2031-05-06T07:08:09.123Z.",
      {std::string(name)}));
}

base::Result<json::Value> ParseBody(std::string_view content_type, std::string_view body,
                                    Encodings allowed) {
  if (body.empty()) return json::Value::Of(json::Object{});
  const auto media = http::ParseMediaType(content_type);
  if (!media || (!media->charset.empty() && media->charset != "utf-8")) {
    return base::Fail(WrongContentType());
  }
  if ((allowed & kJsonBody) != 0 && media->type == "application/json") return ParseJson(body);
  if ((allowed & kScimBody) != 0 && media->type == "application/scim+json") return ParseJson(body);
  if ((allowed & kFormBody) != 0 && media->type == "application/x-www-form-urlencoded") {
    return ObjectOf(http::ParseUrlEncoded(body));
  }
  if ((allowed & kMultipartBody) != 0 && media->type == "multipart/form-data") {
    return ObjectOf(http::ParseMultipart(content_type, body));
  }
  return base::Fail(WrongContentType());
}

base::Result<Upload> ParseUpload(std::string_view content_type, std::string_view body,
                                 Encodings allowed) {
  const auto media = http::ParseMediaType(content_type);
  const bool has_parts = (allowed & kMultipartBody) != 0 && media && !body.empty() &&
                         media->type == "multipart/form-data";
  Upload upload;
  if (!has_parts) {
    BW_TRY_ASSIGN(upload.object, ParseBody(content_type, body, allowed));
    return upload;
  }
  if (!media->charset.empty() && media->charset != "utf-8") return base::Fail(WrongContentType());
  auto parts = http::ParseParts(content_type, body);
  if (!parts) return base::Fail(Malformed());
  http::Fields fields;
  for (http::Part& part : *parts) {
    if (!part.file_name) {
      fields.emplace_back(std::move(part.name), part.value);
      continue;
    }
    if (part.file_name->empty() && part.value.empty()) continue;
    if (!base::IsUtf8(part.name) || !base::IsUtf8(*part.file_name) || !base::IsUtf8(part.type)) {
      return base::Fail(Malformed());
    }
    upload.files.push_back(
        {std::move(part.name), *std::move(part.file_name), std::move(part.type), part.value});
  }
  BW_TRY_ASSIGN(upload.object, ObjectOf(std::move(fields)));
  return upload;
}

base::Result<const json::Value*> Body::Find(std::string_view name, FieldCase field_case) const {
  const json::Value* found = nullptr;
  for (const json::Member& member : *object_.AsObject()) {
    const bool same = field_case == FieldCase::kExact ? member.key == name
                                                      : base::EqualsIgnoreCase(member.key, name);
    if (!same) continue;
    if (found != nullptr) return base::Fail(DuplicateField(name));
    found = &member.value;
  }
  return found != nullptr && found->IsNull() ? nullptr : found;
}

bool Body::Has(std::string_view name, FieldCase field_case) const {
  const auto found = Find(name, field_case);
  return !found || *found != nullptr;
}

base::Result<std::optional<std::string>> Body::Text(std::string_view name,
                                                    FieldCase field_case) const {
  BW_TRY_ASSIGN(const json::Value* const value, Find(name, field_case));
  if (value == nullptr) return std::nullopt;
  if (!value->IsString()) return base::Fail(WrongType(name, "a string"));
  return *value->AsString();
}

base::Result<std::optional<base::Secret>> Body::SecretText(std::string_view name,
                                                           FieldCase field_case) const {
  BW_TRY_ASSIGN(const json::Value* const value, Find(name, field_case));
  if (value == nullptr) return std::nullopt;
  if (!value->IsString()) return base::Fail(WrongType(name, "a string"));
  return base::Secret(std::string_view(*value->AsString()));
}

base::Result<std::optional<std::int64_t>> Body::Integer(std::string_view name,
                                                        FieldCase field_case) const {
  BW_TRY_ASSIGN(const json::Value* const value, Find(name, field_case));
  if (value == nullptr || IsEmptyText(*value)) return std::nullopt;
  if (value->IsInt()) return value->AsInt();
  const auto number = value->IsString() ? ParseInteger(*value->AsString()) : std::nullopt;
  if (!number) return base::Fail(WrongType(name, "a whole number"));
  return number;
}

base::Result<std::optional<base::Time>> Body::Time(std::string_view name) const {
  BW_TRY_ASSIGN(const auto text, Text(name));
  if (!text) return std::nullopt;
  return ParseTime(name, *text);
}

base::Result<std::optional<bool>> Body::Flag(std::string_view name, FieldCase field_case) const {
  BW_TRY_ASSIGN(const json::Value* const value, Find(name, field_case));
  if (value == nullptr) return std::nullopt;
  if (!value->IsBool()) return base::Fail(WrongType(name, "true or false"));
  return value->AsBool();
}

base::Result<const json::Array*> Body::List(std::string_view name, FieldCase field_case) const {
  BW_TRY_ASSIGN(const json::Value* const value, Find(name, field_case));
  if (value == nullptr) return nullptr;
  if (!value->IsArray()) return base::Fail(WrongType(name, "a list"));
  return value->AsArray();
}

base::Result<std::optional<std::vector<std::string>>> Body::Texts(std::string_view name) const {
  BW_TRY_ASSIGN(const json::Value* const value, Find(name, FieldCase::kExact));
  if (value == nullptr) return std::nullopt;
  if (!value->IsArray()) return base::Fail(WrongType(name, "a list of strings"));
  std::vector<std::string> texts;
  for (const json::Value& item : *value->AsArray()) {
    if (!item.IsString()) return base::Fail(WrongType(name, "a list of strings"));
    texts.push_back(*item.AsString());
  }
  return texts;
}

base::Status CheckMembers(const json::Object& object, const json::Schema& schema) {
  std::vector<std::string> unknown;
  for (const json::Member& member : object) {
    if (schema.Find(member.key) == nullptr) unknown.push_back(member.key);
  }
  if (unknown.empty()) return {};
  std::vector<std::string_view> names;
  for (const json::Property& known : schema.members) names.push_back(known.name);
  base::Error error = base::Invalid("unknown_field", "Unknown member \"" + unknown.front() + "\"." +
                                                         base::Suggest(unknown.front(), names, ""));
  error.fields = std::move(unknown);
  return base::Fail(std::move(error));
}

base::Status Body::RequireKnown(const json::Schema& schema) const {
  return CheckMembers(*object_.AsObject(), schema);
}

base::Status Body::RequireAll(std::initializer_list<std::string_view> names) const {
  std::vector<std::string> missing;
  for (const std::string_view name : names) {
    BW_TRY_ASSIGN(const json::Value* const value, Find(name, FieldCase::kExact));
    if (value == nullptr || IsEmptyText(*value)) missing.emplace_back(name);
  }
  if (missing.empty()) return {};
  return base::Fail(base::MissingFields(std::move(missing)));
}

base::Result<std::string> Body::RequiredText(std::string_view name) const {
  BW_TRY(RequireAll({name}));
  BW_TRY_ASSIGN(auto text, Text(name));
  return std::move(text).value_or("");
}

base::Result<base::Secret> Body::RequiredSecret(std::string_view name) const {
  BW_TRY(RequireAll({name}));
  BW_TRY_ASSIGN(auto text, SecretText(name));
  return std::move(text).value_or(base::Secret());
}

std::optional<std::int64_t> ParseInteger(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace bearward::door
