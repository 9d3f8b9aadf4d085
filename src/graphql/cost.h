// Cost: the depth, aliases and cost of an operation before its execution.
#pragma once

#include <cstdint>
#include <optional>

#include "graphql/document.h"
#include "graphql/error.h"
#include "graphql/limits.h"
#include "graphql/schema.h"

namespace bearward::graphql {

// IsIncluded evaluates @skip and @include of a selection (specification, 3.13).
bool IsIncluded(const Selection& selection, const Arguments& variables);

// FindFragment returns the fragment of this name; nullptr if there is none.
const FragmentNode* FindFragment(const Document& document, std::string_view name);

// CheckCost returns an error if the operation exceeds the depth, aliases or cost of `limits`.
std::optional<Error> CheckCost(const Schema& schema, const Document& document,
                               const OperationNode& operation, const Arguments& variables,
                               const Limits& limits);

}  // namespace bearward::graphql
