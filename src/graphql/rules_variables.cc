// Rules about the uses of variables (specification, 5.8.3 to 5.8.5).
#include <unordered_set>

#include "graphql/input.h"
#include "graphql/validation.h"

namespace bearward::graphql {
namespace {

// OperationVariables checks the variables of one operation and of the fragments that it reaches.
class OperationVariables {
 public:
  OperationVariables(Validation& v, const OperationNode& operation) : v_(v), operation_(operation) {
    for (const VariableNode& variable : operation.variables) {
      defined_.insert_or_assign(variable.name.text, &variable);
    }
  }

  void Check(const DefinitionUses& uses) {
    std::vector<const DefinitionUses*> reached = {&uses};
    std::unordered_set<const FragmentNode*> seen;
    for (std::size_t i = 0; i < reached.size() && !v_.is_full(); ++i) {
      for (const VariableUse& use : reached[i]->variables) CheckUse(use);
      for (const NameNode& spread : reached[i]->spreads) {
        const FragmentNode* fragment = v_.FindFragment(spread.text);
        if (fragment == nullptr || !seen.insert(fragment).second) continue;
        reached.push_back(&v_.UsesOf(*fragment));
      }
    }
    ReportUnused();
  }

 private:
  // Operation returns the ending of a message that names the operation.
  std::string Operation(std::string_view preposition) const {
    if (operation_.name.text.empty()) return ".";
    return " " + std::string(preposition) + " operation \"" + std::string(operation_.name.text) +
           "\".";
  }

  void CheckUse(const VariableUse& use) {
    used_.insert(use.name.text);
    const auto found = defined_.find(use.name.text);
    const std::string shown = "Variable \"$" + std::string(use.name.text) + "\"";
    if (found == defined_.end()) {
      v_.Report("NoUndefinedVariables", shown + " is not defined" + Operation("by"),
                {use.name.offset, operation_.offset});
      return;
    }
    const VariableNode& variable = *found->second;
    const TypeRef type = TypeOf(v_.schema, variable.type);
    if (type.type == nullptr || use.type.type == nullptr || IsAllowed(variable, type, use)) return;
    v_.Report("VariablesInAllowedPosition",
              shown + " of type \"" + Show(type) + "\" used in position expecting type \"" +
                  Show(use.type) + "\".",
              {variable.name.offset, use.name.offset});
  }

  // IsAllowed is IsVariableUsageAllowed of the specification.
  static bool IsAllowed(const VariableNode& variable, TypeRef type, const VariableUse& use) {
    if (!use.type.is_non_null() || type.is_non_null()) return IsSubtype(type, use.type);
    const bool has_default =
        variable.default_value != nullptr && variable.default_value->kind != LiteralKind::kNull;
    if (!has_default && !use.has_location_default) return false;
    return IsSubtype(type, use.type.inner());
  }

  void ReportUnused() {
    for (const VariableNode& variable : operation_.variables) {
      if (used_.contains(variable.name.text)) continue;
      v_.Report(
          "NoUnusedVariables",
          "Variable \"$" + std::string(variable.name.text) + "\" is never used" + Operation("in"),
          {variable.name.offset});
    }
  }

  Validation& v_;
  const OperationNode& operation_;
  std::unordered_map<std::string_view, const VariableNode*> defined_;
  std::unordered_set<std::string_view> used_;
};

}  // namespace

void CheckVariables(Validation& v) {
  for (std::size_t i = 0; i < v.document.operations().size; ++i) {
    const OperationNode& operation = v.document.operations()[i];
    const DefinitionUses& uses = v.operation_uses[i];
    if (operation.variables.empty() && uses.variables.empty() && uses.spreads.empty()) continue;
    OperationVariables(v, operation).Check(uses);
  }
}

}  // namespace bearward::graphql
