// Error: a GraphQL error as clients receive it (specification, section 7.1.2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bearward::graphql {

// Location is a place in a document; both numbers start at 1. `column` counts characters.
struct Location {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend bool operator==(const Location&, const Location&) = default;
};

// PathKey is a response key or the index of a list element.
using PathKey = std::variant<std::string, std::size_t>;

// Error is one entry of `errors`. `message` is for the client and contains no secret.
struct Error {
  std::string message;
  std::vector<Location> locations = {};
  std::vector<PathKey> path = {};
  // code is the stable word in `extensions.code`, for example "GRAPHQL_VALIDATION_FAILED".
  std::string code = {};
  // rule is the name of the validation rule that refused the document; empty otherwise.
  std::string_view rule = {};
  // detail is for the log only.
  std::string detail = {};
};

// The codes of errors that this module itself reports.
inline constexpr std::string_view kParseFailed = "GRAPHQL_PARSE_FAILED";
inline constexpr std::string_view kValidationFailed = "GRAPHQL_VALIDATION_FAILED";
inline constexpr std::string_view kBadInput = "BAD_USER_INPUT";
inline constexpr std::string_view kLimitExceeded = "LIMIT_EXCEEDED";
inline constexpr std::string_view kInternalError = "INTERNAL_SERVER_ERROR";

}  // namespace bearward::graphql
