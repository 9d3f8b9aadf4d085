// The types of a schema: what Schema owns and a validator or executor reads.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graphql/ast.h"
#include "graphql/resolver.h"
#include "graphql/schema_ast.h"
#include "json/reader.h"

namespace bearward::graphql {

struct NamedType;

// TypeRef is a named type with its list and non-null layers. `type` is nullptr if it is unknown.
struct TypeRef {
  const NamedType* type = nullptr;
  Wrappers wrappers = 0;

  bool is_non_null() const { return Outermost(wrappers) == kNonNullLayer; }
  bool is_list() const { return Outermost(wrappers) == kListLayer; }
  // inner removes the outermost layer.
  TypeRef inner() const { return {type, Unwrap(wrappers)}; }
  // nullable removes the outermost layer if it is non-null.
  TypeRef nullable() const { return is_non_null() ? inner() : *this; }
  friend bool operator==(const TypeRef&, const TypeRef&) = default;
};

// Deprecation is the reason why a definition is deprecated; nullopt if it is not.
using Deprecation = std::optional<std::string_view>;

// InputValue is an argument or a field of an input object.
struct InputValue {
  const InputValueNode* node = nullptr;
  TypeRef type;
  std::optional<json::Value> default_value;
  Deprecation deprecation;

  std::string_view name() const { return node->name.text; }
  // is_required returns whether a value must be provided.
  bool is_required() const { return type.is_non_null() && node->default_value == nullptr; }
};

// ListSize is the number of objects that a field may return, for the calculation of cost: the
// value of the first provided argument of `arguments`, else `assumed`.
struct ListSize {
  std::vector<std::string> arguments;
  std::uint64_t assumed = 1;
};

// Field is a field of an object or interface.
struct Field {
  const FieldNode* node = nullptr;
  const NamedType* parent = nullptr;
  std::vector<InputValue> arguments = {};
  TypeRef type = {};
  Deprecation deprecation = {};
  std::uint64_t cost = 1;
  std::optional<ListSize> list_size = {};
  Resolver resolver = {};

  std::string_view name() const { return node->name.text; }
  const InputValue* FindArgument(std::string_view name) const;
};

// EnumValue is a value of an enum.
struct EnumValue {
  const EnumValueNode* node = nullptr;
  Deprecation deprecation;

  std::string_view name() const { return node->name.text; }
};

// ScalarParser converts an input value of a custom scalar, or returns why it is not accepted.
using ScalarParser = std::function<std::expected<json::Value, std::string>(const json::Value&)>;

// ScalarKind tells the built-in scalars from custom ones.
enum class ScalarKind : std::uint8_t { kCustom, kInt, kFloat, kString, kBoolean, kId };

// NamedType is a type of any kind; members that its kind does not have are empty.
struct NamedType {
  TypeKind kind = TypeKind::kScalar;
  // is_builtin is set for the types that every schema has.
  bool is_builtin = false;
  ScalarKind scalar = ScalarKind::kCustom;
  std::string_view name;
  DescriptionNode description;
  std::uint32_t offset = 0;
  std::vector<Field> fields;
  std::vector<InputValue> input_fields;
  std::vector<EnumValue> values;
  std::vector<const NamedType*> interfaces;
  // possible_types are the members of a union, or the object types that implement an interface.
  std::vector<const NamedType*> possible_types;
  std::optional<std::string_view> specified_by;
  // parser is empty for built-in scalars and for custom scalars that accept every value.
  ScalarParser parser;

  bool is_leaf() const { return kind == TypeKind::kScalar || kind == TypeKind::kEnum; }
  bool is_abstract() const { return kind == TypeKind::kInterface || kind == TypeKind::kUnion; }
  bool is_composite() const { return is_abstract() || kind == TypeKind::kObject; }
  bool is_input() const { return is_leaf() || kind == TypeKind::kInputObject; }
  bool is_output() const { return kind != TypeKind::kInputObject; }
  const Field* FindField(std::string_view wanted) const;
  const InputValue* FindInputField(std::string_view wanted) const;
  const EnumValue* FindValue(std::string_view wanted) const;
  // Includes returns whether an object of type `object` may appear where this type is expected.
  bool Includes(const NamedType& object) const;
};

// DirectiveType is the definition of a directive.
struct DirectiveType {
  const DirectiveDefinitionNode* node = nullptr;
  bool is_builtin = false;
  // is_internal is set for directives of schema texts that clients do not see.
  bool is_internal = false;
  std::vector<InputValue> arguments;

  std::string_view name() const { return node->name.text; }
  bool AllowsLocation(std::string_view location) const;
};

// Show returns the type as GraphQL text, for example "[User!]!".
std::string Show(TypeRef type);
std::string Show(const TypeNode& type);

}  // namespace bearward::graphql
