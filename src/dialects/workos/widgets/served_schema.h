// ServedSchema: the schema with its resolvers.
#pragma once

#include <string_view>

#include "base/error.h"
#include "base/result.h"
#include "dialects/workos/widgets/operations.h"
#include "graphql/schema.h"

namespace bearward::dialects::workos::widgets {

// The words in `extensions.code` besides those of graphql/error.h. Clients renew their token after
// the first two.
inline constexpr std::string_view kUnauthenticated = "UNAUTHENTICATED";
inline constexpr std::string_view kForbidden = "FORBIDDEN";
inline constexpr std::string_view kServiceUnavailable = "SERVICE_UNAVAILABLE";

// CodeOf returns the word for an error of a use case.
std::string_view CodeOf(const base::Error& error);

// ServedSchema returns the schema. Its resolvers need a Context (Request::context). It is built
// once; a fault in its text ends the program at the first call.
const graphql::Schema& ServedSchema();

// Admit checks the permission of a root field; Request::admit. Its error has the code as reason.
base::Status Admit(const Context& context, std::string_view field);

}  // namespace bearward::dialects::workos::widgets
