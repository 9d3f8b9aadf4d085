// Syntax tree of type system definitions (GraphQL specification, October 2021, section 3).
#pragma once

#include <cstdint>
#include <string_view>

#include "graphql/ast.h"

namespace bearward::graphql {

// TypeKind is the kind of a named type, in the order of the words of __TypeKind.
enum class TypeKind : std::uint8_t { kScalar, kObject, kInterface, kUnion, kEnum, kInputObject };

// DescriptionNode is the optional description of a definition.
struct DescriptionNode {
  std::string_view text = {};
  bool is_present = false;
};

// InputValueNode defines an argument or a field of an input object.
struct InputValueNode {
  DescriptionNode description = {};
  NameNode name = {};
  TypeNode type = {};
  const Literal* default_value = nullptr;
  Slice<DirectiveNode> directives = {};
};

// FieldNode defines a field of an object or interface.
struct FieldNode {
  DescriptionNode description = {};
  NameNode name = {};
  Slice<InputValueNode> arguments = {};
  TypeNode type = {};
  Slice<DirectiveNode> directives = {};
};

// EnumValueNode defines a value of an enum.
struct EnumValueNode {
  DescriptionNode description = {};
  NameNode name = {};
  Slice<DirectiveNode> directives = {};
};

// TypeDefinitionNode defines or extends a named type. The slices that its kind does not have are
// empty; `names` is the interfaces of an object or interface, or the members of a union.
struct TypeDefinitionNode {
  TypeKind kind = TypeKind::kScalar;
  bool is_extension = false;
  DescriptionNode description = {};
  NameNode name = {};
  Slice<NameNode> names = {};
  Slice<DirectiveNode> directives = {};
  Slice<FieldNode> fields = {};
  Slice<InputValueNode> input_fields = {};
  Slice<EnumValueNode> values = {};
};

// DirectiveDefinitionNode defines a directive.
struct DirectiveDefinitionNode {
  DescriptionNode description = {};
  NameNode name = {};
  Slice<InputValueNode> arguments = {};
  bool is_repeatable = false;
  Slice<NameNode> locations = {};
};

// RootNode names the root type of one kind of operation.
struct RootNode {
  OperationKind kind = OperationKind::kQuery;
  NameNode type = {};
};

// SchemaNode defines or extends the schema itself.
struct SchemaNode {
  bool is_extension = false;
  std::uint32_t offset = 0;
  DescriptionNode description = {};
  Slice<DirectiveNode> directives = {};
  Slice<RootNode> roots = {};
};

}  // namespace bearward::graphql
