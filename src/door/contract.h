// Contract: the bodies, parameters and responses of a route, described once: for /openapi.json, for
// the check of request bodies and for the check of responses in tests.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "door/body.h"
#include "json/schema.h"

namespace bearward::door {

struct Route;

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kTextType = "text/plain";
inline constexpr std::string_view kProblemType = "application/problem+json";

// Content is one form of a response body: its media type and its schema.
struct Content {
  std::string_view type;
  const json::Schema* schema = nullptr;
};

// Success is one successful response; several with the same status are forms of one response. It
// has no body when `schema` is nullptr.
struct Success {
  int status = 200;
  std::string_view description;
  const json::Schema* schema = nullptr;
  std::string_view type = kJsonType;
};

// Parameter is one parameter of the query, or one header.
struct Parameter {
  std::string_view name;
  json::Schema schema;
  bool required = false;
  std::string_view description = {};
};

// Contract describes a route. Everything in it lives as long as the route; it is constant data, but
// for the routes of described resources (rest_contracts.h).
struct Contract {
  // body is nullptr for a route that ignores a body. The members of a closed object are all that a
  // body may contain: Call::Read refuses any other, and for json::kNoMembers the door does so
  // before `run`. An open object ignores unknown members, as the vendors' APIs do.
  const json::Schema* body = nullptr;
  Encodings encodings = kJsonBody;
  std::span<const Parameter> query = {};
  std::span<const Parameter> headers = {};
  std::span<const Success> successes = {};
  // errors are the error statuses besides those of ErrorStatuses.
  std::span<const int> errors = {};
  std::string_view description = {};
};

// kAnswer is the one successful response of a route, with a body of a schema or without a body:
// kAnswer<201, "The new user.", kUser>. kStatuses is a list of error statuses: kStatuses<404, 422>.
template <int kStatus, json::Literal kDescription, const json::Schema&... kSchema>
  requires(sizeof...(kSchema) <= 1)
inline constexpr Success kAnswer[] = {{kStatus, kDescription.text, &kSchema...}};
template <int... kErrorStatuses>
inline constexpr int kStatuses[] = {kErrorStatuses...};

// ErrorStatuses returns the statuses below 500 with which a route can fail, in ascending order:
// those of its contract, and those that follow from its credential, its body and its parameters.
std::vector<int> ErrorStatuses(const Route& route);

}  // namespace bearward::door
