#include "partner_data/report_filter.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"

namespace bearward::partner_data {
namespace {

using base::Result;

std::unexpected<base::Error> Wrong(std::string text, std::string field) {
  return base::Fail(
      base::Invalid("invalid_filter", std::move(text), {"filters", std::move(field)}));
}

// Family groups the types whose values are compared alike.
enum class Family : std::uint8_t { kText, kBoolean, kNumber, kTime };

Family FamilyOf(FilterType type) {
  switch (type) {
    case FilterType::kText:
    case FilterType::kTextRepeated:
    case FilterType::kTextArray:
      return Family::kText;
    case FilterType::kBoolean:
      return Family::kBoolean;
    case FilterType::kNumber:
    case FilterType::kDecimal:
    case FilterType::kCurrency:
      return Family::kNumber;
    default:
      return Family::kTime;
  }
}

bool IsOffset(FilterType type) {
  return type == FilterType::kDateOffset || type == FilterType::kDateTimeOffset;
}

bool Allows(FilterType type, FilterOp op) {
  switch (op) {
    case FilterOp::kEqualTo:
    case FilterOp::kIsEmpty:
    case FilterOp::kIn:
      return true;
    case FilterOp::kContain:
    case FilterOp::kStartWith:
    case FilterOp::kEndWith:
      return FamilyOf(type) == Family::kText;
    case FilterOp::kOffset:
      return IsOffset(type);
    default:
      return FamilyOf(type) != Family::kBoolean;
  }
}

bool HasValueCount(FilterOp op, std::size_t count) {
  switch (op) {
    case FilterOp::kIsEmpty:
      return count <= kMostValues;
    case FilterOp::kIn:
      return count > 0 && count <= kMostValues;
    case FilterOp::kBetween:
      return count == 2;
    case FilterOp::kOffset:
      return count == 1 || count == 2;
    default:
      return count == 1;
  }
}

std::string_view TextOf(const json::Value& value) {
  const std::string* text = value.AsString();
  return text == nullptr ? std::string_view() : *text;
}

// Reports send up to six digits of a fraction; ParseIso reads three.
std::optional<base::Time> TimeOf(const json::Value& value) {
  std::string text(TextOf(value));
  const auto point = text.find('.');
  if (point != std::string::npos) {
    std::size_t end = point + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end - point > 4 && end - point <= 10) text.erase(point + 4, end - point - 4);
  }
  return base::ParseIso(text);
}

std::optional<bool> FlagOf(const json::Value& value) {
  if (const auto flag = value.AsBool()) return flag;
  if (base::EqualsIgnoreCase(TextOf(value), "true")) return true;
  if (base::EqualsIgnoreCase(TextOf(value), "false")) return false;
  return std::nullopt;
}

// kMostOffset limits offsets, so that no time overflows.
constexpr double kMostOffset = 1'000'000;

bool IsValue(FilterType type, const json::Value& value) {
  switch (FamilyOf(type)) {
    case Family::kText:
      return value.IsString();
    case Family::kBoolean:
      return FlagOf(value).has_value();
    case Family::kNumber:
      return NumberOf(value).has_value();
    case Family::kTime: {
      if (!IsOffset(type)) return TimeOf(value).has_value();
      const auto offset = NumberOf(value);
      return offset && *offset >= -kMostOffset && *offset <= kMostOffset;
    }
  }
  return false;
}

std::chrono::days DayOf(base::Time time) {
  return std::chrono::floor<std::chrono::days>(time.time_since_epoch());
}

bool IsDay(FilterType type) { return type == FilterType::kDate || type == FilterType::kDateOffset; }

// Comparable returns a value as the number by which values of its type are compared; nullopt for a
// value of another type.
std::optional<double> Comparable(FilterType type, const json::Value& value) {
  if (FamilyOf(type) == Family::kNumber) return NumberOf(value);
  if (FamilyOf(type) == Family::kBoolean) {
    const auto flag = FlagOf(value);
    return flag ? std::optional<double>(*flag ? 1 : 0) : std::nullopt;
  }
  const auto time = TimeOf(value);
  if (!time) return std::nullopt;
  return IsDay(type) ? static_cast<double>(DayOf(*time).count())
                     : static_cast<double>(base::ToMillis(*time));
}

// WantedOf returns a value of a filter in the same form.
std::optional<double> WantedOf(FilterType type, const json::Value& value, base::Time now) {
  if (!IsOffset(type)) return Comparable(type, value);
  const double offset = NumberOf(value).value_or(0);
  constexpr double kMillisPerHour = 3'600'000;
  if (IsDay(type)) return static_cast<double>(DayOf(now).count()) + offset;
  return static_cast<double>(base::ToMillis(now)) + offset * kMillisPerHour;
}

bool CompareNumbers(const FieldFilter& filter, double value, base::Time now) {
  std::vector<double> wanted;
  for (const json::Value& one : filter.values) {
    wanted.push_back(WantedOf(filter.type, one, now).value_or(0));
  }
  if (filter.op == FilterOp::kOffset && wanted.size() == 1) {
    wanted.push_back(*WantedOf(filter.type, json::Value::Int(0), now));
  }
  switch (filter.op) {
    case FilterOp::kEqualTo:
    case FilterOp::kIn:
      return std::ranges::find(wanted, value) != wanted.end();
    case FilterOp::kGreaterThan:
      return value > wanted.front();
    case FilterOp::kLessThan:
      return value < wanted.front();
    case FilterOp::kGreaterThanOrEqualTo:
      return value >= wanted.front();
    case FilterOp::kLessThanOrEqualTo:
      return value <= wanted.front();
    case FilterOp::kBetween:
    case FilterOp::kOffset:
      return value >= std::min(wanted[0], wanted[1]) && value <= std::max(wanted[0], wanted[1]);
    default:
      return false;
  }
}

bool CompareTexts(FilterOp op, const std::string& value, const std::string& wanted) {
  switch (op) {
    case FilterOp::kContain:
      return value.contains(wanted);
    case FilterOp::kStartWith:
      return value.starts_with(wanted);
    case FilterOp::kEndWith:
      return value.ends_with(wanted);
    case FilterOp::kGreaterThan:
      return value > wanted;
    case FilterOp::kLessThan:
      return value < wanted;
    case FilterOp::kGreaterThanOrEqualTo:
      return value >= wanted;
    case FilterOp::kLessThanOrEqualTo:
      return value <= wanted;
    default:
      return value == wanted;
  }
}

bool MatchesText(const FieldFilter& filter, const json::Value& value) {
  if (!value.IsString()) return false;
  const std::string own = base::Lower(TextOf(value));
  const auto matches = [&](FilterOp op, std::size_t at) {
    return CompareTexts(op, own, base::Lower(TextOf(filter.values[at])));
  };
  if (filter.op == FilterOp::kBetween) {
    return matches(FilterOp::kGreaterThanOrEqualTo, 0) && matches(FilterOp::kLessThanOrEqualTo, 1);
  }
  for (std::size_t i = 0; i < filter.values.size(); ++i) {
    if (matches(filter.op, i)) return true;
  }
  return false;
}

bool MatchesOne(const FieldFilter& filter, const json::Value& value, base::Time now) {
  if (FamilyOf(filter.type) == Family::kText) return MatchesText(filter, value);
  const auto number = Comparable(filter.type, value);
  return number && CompareNumbers(filter, *number, now);
}

bool MatchesField(const FieldFilter& filter, const json::Value& value, base::Time now) {
  if (filter.op == FilterOp::kIsEmpty) return IsEmptyValue(value);
  const json::Array* elements = value.AsArray();
  if (elements == nullptr) return MatchesOne(filter, value, now);
  return std::ranges::any_of(
      *elements, [&](const json::Value& element) { return MatchesOne(filter, element, now); });
}

// Parser counts the filters of all groups.
class Parser {
 public:
  explicit Parser(std::span<const std::string> columns) : columns_(columns) {}

  Result<FilterGroup> Group(const json::Value& container, int depth) {
    if (!container.IsObject()) return Wrong("A group of filters must be an object.", "group");
    if (depth > kDeepestGroup) return Wrong("Groups are nested too deeply.", "group");
    FilterGroup group;
    BW_TRY_ASSIGN(group.any, Any(container.Find("op")));
    BW_TRY_ASSIGN(const json::Array filters, List(container, "fieldFilters"));
    for (const json::Value& one : filters) {
      BW_TRY_ASSIGN(FieldFilter filter, Field(one));
      group.filters.push_back(std::move(filter));
    }
    BW_TRY_ASSIGN(const json::Array groups, List(container, "group"));
    for (const json::Value& one : groups) {
      BW_TRY_ASSIGN(FilterGroup inner, Group(one, depth + 1));
      group.groups.push_back(std::move(inner));
    }
    return group;
  }

 private:
  static Result<bool> Any(const json::Value* op) {
    if (op == nullptr || op->IsNull() || TextOf(*op) == "AND") return false;
    if (TextOf(*op) == "OR") return true;
    return Wrong("The op of a group must be AND or OR.", "op");
  }
  Result<json::Array> List(const json::Value& container, const char* name) {
    const json::Value* list = container.Find(name);
    if (list == nullptr || list->IsNull()) return json::Array();
    if (!list->IsArray()) return Wrong(std::string(name) + " must be an array.", name);
    count_ += list->AsArray()->size();
    if (count_ > kMostFilters) {
      return Wrong("More than " + std::to_string(kMostFilters) + " filters.", name);
    }
    return *list->AsArray();
  }
  static bool IsNegated(const json::Value* negate) {
    return negate != nullptr && FlagOf(*negate).value_or(false);
  }
  Result<FieldFilter> Field(const json::Value& one) const {
    const json::Value* type = one.Find("type");
    const json::Value* column = one.Find("colId");
    const json::Value* inner = one.Find("filter");
    if (type == nullptr || column == nullptr || inner == nullptr || !inner->IsObject()) {
      return Wrong("A filter needs type, colId and filter.", "fieldFilters");
    }
    FieldFilter filter;
    const auto parsed = base::ParseWord<FilterType>(TextOf(*type));
    if (!parsed) return Wrong("Unknown type of a filter.", "type");
    filter.type = *parsed;
    const auto found = std::ranges::find(columns_, TextOf(*column));
    if (found == columns_.end()) return Wrong("The report has no such column.", "colId");
    filter.column = static_cast<std::size_t>(found - columns_.begin());
    BW_TRY(Operation(*inner, filter));
    return filter;
  }
  static base::Status Operation(const json::Value& inner, FieldFilter& filter) {
    const json::Value* op = inner.Find("op");
    const auto parsed = op == nullptr ? std::nullopt : base::ParseWord<FilterOp>(TextOf(*op));
    if (!parsed || !Allows(filter.type, *parsed)) {
      return Wrong("The op is unknown, or not one of this type.", "op");
    }
    filter.op = *parsed;
    filter.negate = IsNegated(inner.Find("negate"));
    const json::Value* values = inner.Find("values");
    if (values != nullptr && values->IsArray()) filter.values = *values->AsArray();
    if (!HasValueCount(filter.op, filter.values.size())) {
      return Wrong("The op needs another number of values.", "values");
    }
    const bool fit = std::ranges::all_of(
        filter.values, [&](const json::Value& value) { return IsValue(filter.type, value); });
    if (fit || filter.op == FilterOp::kIsEmpty) return {};
    return Wrong("A value does not fit the type of the filter.", "values");
  }

  std::span<const std::string> columns_;
  std::size_t count_ = 0;
};

}  // namespace

bool IsEmptyValue(const json::Value& value) {
  if (value.IsNull()) return true;
  if (const std::string* text = value.AsString()) return text->empty();
  const json::Array* elements = value.AsArray();
  return elements != nullptr && elements->empty();
}

std::optional<double> NumberOf(const json::Value& value) {
  if (const auto number = value.AsDouble()) return number;
  if (const json::Value* amount = value.Find("value")) {
    return amount->IsObject() ? std::nullopt : NumberOf(*amount);
  }
  const std::string_view text = TextOf(value);
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::general);
  const bool whole = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole && number - number == 0 ? std::optional<double>(number) : std::nullopt;
}

Result<FilterGroup> ParseFilters(const json::Value& container,
                                 std::span<const std::string> columns) {
  if (container.IsNull()) return FilterGroup{};
  return Parser(columns).Group(container, 1);
}

bool Matches(const FilterGroup& group, std::span<const json::Value> values, base::Time now) {
  if (group.filters.empty() && group.groups.empty()) return true;
  const auto field = [&](const FieldFilter& filter) {
    return MatchesField(filter, values[filter.column], now) != filter.negate;
  };
  const auto inner = [&](const FilterGroup& one) { return Matches(one, values, now); };
  if (group.any) {
    return std::ranges::any_of(group.filters, field) || std::ranges::any_of(group.groups, inner);
  }
  return std::ranges::all_of(group.filters, field) && std::ranges::all_of(group.groups, inner);
}

}  // namespace bearward::partner_data
