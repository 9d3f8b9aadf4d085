// Filter: the filter expressions of SCIM (RFC 7644 section 3.4.2.2), parsed from untrusted text and
// evaluated on the JSON form of a resource.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/words.h"
#include "json/reader.h"

namespace bearward::dialects::scim {

// kLongestFilter limits the text in bytes, kDeepestFilter the nesting of parentheses, brackets and
// `not`.
inline constexpr std::size_t kLongestFilter = 4096;
inline constexpr int kDeepestFilter = 16;

// Operator is a comparison. kPr ("present") has no value.
enum class Operator : std::uint8_t { kEq, kNe, kCo, kSw, kEw, kGt, kGe, kLt, kLe, kPr };

// Path is the path of an attribute: `schema` is the URN before it, "" without one, and `sub` the
// sub-attribute, "" without one.
struct Path {
  std::string schema;
  std::string name;
  std::string sub;
};

// Filter is one node of an expression. kCompare has `path`, `op` and `value`. kAny says that some
// element of the multi-valued attribute `path` meets the one child. kNot has one child, kAnd and
// kOr have two or more.
struct Filter {
  enum class Kind : std::uint8_t { kCompare, kAny, kNot, kAnd, kOr };
  Kind kind = Kind::kCompare;
  Path path = {};
  Operator op = Operator::kPr;
  json::Value value = {};
  std::vector<Filter> children = {};
};

// ParseFilter parses an expression: kInvalid "invalid_filter" with the place in the text.
base::Result<Filter> ParseFilter(std::string_view text);

// Matches evaluates a filter. Names and texts are compared regardless of the case of ASCII letters.
// An attribute without a value meets only `ne` and `not`. Comparisons of different types are false,
// or true for `ne`; only numbers and texts have an order.
bool Matches(const Filter& filter, const json::Value& resource);

// PathsOf returns the attributes that a filter names, without their schemas, for example
// "name.givenName"; those in brackets have the attribute before them.
std::vector<std::string> PathsOf(const Filter& filter);

}  // namespace bearward::dialects::scim

template <>
struct bearward::base::WordsOf<bearward::dialects::scim::Operator> {
  static constexpr std::array<std::string_view, 10> kWords = {"eq", "ne", "co", "sw", "ew",
                                                              "gt", "ge", "lt", "le", "pr"};
};
