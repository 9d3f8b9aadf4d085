// FieldFilter: an expression over the fields of an object, as subscribers of events write it
// (contracts: WorkSpan 2.5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/reader.h"

namespace bearward::objects {

// kLongestFilter limits the bytes of an expression, kMostComparisons its comparisons,
// kMostFilterValues the values of one list, and kDeepestFilter the nesting of parentheses.
inline constexpr std::size_t kLongestFilter = 4096;
inline constexpr std::size_t kMostComparisons = 100;
inline constexpr std::size_t kMostFilterValues = 100;
inline constexpr int kDeepestFilter = 16;

// FieldFilter is immutable.
class FieldFilter {
 public:
  // ValueOf returns the value of a field, null if the object has none.
  using ValueOf = std::function<json::Value(std::string_view field)>;

  // Parse reads an expression:
  //   expression = term *("OR" term)
  //   term       = factor *("AND" factor)
  //   factor     = "(" expression ")" / field ("=" / "!=") value / field "in" "[" values "]"
  //   value      = a JSON string, a decimal number, "true" or "false"
  // A field has words of letters, digits and underscores, joined by points. Words such as AND are
  // read regardless of case. kInvalid "invalid_filter" with the position of the fault in the text.
  static base::Result<FieldFilter> Parse(std::string_view text);

  // Matches evaluates the expression. A field without a value equals nothing. A list has a value if
  // one of its elements is equal. A number equals a text that is written in the same way, because
  // loaded files have texts only.
  bool Matches(const ValueOf& value_of) const { return Matches(root_, value_of); }

 private:
  friend class FilterParser;
  enum class Operation : std::uint8_t { kAnd, kOr, kIsOneOf, kIsNot };
  struct Node {
    Operation operation = Operation::kAnd;
    std::vector<Node> parts = {};  // of kAnd and kOr
    std::string field = {};        // of the others
    std::vector<json::Value> values = {};
  };

  static bool Matches(const Node& node, const ValueOf& value_of);

  Node root_;
};

}  // namespace bearward::objects
