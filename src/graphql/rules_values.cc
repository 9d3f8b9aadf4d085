// Rules about arguments, values and directives (specification, 5.4, 5.6 and 5.7).
#include <algorithm>

#include "base/near_miss.h"
#include "graphql/input.h"
#include "graphql/validation.h"

namespace bearward::graphql {
namespace {

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::vector<std::string_view> Names(const std::vector<InputValue>& inputs) {
  std::vector<std::string_view> names;
  for (const InputValue& input : inputs) names.push_back(input.name());
  return names;
}

const InputValue* FindInput(const std::vector<InputValue>& inputs, std::string_view name) {
  for (const InputValue& input : inputs) {
    if (input.name() == name) return &input;
  }
  return nullptr;
}

// CollectVariables records the variables below a value whose parts need no check.
void CollectVariables(Validation& v, TypeRef type, const Literal& literal) {
  if (literal.kind == LiteralKind::kVariable) {
    if (v.uses != nullptr) v.uses->variables.push_back({{literal.text, literal.offset}, type});
  }
  const TypeRef nullable = type.nullable();
  const TypeRef item = nullable.is_list() ? nullable.inner() : nullable;
  for (const Literal& one : literal.items) CollectVariables(v, item, one);
  for (const LiteralField& field : literal.fields) CollectVariables(v, {}, field.value);
}

void CheckUniqueFields(Validation& v, const Literal& literal) {
  for (const Literal& item : literal.items) CheckUniqueFields(v, item);
  std::vector<std::string_view> seen;
  for (const LiteralField& field : literal.fields) {
    CheckUniqueFields(v, field.value);
    seen.push_back(field.name.text);
  }
  std::ranges::sort(seen);
  const auto repeated = std::ranges::adjacent_find(seen);
  if (repeated == seen.end()) return;
  v.Report("UniqueInputFieldNames",
           "There can be only one input field named " + Quoted(*repeated) + ".", {literal.offset});
}

void ReportMismatch(Validation& v, TypeRef type, const Literal& literal,
                    const std::string& reason) {
  v.Report("ValuesOfCorrectType",
           "Expected value of type " + Quoted(Show(type)) + ", found " + DescribeLiteral(literal) +
               (reason.empty() ? "." : "; " + reason),
           {literal.offset});
}

// CheckLeaf checks a literal that is no variable, or not of the structure of its type.
void CheckLeaf(Validation& v, TypeRef type, const Literal& literal) {
  CollectVariables(v, type, literal);
  if (!type.type->is_leaf()) return ReportMismatch(v, type, literal, "");
  const auto value = CoerceScalarLiteral(*type.type, literal, nullptr);
  if (value) return;
  std::string reason = value.error();
  if (type.type->kind == TypeKind::kEnum && literal.kind == LiteralKind::kEnum) {
    std::vector<std::string_view> known;
    for (const EnumValue& one : type.type->values) known.push_back(one.name());
    reason = "Value " + Quoted(literal.text) + " does not exist in " + Quoted(type.type->name) +
             " enum." + base::Suggest(literal.text, known, "");
  }
  ReportMismatch(v, type, literal, reason);
}

void CheckStructure(Validation& v, TypeRef type, const Literal& literal, bool has_location_default);

void CheckObject(Validation& v, const NamedType& type, const Literal& literal) {
  for (const InputValue& field : type.input_fields) {
    if (!field.is_required()) continue;
    const bool is_given = std::ranges::any_of(
        literal.fields, [&](const LiteralField& one) { return one.name.text == field.name(); });
    if (is_given) continue;
    v.Report("ValuesOfCorrectType",
             "Field \"" + std::string(type.name) + "." + std::string(field.name()) +
                 "\" of required type " + Quoted(Show(field.type)) + " was not provided.",
             {literal.offset});
  }
  for (const LiteralField& field : literal.fields) {
    const InputValue* definition = type.FindInputField(field.name.text);
    if (definition == nullptr) {
      v.Report("ValuesOfCorrectType",
               "Field " + Quoted(field.name.text) + " is not defined by type " + Quoted(type.name) +
                   "." + base::Suggest(field.name.text, Names(type.input_fields), ""),
               {field.name.offset});
    }
    CheckStructure(v, definition == nullptr ? TypeRef{} : definition->type, field.value,
                   definition != nullptr && definition->node->default_value != nullptr);
  }
}

// CheckStructure checks a literal whose unique fields were checked.
void CheckStructure(Validation& v, TypeRef type, const Literal& literal,
                    bool has_location_default) {
  if (literal.kind == LiteralKind::kVariable) {
    if (v.uses != nullptr) {
      v.uses->variables.push_back({{literal.text, literal.offset}, type, has_location_default});
    }
    return;
  }
  if (type.type == nullptr) return CollectVariables(v, type, literal);
  if (literal.kind == LiteralKind::kNull) {
    if (type.is_non_null()) ReportMismatch(v, type, literal, "");
    return;
  }
  if (literal.kind == LiteralKind::kList && type.nullable().is_list()) {
    for (const Literal& item : literal.items) {
      CheckStructure(v, type.nullable().inner(), item, false);
    }
    return;
  }
  if (literal.kind == LiteralKind::kObject && type.type->kind == TypeKind::kInputObject) {
    return CheckObject(v, *type.type, literal);
  }
  CheckLeaf(v, type, literal);
}

void CheckUniqueArguments(Validation& v, Slice<ArgumentNode> nodes) {
  for (std::size_t i = 1; i < nodes.size; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (nodes[i].name.text != nodes[j].name.text) continue;
      v.Report("UniqueArgumentNames",
               "There can be only one argument named " + Quoted(nodes[i].name.text) + ".",
               {nodes[j].name.offset, nodes[i].name.offset});
      break;
    }
    if (v.is_full()) return;
  }
}

void CheckUniqueDirective(Validation& v, Slice<DirectiveNode> directives, std::size_t i) {
  for (std::size_t j = 0; j < i; ++j) {
    if (directives[j].name.text != directives[i].name.text) continue;
    v.Report("UniqueDirectivesPerLocation",
             "The directive \"@" + std::string(directives[i].name.text) +
                 "\" can only be used once at this location.",
             {directives[j].offset, directives[i].offset});
    return;
  }
}

}  // namespace

void CheckValue(Validation& v, TypeRef type, const Literal& literal, bool has_location_default) {
  CheckUniqueFields(v, literal);
  CheckStructure(v, type, literal, has_location_default);
}

void CheckArguments(Validation& v, Slice<ArgumentNode> nodes,
                    const std::vector<InputValue>& definitions, const std::string& owner,
                    std::uint32_t offset) {
  CheckUniqueArguments(v, nodes);
  for (const ArgumentNode& node : nodes) {
    const InputValue* definition = FindInput(definitions, node.name.text);
    if (definition == nullptr) {
      v.Report("KnownArgumentNames",
               "Unknown argument " + Quoted(node.name.text) + " on " + owner + "." +
                   base::Suggest(node.name.text, Names(definitions), ""),
               {node.name.offset});
    }
    CheckValue(v, definition == nullptr ? TypeRef{} : definition->type, node.value,
               definition != nullptr && definition->node->default_value != nullptr);
  }
  for (const InputValue& definition : definitions) {
    if (!definition.is_required()) continue;
    const bool is_given = std::ranges::any_of(
        nodes, [&](const ArgumentNode& node) { return node.name.text == definition.name(); });
    if (is_given) continue;
    v.Report("ProvidedRequiredArguments",
             "Argument " + Quoted(definition.name()) + " of type " + Quoted(Show(definition.type)) +
                 " is required on " + owner + ", but it was not provided.",
             {offset});
  }
}

void CheckUnknownArguments(Validation& v, Slice<ArgumentNode> nodes) {
  CheckUniqueArguments(v, nodes);
  for (const ArgumentNode& node : nodes) {
    CheckUniqueFields(v, node.value);
    CollectVariables(v, {}, node.value);
  }
}

void CheckDirectives(Validation& v, Slice<DirectiveNode> directives, std::string_view location) {
  const bool is_schema_text = v.document.operations().empty() && v.document.fragments().empty();
  for (std::size_t i = 0; i < directives.size && !v.is_full(); ++i) {
    const DirectiveNode& node = directives[i];
    const DirectiveType* type = v.schema.FindDirective(node.name.text);
    if (type == nullptr || (type->is_internal && !is_schema_text)) {
      v.Report("KnownDirectives", "Unknown directive \"@" + std::string(node.name.text) + "\".",
               {node.offset});
      CheckUnknownArguments(v, node.arguments);
      continue;
    }
    if (!type->AllowsLocation(location)) {
      v.Report("KnownDirectives",
               "Directive \"@" + std::string(node.name.text) + "\" may not be used on " +
                   std::string(location) + ".",
               {node.offset});
    }
    if (!type->node->is_repeatable) CheckUniqueDirective(v, directives, i);
    CheckArguments(v, node.arguments, type->arguments,
                   "directive \"@" + std::string(node.name.text) + "\"", node.offset);
  }
}

}  // namespace bearward::graphql
