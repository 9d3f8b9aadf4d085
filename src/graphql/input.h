// Input: coercion of literals and of JSON to the values of input types (specification, 3.5 to 3.12
// and 6.1.2).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graphql/document.h"
#include "graphql/schema.h"
#include "json/reader.h"

namespace bearward::graphql {

// CoerceLiteral returns the value of a literal for an input type; nullopt if it has none, because
// the literal does not fit or contains a variable without a value in a required place. `variables`
// is nullptr for constants. `type` must be an input type.
std::optional<json::Value> CoerceLiteral(TypeRef type, const Literal& literal,
                                         const Arguments* variables);

// CoerceScalarLiteral returns the value of a literal for a scalar or enum, or why it has none; the
// reason may be empty.
std::expected<json::Value, std::string> CoerceScalarLiteral(const NamedType& type,
                                                            const Literal& literal,
                                                            const Arguments* variables);

// CoerceArguments appends the values of all arguments to `out`. It returns why that failed.
std::optional<std::string> CoerceArguments(const std::vector<InputValue>& definitions,
                                           Slice<ArgumentNode> nodes, const Arguments& variables,
                                           Arguments& out);

// CoerceVariables returns the values of the variables of an operation from the JSON object of the
// request, or the errors, at most `max_errors`. `provided` may be null.
std::expected<Arguments, std::vector<Error>> CoerceVariables(const Schema& schema,
                                                             const Document& document,
                                                             const OperationNode& operation,
                                                             const json::Value& provided,
                                                             std::size_t max_errors);

// TypeOf returns the type that a type node names; its `type` is nullptr if the schema has none.
TypeRef TypeOf(const Schema& schema, const TypeNode& node);

// DescribeLiteral returns a literal as messages show it. Strings, lists and objects are only named,
// because they may contain a secret.
std::string DescribeLiteral(const Literal& literal);

// PrintLiteral returns a literal as GraphQL text on one line.
std::string PrintLiteral(const Literal& literal);

}  // namespace bearward::graphql
