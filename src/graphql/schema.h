// Schema: the type system of a service and the resolvers of its fields.
#pragma once

#include <expected>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "graphql/document.h"
#include "graphql/error.h"
#include "graphql/schema_types.h"

namespace bearward::graphql {

// Schema owns the types. Build it once, set resolvers and scalar parsers, then share it: const
// methods are safe to call from any thread. Moving it does not move the types.
//
// A schema text may use two directives that clients do not see, for the calculation of cost:
//   @cost(weight: Int!)                                  cost of one value of a field; default 1
//   @listSize(arguments: [String!], assumed: Int! = 1)   number of objects that a field returns;
//                                                        a list without it is assumed to have 10
class Schema {
 public:
  // Parse builds a schema from a text in the schema definition language and checks it by sections
  // 3.1 to 3.13 of the specification. It returns all faults that it found.
  static std::expected<Schema, std::vector<Error>> Parse(std::string_view text);

  // SetResolver sets the resolver of a field of an object type. It fails if there is none.
  base::Status SetResolver(std::string_view type, std::string_view field, Resolver resolver);
  // SetScalar sets the parser of a custom scalar. It fails if there is none of that name.
  base::Status SetScalar(std::string_view type, ScalarParser parser);
  // CheckResolvers fails with the names of fields that have no resolver. Call it at the start.
  base::Status CheckResolvers() const;

  // FindType and FindDirective return nullptr if there is none.
  const NamedType* FindType(std::string_view name) const;
  const DirectiveType* FindDirective(std::string_view name) const;
  // root returns the root type of a kind of operation; nullptr if it is not supported.
  const NamedType* root(OperationKind kind) const { return roots_[static_cast<int>(kind)]; }
  // FindField returns a field of a type, including the introspection fields of section 4.
  const Field* FindField(const NamedType& parent, std::string_view name) const;

  // types and directives are in the order of the text, after the built-in ones.
  const std::vector<std::unique_ptr<NamedType>>& types() const { return types_; }
  const std::vector<DirectiveType>& directives() const { return directives_; }
  const DescriptionNode& description() const { return description_; }

 private:
  friend class SchemaBuilder;
  Schema() = default;
  NamedType* MutableType(std::string_view name);
  // BindIntrospection sets the resolvers of the types of section 4.
  void BindIntrospection();

  // The nodes of the types are in these documents: the built-in definitions and the text.
  std::vector<Document> documents_;
  std::vector<std::unique_ptr<NamedType>> types_;
  std::unordered_map<std::string_view, NamedType*> types_by_name_;
  std::vector<DirectiveType> directives_;
  const NamedType* roots_[3] = {nullptr, nullptr, nullptr};
  DescriptionNode description_;
  // meta_ has the fields __schema, __type and __typename.
  std::unique_ptr<NamedType> meta_;
};

}  // namespace bearward::graphql
