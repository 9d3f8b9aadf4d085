// Builtin: the definitions that every schema has.
#pragma once

#include <string_view>

namespace bearward::graphql {

// BuiltinDefinitions is a schema text: the scalars of section 3.5, the directives of section 3.13,
// the directives for the calculation of cost (schema.h) and the types of section 4. The type __Meta
// holds the meta-fields; it is not part of the schema.
std::string_view BuiltinDefinitions();

}  // namespace bearward::graphql
