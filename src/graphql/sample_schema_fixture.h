// SampleSchema: the schema of tests, fuzz programs and the comparison with graphql-js.
#pragma once

#include <string_view>

namespace bearward::graphql::testing {

// kSampleSchema uses every kind of definition.
inline constexpr std::string_view kSampleSchema = R"graphql(
"A schema with every kind of definition."
schema { query: Query mutation: Mutation subscription: Subscription }

"Marks a field for the executor."
directive @mark("The label." label: String = "none", weight: Int) repeatable on
  FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | QUERY | MUTATION | FRAGMENT_DEFINITION
directive @once(reason: Reason!) on FIELD | VARIABLE_DEFINITION | SUBSCRIPTION
directive @tag(name: String!) repeatable on OBJECT | FIELD_DEFINITION | ENUM_VALUE | SCALAR

scalar JSON
scalar DateTime @specifiedBy(url: "https://example.com/date-time")

enum Color { RED GREEN BLUE @deprecated(reason: "Use GREEN.") }
enum Reason { TEST PRODUCTION }

interface Node { id: ID! }
interface Named implements Node { id: ID! name: String, friends(limit: Int): [Named] }

type User implements Node & Named @tag(name: "a") @tag(name: "b") {
  id: ID!
  name: String
  email: String!
  age: Int
  score: Float
  active: Boolean!
  color: Color
  createdAt: DateTime
  attributes: JSON
  old: String @deprecated
  friends(limit: Int = 2): [Named] @listSize(arguments: ["limit"], assumed: 5)
  bestFriend: User
  strictFriend: User!
  strictFriends: [User!]!
  matrix: [[Int!]!]
  pet: Pet
}
type Organization implements Node & Named {
  id: ID!
  name: String
  friends(limit: Int): [Named]
  members(limit: Int = 2, after: ID): UserList! @listSize(arguments: ["limit"], assumed: 10)
  owner: User!
  age: String
}
type UserList { data: [User!]! @listSize, listMetadata: Metadata! }
type Metadata { after: String, before: String }
type Dog { name: String! barks: Boolean! owner: User, size: Int, tags: [String] }
type Cat { name: String meows: Boolean owner: Organization, size: Int!, tags: [String!] }
union Pet = Dog | Cat
union Result = User | Organization | Dog
union Anything = User | Organization | Dog | Cat | Failure
type Failure { message: String! code: Int }

input Range { from: Int! = 1, to: Int, step: Float = 1.5 }
input Filter {
  text: String
  colors: [Color!]
  range: Range
  ranges: [Range!]
  not: Filter
  required: Boolean!
  data: JSON
  since: DateTime = "2026-01-01"
  oldText: String @deprecated(reason: "Use text.")
}

type Query {
  me: User!
  user(id: ID!): User
  node(id: ID!): Node
  named: [Named!]
  search(text: String!, limit: Int! = 3, filter: Filter): [Result!]!
  anything: [Anything]
  pets(color: Color = RED): [Pet!]!
  organization: Organization
  organizations: [Organization]
  missing: User
  failing: String
  strict: User!
  nested: Failure
  echo(int: Int, float: Float = 2.5, string: String = "x", boolean: Boolean, id: ID,
       color: Color, list: [Int!], matrix: [[Int]], filter: Filter, json: JSON,
       required: Int! = 7): JSON
  strictEcho(int: Int!, list: [Int!]!, color: Color!): JSON!
}
type Mutation {
  createUser(name: String!, color: Color = GREEN): User!
  deleteUser(id: ID!): Anything
  setColors(colors: [Color!]!): [Color!]
  filter(filter: Filter!): JSON
}
type Subscription { userCreated(color: Color): User, ticks: Int! }

extend type Query { extended: Boolean }
)graphql";

}  // namespace bearward::graphql::testing
