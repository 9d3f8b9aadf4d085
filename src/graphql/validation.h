// Validation: the state of one validation and its rules. Only this module includes it.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graphql/document.h"
#include "graphql/error.h"
#include "graphql/schema.h"

namespace bearward::graphql {

// VariableUse is one use of a variable. `type` is the type of its place, unknown if the place is.
struct VariableUse {
  NameNode name;
  TypeRef type;
  bool has_location_default = false;
};

// DefinitionUses are the variables and fragments that an operation or a fragment uses itself.
struct DefinitionUses {
  std::vector<VariableUse> variables;
  std::vector<NameNode> spreads;
};

// Validation is the state of one validation.
struct Validation {
  Validation(const Schema& schema_in, const Document& document_in, std::size_t max_errors_in);

  // Report adds an error of a rule at the given offsets.
  void Report(std::string_view rule, std::string message,
              std::initializer_list<std::uint32_t> offsets);
  // is_full returns whether no further error will be reported.
  bool is_full() const { return errors.size() >= max_errors; }
  // FindFragment returns nullptr if the document has no such fragment.
  const FragmentNode* FindFragment(std::string_view name) const;
  // FindUses returns the uses of a fragment of this document.
  const DefinitionUses& UsesOf(const FragmentNode& fragment) const;

  const Schema& schema;
  const Document& document;
  std::size_t max_errors;
  std::vector<Error> errors;
  std::unordered_map<std::string_view, const FragmentNode*> fragments;
  // The uses of each operation and each fragment, in the order of the document.
  std::vector<DefinitionUses> operation_uses;
  std::vector<DefinitionUses> fragment_uses;
  // uses are those of the definition that is checked now; nullptr in a schema text.
  DefinitionUses* uses = nullptr;
};

// CheckOperations: rules about operations and the definitions of their variables (5.1, 5.2, 5.8).
void CheckOperations(Validation& v);
// CheckDefinitions: rules about fields, arguments, values, types and directives (5.3 to 5.7). It
// fills the uses.
void CheckDefinitions(Validation& v);
// CheckFragments: names, uses and cycles of fragments (5.5).
void CheckFragments(Validation& v);
// CheckVariables: the uses of variables (5.8.3 to 5.8.5).
void CheckVariables(Validation& v);
// CheckOverlaps: fields with one response key can be merged (5.3.2).
void CheckOverlaps(Validation& v);
// CheckIntrospectionDepth refuses introspection that nests lists of __Type too deeply.
void CheckIntrospectionDepth(Validation& v);

// CheckDirectives checks the directives at a place (5.7) and their arguments.
void CheckDirectives(Validation& v, Slice<DirectiveNode> directives, std::string_view location);
// CheckArguments checks the arguments of a field or a directive (5.4). `owner` names it in
// messages, for example `field "User.name"`.
void CheckArguments(Validation& v, Slice<ArgumentNode> nodes,
                    const std::vector<InputValue>& definitions, const std::string& owner,
                    std::uint32_t offset);
// CheckUnknownArguments collects the variables of arguments whose definitions are unknown.
void CheckUnknownArguments(Validation& v, Slice<ArgumentNode> nodes);
// CheckValue checks that a literal is a value of the type (5.6). An unknown type accepts all.
void CheckValue(Validation& v, TypeRef type, const Literal& literal, bool has_location_default);

// IsSubtype returns whether every value of `type` is a value of `super`.
bool IsSubtype(TypeRef type, TypeRef super);

}  // namespace bearward::graphql
