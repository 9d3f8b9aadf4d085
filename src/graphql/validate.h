// Validate: section 5 of the GraphQL specification (October 2021).
#pragma once

#include <vector>

#include "graphql/document.h"
#include "graphql/error.h"
#include "graphql/limits.h"
#include "graphql/schema.h"

namespace bearward::graphql {

// Validate returns the errors of a document, in no particular order; empty if it is valid. Only a
// valid document may be executed, with the same schema. Each error has the name of its rule. At
// most `limits.max_errors` are returned.
std::vector<Error> Validate(const Schema& schema, const Document& document,
                            const Limits& limits = {});

}  // namespace bearward::graphql
