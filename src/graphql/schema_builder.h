// SchemaBuilder: makes a Schema from the syntax tree of a schema text. Only schema.cc includes it.
#pragma once

#include <expected>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graphql/schema.h"

namespace bearward::graphql {

// SchemaBuilder builds one schema. It collects all faults before it fails.
class SchemaBuilder {
 public:
  // Run parses, builds and checks; call it once.
  std::expected<Schema, std::vector<Error>> Run(std::string_view text);

 private:
  void Report(std::string_view rule, std::string message, std::uint32_t offset);
  void DeclareTypes(const Document& document, bool is_builtin);
  void DeclareType(const TypeDefinitionNode& node, bool is_builtin);
  void Extend(const TypeDefinitionNode& node);
  void DeclareDirectives(const Document& document, bool is_builtin);
  void Fill(NamedType& type, const TypeDefinitionNode& node);
  void FillNames(NamedType& type, const TypeDefinitionNode& node);
  void FillField(NamedType& type, const FieldNode& node);
  void FillInputs(std::vector<InputValue>& out, Slice<InputValueNode> nodes, std::string_view owner,
                  std::string_view rule);
  void ReadCost(Field& field);
  TypeRef Resolve(const TypeNode& node);
  const NamedType* ResolveName(const NameNode& name);
  void FillRoots(const Document& document);
  void SetRoot(const RootNode& root);
  void LinkInterfaces();
  void CoerceDefaults();
  void CoerceDefault(InputValue& input);
  void SeparateMeta();
  void DropUnusedScalars();

  Schema schema_;
  std::vector<Error> errors_;
  // Faults of the built-in definitions are impossible, so offsets are of the second document.
  const Document* text_ = nullptr;
};

// CheckSchema checks the finished types by section 3 of the specification and appends the faults.
void CheckSchema(const Schema& schema, const Document& text, std::vector<Error>& errors);

}  // namespace bearward::graphql
