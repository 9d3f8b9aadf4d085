// Body: the named fields of a request body, independent of the encoding. Parsed once, in the door.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "http/message.h"
#include "json/reader.h"
#include "json/schema.h"

namespace bearward::door {

// Encodings is the set of body encodings that a route accepts, one bit each.
using Encodings = std::uint8_t;
inline constexpr Encodings kJsonBody = 1;
inline constexpr Encodings kFormBody = 2;
inline constexpr Encodings kMultipartBody = 4;

// FieldCase says whether field names are case-sensitive (WorkMobile section 5, point 7).
enum class FieldCase : std::uint8_t { kExact, kIgnore };

// RequirePlainBody fails with kInvalid "wrong_content_coding" when Content-Encoding names a coding
// other than identity. The server decodes no content coding and must not parse coded bytes as plain
// text (RFC 9110 sections 8.4 and 15.5.16).
base::Status RequirePlainBody(const http::Request& request);

// ParseInteger reads decimal digits with an optional minus sign; nullopt for any other text.
std::optional<std::int64_t> ParseInteger(std::string_view text);

// ParseTime reads the text of a field or parameter as base::ParseIso does. kInvalid "wrong_type"
// with the name in `fields`.
base::Result<base::Time> ParseTime(std::string_view name, std::string_view text);

// ParseBody parses a body by its Content-Type, in one of the allowed encodings. kInvalid:
// "wrong_content_type", "malformed_body", or "duplicate_field" (its path in `fields`). An empty
// body is an object without members, regardless of its type.
base::Result<json::Value> ParseBody(std::string_view content_type, std::string_view body,
                                    Encodings allowed);

// File is a part of a multipart/form-data body that has a file name: a view of the body.
struct File {
  std::string field;
  std::string name;
  std::string type;  // Content-Type as sent; "" if absent
  std::string_view bytes;
};

// Upload is a multipart/form-data body: its files, and the object of its other parts.
struct Upload {
  json::Value object;
  std::vector<File> files;
};

// ParseUpload parses a body as ParseBody, but keeps the files apart; several files may have one
// name. A file without a name and without bytes, which browsers send for an empty field, is
// dropped.
base::Result<Upload> ParseUpload(std::string_view content_type, std::string_view body,
                                 Encodings allowed);

// CheckMembers fails with kInvalid "unknown_field" when an object has members that the schema does
// not describe: the unknown members are in `fields`, the most similar known name is in the text.
// Ignoring a misspelt member could grant more than the client intended (incident class B7).
base::Status CheckMembers(const json::Object& object, const json::Schema& schema);

// Body holds the fields as one JSON object; form values are JSON strings. Field names are unique:
// parsing fails on a duplicate. RFC 8259 section 4 leaves duplicate names undefined, so clients and
// proxies may interpret them differently.
class Body {
 public:
  explicit Body(json::Value object) : object_(std::move(object)) {}

  // Has says whether the field is present and not null.
  bool Has(std::string_view name, FieldCase field_case = FieldCase::kExact) const;
  // Text returns a string; nullopt when the field is absent or null. kInvalid, with the name in
  // `fields`: "wrong_type" for a value of another type, "duplicate_field" when `field_case` is
  // kIgnore and two names differ by case only. Passwords and tokens are read with SecretText.
  base::Result<std::optional<std::string>> Text(std::string_view name,
                                                FieldCase field_case = FieldCase::kExact) const;
  base::Result<std::optional<base::Secret>> SecretText(
      std::string_view name, FieldCase field_case = FieldCase::kExact) const;
  // Integer accepts a JSON integer or its decimal text; nullopt when absent, null or an empty text
  // (an HTML form sends an empty text for a field without a value). Errors as for Text.
  base::Result<std::optional<std::int64_t>> Integer(std::string_view name,
                                                    FieldCase field_case = FieldCase::kExact) const;
  // Time accepts a text that ParseTime reads; nullopt when absent or null. Errors as for Text.
  base::Result<std::optional<base::Time>> Time(std::string_view name) const;
  // Flag accepts a JSON boolean; nullopt when absent or null. Errors as for Text.
  base::Result<std::optional<bool>> Flag(std::string_view name,
                                         FieldCase field_case = FieldCase::kExact) const;
  // List accepts a JSON array; nullptr when absent or null. Errors as for Text.
  base::Result<const json::Array*> List(std::string_view name,
                                        FieldCase field_case = FieldCase::kExact) const;
  // Texts accepts a JSON array of strings; nullopt when absent or null. Errors as for Text.
  base::Result<std::optional<std::vector<std::string>>> Texts(std::string_view name) const;
  // RequireKnown fails as CheckMembers does.
  base::Status RequireKnown(const json::Schema& schema) const;
  // RequireAll fails with kInvalid "missing_field" when fields are absent or empty; all their names
  // are in `fields`.
  base::Status RequireAll(std::initializer_list<std::string_view> names) const;
  // RequiredText and RequiredSecret return a string that is not empty. Errors as for RequireAll and
  // Text.
  base::Result<std::string> RequiredText(std::string_view name) const;
  base::Result<base::Secret> RequiredSecret(std::string_view name) const;

  const json::Value& object() const { return object_; }

 private:
  base::Result<const json::Value*> Find(std::string_view name, FieldCase field_case) const;
  json::Value object_;
};

}  // namespace bearward::door
