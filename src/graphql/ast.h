// Syntax tree of executable definitions (GraphQL specification, October 2021, section 2).
#pragma once

#include <cstdint>
#include <string_view>

#include "graphql/arena.h"

namespace bearward::graphql {

// The nodes are plain values in the arena of a Document. Texts view its source or its arena.
// `offset` is the position of the first byte of a node; Document::LocationOf converts it.

// Wrappers is the list and non-null layers of a type, two bits each, the outermost layer in the
// lowest bits; 0 is the named type itself. At most kMaxWrappers layers.
using Wrappers = std::uint64_t;
inline constexpr Wrappers kNonNullLayer = 1;
inline constexpr Wrappers kListLayer = 2;
inline constexpr int kMaxWrappers = 30;

// Outermost returns the outermost layer: 0, kNonNullLayer or kListLayer.
constexpr Wrappers Outermost(Wrappers wrappers) { return wrappers & 3; }
// Unwrap removes the outermost layer.
constexpr Wrappers Unwrap(Wrappers wrappers) { return wrappers >> 2; }
// Wrap adds a layer outside.
constexpr Wrappers Wrap(Wrappers wrappers, Wrappers layer) { return wrappers << 2 | layer; }

// NameNode is a name and its place.
struct NameNode {
  std::string_view text = {};
  std::uint32_t offset = 0;
};

// LiteralKind is the kind of a Literal.
enum class LiteralKind : std::uint8_t {
  kVariable,
  kInt,
  kFloat,
  kString,
  kBoolean,
  kNull,
  kEnum,
  kList,
  kObject,
};

struct LiteralField;

// Literal is a value in a document. `text` is the name of a variable (without `$`) or enum value,
// the digits of a number, `true` or `false`, or the decoded value of a string.
struct Literal {
  LiteralKind kind = LiteralKind::kNull;
  std::uint32_t offset = 0;
  std::string_view text = {};
  Slice<Literal> items = {};
  Slice<LiteralField> fields = {};
};

// LiteralField is one field of an input object.
struct LiteralField {
  NameNode name = {};
  Literal value = {};
};

// ArgumentNode is one argument of a field or directive.
struct ArgumentNode {
  NameNode name = {};
  Literal value = {};
};

// DirectiveNode is one use of a directive.
struct DirectiveNode {
  NameNode name = {};
  std::uint32_t offset = 0;
  Slice<ArgumentNode> arguments = {};
};

// TypeNode is a reference to a type.
struct TypeNode {
  NameNode name = {};
  std::uint32_t offset = 0;
  Wrappers wrappers = 0;
};

// SelectionKind is the kind of a Selection.
enum class SelectionKind : std::uint8_t { kField, kSpread, kInlineFragment };

// Selection is one entry of a selection set. `name` is the name of the field or the fragment.
// `type_condition` is empty unless it is an inline fragment with one.
struct Selection {
  SelectionKind kind = SelectionKind::kField;
  std::uint32_t offset = 0;
  NameNode alias = {};
  NameNode name = {};
  NameNode type_condition = {};
  Slice<ArgumentNode> arguments = {};
  Slice<DirectiveNode> directives = {};
  Slice<Selection> selections = {};

  // response_key is the name of a field in the result.
  std::string_view response_key() const { return alias.text.empty() ? name.text : alias.text; }
};

// VariableNode is the definition of a variable. `default_value` is nullptr if there is none.
struct VariableNode {
  NameNode name = {};
  TypeNode type = {};
  const Literal* default_value = nullptr;
  Slice<DirectiveNode> directives = {};
};

// OperationKind is the kind of an operation.
enum class OperationKind : std::uint8_t { kQuery, kMutation, kSubscription };

// OperationNode is one operation; the name of an anonymous one is empty.
struct OperationNode {
  OperationKind kind = OperationKind::kQuery;
  std::uint32_t offset = 0;
  NameNode name = {};
  Slice<VariableNode> variables = {};
  Slice<DirectiveNode> directives = {};
  Slice<Selection> selections = {};
};

// FragmentNode is one named fragment.
struct FragmentNode {
  std::uint32_t offset = 0;
  NameNode name = {};
  NameNode type_condition = {};
  Slice<DirectiveNode> directives = {};
  Slice<Selection> selections = {};
};

}  // namespace bearward::graphql
