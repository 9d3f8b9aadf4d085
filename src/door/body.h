// Body: the named fields of a request, whichever encoding they came in. Parsed once, at the edge.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "json/reader.h"

namespace bearward::door {

// Encodings is a set of the body encodings a row takes, one bit each.
using Encodings = std::uint8_t;
inline constexpr Encodings kJsonBody = 1;
inline constexpr Encodings kFormBody = 2;
inline constexpr Encodings kMultipartBody = 4;

// FieldCase says whether names are compared without case (WorkMobile section 5, point 7).
enum class FieldCase : std::uint8_t { kExact, kIgnore };

// Body holds the fields as one JSON object: form values are strings there. Names are unique, or
// parsing failed (incident class F3).
class Body {
 public:
  explicit Body(json::Value object) : object_(std::move(object)) {}

  // Has says whether the field is present and not null.
  bool Has(std::string_view name, FieldCase field_case = FieldCase::kExact) const;
  // Text gives a string; nullopt when absent or null, kInvalid "wrong_type" (the name in `fields`)
  // when it is something else. Passwords and tokens are read with SecretText.
  base::Result<std::optional<std::string>> Text(std::string_view name,
                                                FieldCase field_case = FieldCase::kExact) const;
  base::Result<std::optional<base::Secret>> SecretText(
      std::string_view name, FieldCase field_case = FieldCase::kExact) const;
  // Integer takes a JSON integer or the decimal text of one.
  base::Result<std::optional<std::int64_t>> Integer(std::string_view name) const;
  // RequireAll fails with kInvalid "missing_field" when some are absent or empty: all their names
  // in `fields`.
  base::Status RequireAll(std::initializer_list<std::string_view> names) const;

  const json::Value& object() const { return object_; }

 private:
  const json::Value* Find(std::string_view name, FieldCase field_case) const;
  json::Value object_;
};

}  // namespace bearward::door
