#include "graphql/builtin.h"

namespace bearward::graphql {
namespace {

constexpr std::string_view kDefinitions = R"graphql(
"""
The `Int` scalar type represents non-fractional signed whole numeric values. Int can represent
values between -(2^31) and 2^31 - 1.
"""
scalar Int
"""
The `Float` scalar type represents signed double-precision fractional values as specified by
[IEEE 754](https://en.wikipedia.org/wiki/IEEE_floating_point).
"""
scalar Float
"""
The `String` scalar type represents textual data, represented as UTF-8 character sequences.
"""
scalar String
"The `Boolean` scalar type represents `true` or `false`."
scalar Boolean
"""
The `ID` scalar type represents a unique identifier. It appears in a JSON response as a String, and
accepts any string or integer as an input value.
"""
scalar ID

"Directs the executor to include this field or fragment only when the `if` argument is true."
directive @include("Included when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
"Directs the executor to skip this field or fragment when the `if` argument is true."
directive @skip("Skipped when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
"Marks an element of a GraphQL schema as no longer supported."
directive @deprecated(
  "Why this element is deprecated and what replaces it, in Markdown."
  reason: String = "No longer supported"
) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
"Exposes a URL that specifies the behavior of this scalar."
directive @specifiedBy("The URL that specifies the behavior of this scalar." url: String!) on SCALAR
directive @cost(weight: Int!) on FIELD_DEFINITION
directive @listSize(arguments: [String!], assumed: Int! = 1) on FIELD_DEFINITION

type __Meta {
  "Access the current type schema of this server."
  __schema: __Schema! @listSize
  "Request the type information of a single type."
  __type(name: String!): __Type
  "The name of the current Object type at runtime."
  __typename: String! @cost(weight: 0)
}

type __Schema {
  description: String
  types: [__Type!]! @listSize
  queryType: __Type!
  mutationType: __Type
  subscriptionType: __Type
  directives: [__Directive!]! @listSize
}

type __Type {
  kind: __TypeKind!
  name: String
  description: String
  specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!] @listSize
  interfaces: [__Type!] @listSize
  possibleTypes: [__Type!] @listSize
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!] @listSize
  inputFields(includeDeprecated: Boolean = false): [__InputValue!] @listSize
  ofType: __Type
}

"An enum describing what kind of type a given `__Type` is."
enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }

type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]! @listSize
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}

type __InputValue {
  name: String!
  description: String
  type: __Type!
  "A GraphQL-formatted string representing the default value for this input value."
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}

type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}

type __Directive {
  name: String!
  description: String
  isRepeatable: Boolean!
  locations: [__DirectiveLocation!]! @listSize
  args(includeDeprecated: Boolean = false): [__InputValue!]! @listSize
}

"A Directive can be adjacent to many parts of the GraphQL language."
enum __DirectiveLocation {
  QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT
  VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION
  ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION
}
)graphql";

}  // namespace

std::string_view BuiltinDefinitions() { return kDefinitions; }

}  // namespace bearward::graphql
