// Swagger: the routes of one dialect as OpenAPI 2.0, the form in which custom connectors of
// Microsoft's Power Platform describe an API (docs/connectors.md).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "door/route.h"
#include "json/schema.h"

namespace bearward::dialects::v1 {

// Trigger makes the POST routes whose pattern ends with `path`, in any case of letters, triggers: a
// flow starts when the callback is called. `path` is in lower case. `url_member` is the member of
// the body that has the address of the callback, with points between the names of nested members.
// `content` describes the body of a call.
struct Trigger {
  std::string_view path;
  std::string_view url_member;
  std::string_view description = {};
  const json::Schema* content = nullptr;
};

// SwaggerInfo is what the document says besides the routes. Routes of dialects with this name that
// require a credential are included, each operation once. `server` is the public base URL, which
// may have a path. `security` are the members of securityDefinitions as JSON text, with one scheme
// of the name `scheme` and the `scopes` that it needs.
struct SwaggerInfo {
  std::string_view dialect;
  std::string_view title;
  std::string_view description;
  std::string version;
  std::string server;
  std::string security;
  std::string_view scheme;
  std::span<const std::string_view> scopes = {};
  std::span<const Trigger> triggers = {};
};

// WriteSwagger returns the document. The output is deterministic. A trigger without a route is
// left out.
std::string WriteSwagger(std::span<const door::Route> routes, const SwaggerInfo& info);

}  // namespace bearward::dialects::v1
