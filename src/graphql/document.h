// Document: a parsed GraphQL document.
#pragma once

#include <expected>
#include <memory>
#include <string_view>
#include <vector>

#include "graphql/ast.h"
#include "graphql/error.h"
#include "graphql/limits.h"
#include "graphql/schema_ast.h"

namespace bearward::graphql {

// Document owns the source text and the syntax tree of a document. It is immutable after Parse, so
// threads may share it. Moving it does not move the nodes.
class Document {
 public:
  // Parse parses executable and type system definitions. The error has the code
  // "GRAPHQL_PARSE_FAILED" or "LIMIT_EXCEEDED".
  static std::expected<Document, Error> Parse(std::string_view text, const Limits& limits = {});

  Slice<OperationNode> operations() const { return operations_; }
  Slice<FragmentNode> fragments() const { return fragments_; }
  Slice<TypeDefinitionNode> types() const { return types_; }
  Slice<DirectiveDefinitionNode> directives() const { return directives_; }
  Slice<SchemaNode> schemas() const { return schemas_; }
  // type_system_definitions are the names of all type system definitions, in the order of the text.
  Slice<NameNode> type_system_definitions() const { return type_system_definitions_; }

  // LocationOf converts the offset of a node.
  Location LocationOf(std::uint32_t offset) const;

 private:
  friend class Parser;
  std::unique_ptr<Arena> arena_ = std::make_unique<Arena>();
  std::string_view source_;
  Slice<OperationNode> operations_;
  Slice<FragmentNode> fragments_;
  Slice<TypeDefinitionNode> types_;
  Slice<DirectiveDefinitionNode> directives_;
  Slice<SchemaNode> schemas_;
  Slice<NameNode> type_system_definitions_;
};

}  // namespace bearward::graphql
