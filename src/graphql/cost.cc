#include "graphql/cost.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <unordered_map>

namespace bearward::graphql {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

std::uint64_t Sum(std::uint64_t a, std::uint64_t b) { return a > kMax - b ? kMax : a + b; }
std::uint64_t Product(std::uint64_t a, std::uint64_t b) {
  return b != 0 && a > kMax / b ? kMax : a * b;
}

// Number returns the value of an integer literal; the maximum if it is too large.
std::int64_t Number(std::string_view text) {
  std::int64_t number = std::numeric_limits<std::int64_t>::max();
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Measure is the size of a selection set with its fragments expanded. Numbers saturate.
struct Measure {
  std::uint64_t depth = 0;
  std::uint64_t aliases = 0;
  std::uint64_t cost = 0;

  void Add(const Measure& other) {
    depth = std::max(depth, other.depth);
    aliases = Sum(aliases, other.aliases);
    cost = Sum(cost, other.cost);
  }
};

// Measuring measures one operation. Each fragment is measured once: its measure does not depend on
// the place of its use.
class Measuring {
 public:
  Measuring(const Schema& schema, const Document& document, const Arguments& variables)
      : schema_(schema), document_(document), variables_(variables) {}

  Measure Selections(const NamedType* parent, Slice<Selection> selections) {
    Measure sum;
    for (const Selection& selection : selections) {
      if (IsIncluded(selection, variables_)) sum.Add(One(parent, selection));
    }
    return sum;
  }

 private:
  Measure One(const NamedType* parent, const Selection& selection) {
    if (selection.kind == SelectionKind::kField) return OfField(parent, selection);
    if (selection.kind == SelectionKind::kSpread) return OfSpread(selection);
    const std::string_view condition = selection.type_condition.text;
    return Selections(condition.empty() ? parent : schema_.FindType(condition),
                      selection.selections);
  }

  Measure OfField(const NamedType* parent, const Selection& selection) {
    const Field* field =
        parent == nullptr ? nullptr : schema_.FindField(*parent, selection.name.text);
    if (field == nullptr) return {};
    Measure measure = Selections(field->type.type, selection.selections);
    measure.depth = Sum(measure.depth, 1);
    measure.aliases = Sum(measure.aliases, selection.alias.text.empty() ? 0 : 1);
    measure.cost = Sum(field->cost, Product(measure.cost, Size(*field, selection)));
    return measure;
  }

  Measure OfSpread(const Selection& selection) {
    const FragmentNode* fragment = FindFragment(document_, selection.name.text);
    if (fragment == nullptr) return {};
    const auto known = fragments_.find(fragment);
    if (known != fragments_.end()) return known->second;
    const Measure measure =
        Selections(schema_.FindType(fragment->type_condition.text), fragment->selections);
    fragments_.emplace(fragment, measure);
    return measure;
  }

  // Size returns how many objects the field may return.
  std::uint64_t Size(const Field& field, const Selection& selection) const {
    if (!field.list_size) return 1;
    for (const std::string& name : field.list_size->arguments) {
      const auto size = ArgumentSize(field, selection, name);
      if (size) return static_cast<std::uint64_t>(std::max<std::int64_t>(*size, 0));
    }
    return field.list_size->assumed;
  }

  std::optional<std::int64_t> ArgumentSize(const Field& field, const Selection& selection,
                                           std::string_view name) const {
    for (const ArgumentNode& node : selection.arguments) {
      if (node.name.text != name) continue;
      if (node.value.kind == LiteralKind::kInt) return Number(node.value.text);
      if (node.value.kind == LiteralKind::kVariable) return variables_.FindInt(node.value.text);
    }
    const InputValue* argument = field.FindArgument(name);
    if (argument == nullptr || !argument->default_value) return std::nullopt;
    return argument->default_value->AsInt();
  }

  const Schema& schema_;
  const Document& document_;
  const Arguments& variables_;
  std::unordered_map<const FragmentNode*, Measure> fragments_;
};

Error Exceeded(const Document& document, const OperationNode& operation, std::string_view what,
               std::uint64_t found, std::uint64_t limit, std::string_view advice) {
  return {.message = "The " + std::string(what) + " of the operation is " + std::to_string(found) +
                     "; the limit is " + std::to_string(limit) + ". " + std::string(advice),
          .locations = {document.LocationOf(operation.offset)},
          .code = std::string(kLimitExceeded)};
}

}  // namespace

bool IsIncluded(const Selection& selection, const Arguments& variables) {
  for (const DirectiveNode& directive : selection.directives) {
    const bool is_skip = directive.name.text == "skip";
    if (!is_skip && directive.name.text != "include") continue;
    for (const ArgumentNode& argument : directive.arguments) {
      const bool value = argument.value.kind == LiteralKind::kVariable
                             ? variables.FindBool(argument.value.text).value_or(false)
                             : argument.value.text == "true";
      if (value == is_skip) return false;
    }
  }
  return true;
}

const FragmentNode* FindFragment(const Document& document, std::string_view name) {
  for (const FragmentNode& fragment : document.fragments()) {
    if (fragment.name.text == name) return &fragment;
  }
  return nullptr;
}

std::optional<Error> CheckCost(const Schema& schema, const Document& document,
                               const OperationNode& operation, const Arguments& variables,
                               const Limits& limits) {
  const Measure measure = Measuring(schema, document, variables)
                              .Selections(schema.root(operation.kind), operation.selections);
  if (measure.depth > limits.max_depth) {
    return Exceeded(document, operation, "depth", measure.depth, limits.max_depth,
                    "Nest fewer fields.");
  }
  if (measure.aliases > limits.max_aliases) {
    return Exceeded(document, operation, "number of aliases", measure.aliases, limits.max_aliases,
                    "Use fewer aliases.");
  }
  if (measure.cost > limits.max_cost) {
    return Exceeded(document, operation, "cost", measure.cost, limits.max_cost,
                    "Request smaller pages or fewer fields.");
  }
  return std::nullopt;
}

}  // namespace bearward::graphql
