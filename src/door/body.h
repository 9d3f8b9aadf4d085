// Body: the named fields of a request, whichever encoding they came in. Parsed once, at the edge.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "http/message.h"
#include "json/reader.h"

namespace bearward::door {

// Encodings is a set of the body encodings a row takes, one bit each.
using Encodings = std::uint8_t;
inline constexpr Encodings kJsonBody = 1;
inline constexpr Encodings kFormBody = 2;
inline constexpr Encodings kMultipartBody = 4;

// FieldCase says whether names are compared without case (WorkMobile section 5, point 7).
enum class FieldCase : std::uint8_t { kExact, kIgnore };

// RequirePlainBody fails with kInvalid "wrong_content_coding" when Content-Encoding names another
// coding than identity: no coding is decoded here, and a body is never read as what it is not
// (RFC 9110 sections 8.4 and 15.5.16).
base::Status RequirePlainBody(const http::Request& request);

// ParseInteger reads decimal digits with or without a minus sign, and nothing else.
std::optional<std::int64_t> ParseInteger(std::string_view text);

// ParseBody reads a body by its Content-Type in one of the allowed encodings. kInvalid:
// "wrong_content_type", "malformed_body", or "duplicate_field" (its path in `fields`). An empty
// body is an object without members, whatever its type.
base::Result<json::Value> ParseBody(std::string_view content_type, std::string_view body,
                                    Encodings allowed);

// CheckMembers fails with kInvalid "unknown_field" when an object has members other than these:
// their names in `fields`, the nearest known name in the text. A misspelt member would otherwise
// allow more than was meant (incident class B7).
base::Status CheckMembers(const json::Object& object, std::span<const std::string_view> names);

// Body holds the fields as one JSON object: form values are strings there. Names are unique, or
// parsing failed (RFC 8259 section 4 leaves repeated ones open, which clients and proxies read
// apart).
class Body {
 public:
  explicit Body(json::Value object) : object_(std::move(object)) {}

  // Has says whether the field is present and not null.
  bool Has(std::string_view name, FieldCase field_case = FieldCase::kExact) const;
  // Text gives a string; nullopt when absent or null. kInvalid, with the name in `fields`:
  // "wrong_type" when it is something else, "duplicate_field" when two names differ by case only
  // and the case is to be ignored. Passwords and tokens are read with SecretText.
  base::Result<std::optional<std::string>> Text(std::string_view name,
                                                FieldCase field_case = FieldCase::kExact) const;
  base::Result<std::optional<base::Secret>> SecretText(
      std::string_view name, FieldCase field_case = FieldCase::kExact) const;
  // Integer takes a JSON integer or the decimal text of one; nullopt when absent, null or empty
  // text, which is how a form leaves a field open. Else as Text.
  base::Result<std::optional<std::int64_t>> Integer(std::string_view name) const;
  // Flag takes a JSON boolean; nullopt when absent or null. Else as Text.
  base::Result<std::optional<bool>> Flag(std::string_view name) const;
  // Texts takes a JSON array of strings; nullopt when absent or null. Else as Text.
  base::Result<std::optional<std::vector<std::string>>> Texts(std::string_view name) const;
  // RequireKnown fails as CheckMembers does.
  base::Status RequireKnown(std::span<const std::string_view> names) const;
  // RequireAll fails with kInvalid "missing_field" when some are absent or empty: all their names
  // in `fields`.
  base::Status RequireAll(std::initializer_list<std::string_view> names) const;

  const json::Value& object() const { return object_; }

 private:
  base::Result<const json::Value*> Find(std::string_view name, FieldCase field_case) const;
  json::Value object_;
};

}  // namespace bearward::door
