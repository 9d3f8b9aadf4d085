// Rules about operations and the definitions of their variables (specification, 5.1, 5.2, 5.8).
#include <algorithm>
#include <unordered_set>

#include "base/near_miss.h"
#include "graphql/input.h"
#include "graphql/validation.h"

namespace bearward::graphql {
namespace {

// RootKeys collects the response keys of the root fields of a subscription.
class RootKeys {
 public:
  RootKeys(const Validation& v, const NamedType& root) : v_(v), root_(root) {}

  void Collect(Slice<Selection> selections) {
    for (const Selection& selection : selections) {
      if (IsLeftOut(selection)) continue;
      if (selection.kind == SelectionKind::kField) {
        AddField(selection);
      } else if (selection.kind == SelectionKind::kInlineFragment) {
        if (Applies(selection.type_condition)) Collect(selection.selections);
      } else if (visited_.insert(selection.name.text).second) {
        const FragmentNode* fragment = v_.FindFragment(selection.name.text);
        if (fragment != nullptr && Applies(fragment->type_condition)) {
          Collect(fragment->selections);
        }
      }
    }
  }

  const std::vector<const Selection*>& fields() const { return fields_; }

 private:
  void AddField(const Selection& selection) {
    const bool is_known = std::ranges::any_of(fields_, [&](const Selection* known) {
      return known->response_key() == selection.response_key();
    });
    if (!is_known) fields_.push_back(&selection);
  }

  bool Applies(const NameNode& condition) const {
    if (condition.text.empty()) return true;
    const NamedType* type = v_.schema.FindType(condition.text);
    return type != nullptr && type->Includes(root_);
  }

  static bool IsLeftOut(const Selection& selection) {
    for (const DirectiveNode& directive : selection.directives) {
      const bool is_skip = directive.name.text == "skip";
      if (!is_skip && directive.name.text != "include") continue;
      for (const ArgumentNode& argument : directive.arguments) {
        if (argument.name.text != "if") continue;
        if (argument.value.text == (is_skip ? "true" : "false")) return true;
      }
    }
    return false;
  }

  const Validation& v_;
  const NamedType& root_;
  std::unordered_set<std::string_view> visited_;
  std::vector<const Selection*> fields_;
};

void CheckSubscription(Validation& v, const OperationNode& operation) {
  const NamedType* root = v.schema.root(OperationKind::kSubscription);
  if (operation.kind != OperationKind::kSubscription || root == nullptr) return;
  RootKeys keys(v, *root);
  keys.Collect(operation.selections);
  const std::string shown = operation.name.text.empty()
                                ? "Anonymous Subscription"
                                : "Subscription \"" + std::string(operation.name.text) + "\"";
  if (keys.fields().size() > 1) {
    v.Report("SingleFieldSubscriptions", shown + " must select only one top level field.",
             {keys.fields()[1]->offset});
  }
  for (const Selection* field : keys.fields()) {
    if (!field->name.text.starts_with("__")) continue;
    v.Report("SingleFieldSubscriptions",
             shown + " must not select an introspection top level field.", {field->offset});
  }
}

void CheckVariableDefinitions(Validation& v, const OperationNode& operation) {
  std::unordered_set<std::string_view> names;
  for (const VariableNode& variable : operation.variables) {
    const std::string shown = "$" + std::string(variable.name.text);
    if (!names.insert(variable.name.text).second) {
      v.Report("UniqueVariableNames", "There can be only one variable named \"" + shown + "\".",
               {variable.name.offset});
    }
    TypeRef type = TypeOf(v.schema, variable.type);
    if (type.type == nullptr) {
      v.Report("KnownTypeNames", "Unknown type \"" + std::string(variable.type.name.text) + "\".",
               {variable.type.name.offset});
    } else if (!type.type->is_input()) {
      v.Report(
          "VariablesAreInputTypes",
          "Variable \"" + shown + "\" cannot be non-input type \"" + Show(variable.type) + "\".",
          {variable.type.offset});
      type = {};
    }
    if (variable.default_value != nullptr) CheckValue(v, type, *variable.default_value, false);
    CheckDirectives(v, variable.directives, "VARIABLE_DEFINITION");
  }
}

void CheckOperationName(Validation& v, const OperationNode& operation,
                        std::unordered_set<std::string_view>& names) {
  if (operation.name.text.empty()) {
    if (v.document.operations().size > 1) {
      v.Report("LoneAnonymousOperation",
               "This anonymous operation must be the only defined operation.", {operation.offset});
    }
  } else if (!names.insert(operation.name.text).second) {
    v.Report("UniqueOperationNames",
             "There can be only one operation named \"" + std::string(operation.name.text) + "\".",
             {operation.name.offset});
  }
}

}  // namespace

void CheckOperations(Validation& v) {
  for (const NameNode& definition : v.document.type_system_definitions()) {
    v.Report("ExecutableDefinitions",
             "The \"" + std::string(definition.text) + "\" definition is not executable.",
             {definition.offset});
  }
  std::unordered_set<std::string_view> names;
  for (const OperationNode& operation : v.document.operations()) {
    CheckOperationName(v, operation, names);
    CheckSubscription(v, operation);
    if (!operation.variables.empty()) CheckVariableDefinitions(v, operation);
  }
}

}  // namespace bearward::graphql
