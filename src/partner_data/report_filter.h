// ReportFilter: the filters of reports, parsed from JSON and evaluated on the values of a row
// (contracts: WorkSpan 2.7).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/words.h"
#include "json/reader.h"

namespace bearward::partner_data {

// kMostFilters limits the filters of a request, kDeepestGroup the nesting of groups, and
// kMostValues the values of a filter.
inline constexpr std::size_t kMostFilters = 100;
inline constexpr int kDeepestGroup = 8;
inline constexpr std::size_t kMostValues = 1000;

// FilterType is how the values of a column are compared.
enum class FilterType : std::uint8_t {
  kText,
  kTextRepeated,
  kTextArray,
  kBoolean,
  kNumber,
  kDecimal,
  kDate,
  kDateOffset,
  kDateTime,
  kDateTimeOffset,
  kCurrency
};

// FilterOp is the comparison of a filter.
enum class FilterOp : std::uint8_t {
  kEqualTo,
  kIsEmpty,
  kContain,
  kStartWith,
  kEndWith,
  kIn,
  kGreaterThan,
  kLessThan,
  kGreaterThanOrEqualTo,
  kLessThanOrEqualTo,
  kBetween,
  kOffset
};

// FieldFilter compares the value of one column.
struct FieldFilter {
  std::size_t column = 0;
  FilterType type = FilterType::kText;
  FilterOp op = FilterOp::kEqualTo;
  bool negate = false;
  std::vector<json::Value> values;
};

// FilterGroup is met if all, or with `any` at least one, of its filters and groups are met. An
// empty group is met.
struct FilterGroup {
  bool any = false;
  std::vector<FieldFilter> filters;
  std::vector<FilterGroup> groups;
};

// ParseFilters reads a container; `columns` are the ids of the columns of the report. kInvalid
// "invalid_filter" with the path of the member in `fields`.
base::Result<FilterGroup> ParseFilters(const json::Value& container,
                                       std::span<const std::string> columns);

// Matches evaluates a group. Texts are compared regardless of the case of ASCII letters, and a
// repeated value matches if one of its elements does. DATE compares whole days in UTC. The values
// of the offset types count from `now`: days for DATE_OFFSET, hours for DATE_TIME_OFFSET; OFFSET
// selects the time between now and one offset, or between two.
bool Matches(const FilterGroup& group, std::span<const json::Value> values, base::Time now);

// IsEmptyValue says whether a value is null, an empty text or an empty array.
bool IsEmptyValue(const json::Value& value);

// NumberOf returns a number, that of a text, or that of an amount {"value", "currency"}; nullopt
// for anything else.
std::optional<double> NumberOf(const json::Value& value);

}  // namespace bearward::partner_data

template <>
struct bearward::base::WordsOf<bearward::partner_data::FilterType> {
  static constexpr std::array<std::string_view, 11> kWords = {
      "TEXT", "TEXT_REPEATED", "TEXT_PG_ARRAY", "BOOLEAN",          "NUMBER",  "DECIMAL",
      "DATE", "DATE_OFFSET",   "DATE_TIME",     "DATE_TIME_OFFSET", "CURRENCY"};
};

template <>
struct bearward::base::WordsOf<bearward::partner_data::FilterOp> {
  static constexpr std::array<std::string_view, 12> kWords = {"EQUAL_TO",
                                                              "IS_EMPTY",
                                                              "CONTAIN",
                                                              "START_WITH",
                                                              "END_WITH",
                                                              "IN",
                                                              "GREATER_THAN",
                                                              "LESS_THAN",
                                                              "GREATER_THAN_OR_EQUAL_TO",
                                                              "LESS_THAN_OR_EQUAL_TO",
                                                              "BETWEEN",
                                                              "OFFSET"};
};
