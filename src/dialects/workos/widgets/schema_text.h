// SchemaText: the part of WorkOS' client GraphQL schema that is served (contracts: WorkOS
// GraphQL). It is the only list of its types and fields.
#pragma once

#include <string_view>

namespace bearward::dialects::workos::widgets {

// SchemaText returns the text in the schema definition language.
std::string_view SchemaText();

}  // namespace bearward::dialects::workos::widgets
