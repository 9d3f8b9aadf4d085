// Schema: describes JSON values. One description of a body serves the OpenAPI document, the check
// of request bodies and the check of responses in tests.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "json/reader.h"
#include "json/writer.h"

namespace bearward::json {

// Type is the type of a described value. kTime is a text in the format of RFC 3339. kMap is an
// object whose names are data, kObject an object with described members, kAny any value, kChoice
// one of several schemas.
enum class Type : std::uint8_t {
  kText,
  kInteger,
  kFlag,
  kTime,
  kList,
  kMap,
  kObject,
  kAny,
  kChoice
};

struct Property;

// Schema describes one value. It is meant for constants: the views refer to data of static storage
// duration.
struct Schema {
  Type type = Type::kText;
  bool nullable = false;
  bool open = false;              // of kObject: members that are not described are allowed
  std::string_view name = {};     // of a component of the document; empty: written in place
  const Schema* items = nullptr;  // of kList, and the values of kMap
  std::span<const Property> members = {};
  std::span<const std::string_view> words = {};  // the allowed values of kText; empty: any
  std::span<const Schema> choices = {};

  // Find returns the member with this name, or nullptr.
  const Property* Find(std::string_view member) const;
};

// Property is one member of an object.
struct Property {
  std::string_view name;
  Schema schema;
  bool required = true;
  std::string_view description = {};
};

// Literal is a string literal as a template argument, and kWordList an array of several.
template <std::size_t kSize>
struct Literal {
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is converted implicitly
  consteval Literal(const char (&literal)[kSize]) { std::copy_n(literal, kSize, text); }
  char text[kSize];
};
template <Literal... kWords>
inline constexpr std::string_view kWordList[] = {kWords.text...};

// kText and the constants after it are the schemas of simple values.
inline constexpr Schema kText = {};
inline constexpr Schema kInteger = {.type = Type::kInteger};
inline constexpr Schema kFlag = {.type = Type::kFlag};
inline constexpr Schema kTime = {.type = Type::kTime};
inline constexpr Schema kAny = {.type = Type::kAny};
inline constexpr Schema kTexts = {.type = Type::kList, .items = &kText};
// kNoMembers is an object that may have no member.
inline constexpr Schema kNoMembers = {.type = Type::kObject};

// OneOf is a text from a closed set; Word writes the set in place: Word<"red", "green">().
constexpr Schema OneOf(std::span<const std::string_view> words) { return {.words = words}; }
template <Literal... kWords>
constexpr Schema Word() {
  return {.words = kWordList<kWords...>};
}
// ListOf is a list; `items` must have static storage duration.
constexpr Schema ListOf(const Schema& items) { return {.type = Type::kList, .items = &items}; }
// ObjectOf is an object with exactly these members; with a name it is a component of the document.
constexpr Schema ObjectOf(std::span<const Property> members, std::string_view name = {}) {
  return {.type = Type::kObject, .name = name, .members = members};
}
// OrNull also allows null. Open also allows members that are not described.
constexpr Schema OrNull(Schema schema) {
  schema.nullable = true;
  return schema;
}
constexpr Schema Open(Schema schema) {
  schema.open = true;
  return schema;
}
// Optional is a member that may be absent.
constexpr Property Optional(std::string_view name, const Schema& schema,
                            std::string_view description = {}) {
  return {name, schema, false, description};
}

// WriteSchema appends the schema as OpenAPI 3.0 writes it. A named schema becomes a reference to
// its component; WriteDefinition writes the component.
void WriteSchema(Writer& writer, const Schema& schema);
void WriteDefinition(Writer& writer, const Schema& schema);

// Mismatch returns how a value differs from its schema, beginning with the JSON pointer of the
// place; "" when it fits. A member that is not described is a difference, except in an open object.
std::string Mismatch(const Schema& schema, const Value& value);

}  // namespace bearward::json
