// Rules about selections and the types of their places (specification, 5.3 and 5.5).
#include <algorithm>

#include "base/near_miss.h"
#include "graphql/validation.h"

namespace bearward::graphql {
namespace {

constexpr std::string_view kOperationLocations[] = {"QUERY", "MUTATION", "SUBSCRIPTION"};

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string FieldHint(const NamedType& type, std::string_view name) {
  std::vector<std::string_view> known;
  for (const Field& field : type.fields) known.push_back(field.name());
  for (const NamedType* possible : type.possible_types) {
    if (possible->FindField(name) == nullptr) continue;
    return " Did you mean to use an inline fragment on " + Quoted(possible->name) + "?";
  }
  return base::Suggest(name, known, "");
}

// SelectionWalk checks the selections of one definition. Where a type is unknown, the rules that
// need it are skipped, because the cause is reported already.
class SelectionWalk {
 public:
  explicit SelectionWalk(Validation& v) : v_(v) {}

  void Walk(const NamedType* parent, Slice<Selection> selections) {
    for (const Selection& selection : selections) {
      switch (selection.kind) {
        case SelectionKind::kField:
          WalkField(parent, selection);
          break;
        case SelectionKind::kInlineFragment:
          WalkInlineFragment(parent, selection);
          break;
        case SelectionKind::kSpread:
          WalkSpread(parent, selection);
          break;
      }
    }
  }

  // TypeCondition returns the composite type of a condition, or reports why there is none.
  const NamedType* TypeCondition(const NameNode& condition, const std::string& owner) {
    const NamedType* type = v_.schema.FindType(condition.text);
    if (type == nullptr) {
      std::vector<std::string_view> known;
      for (const auto& one : v_.schema.types()) known.push_back(one->name);
      v_.Report(
          "KnownTypeNames",
          "Unknown type " + Quoted(condition.text) + "." + base::Suggest(condition.text, known, ""),
          {condition.offset});
      return nullptr;
    }
    if (type->is_composite()) return type;
    v_.Report("FragmentsOnCompositeTypes",
              owner + " cannot condition on non composite type " + Quoted(type->name) + ".",
              {condition.offset});
    return nullptr;
  }

 private:
  void WalkField(const NamedType* parent, const Selection& selection) {
    const Field* field =
        parent == nullptr ? nullptr : v_.schema.FindField(*parent, selection.name.text);
    CheckDirectives(v_, selection.directives, "FIELD");
    if (field == nullptr) {
      if (parent != nullptr) {
        v_.Report("FieldsOnCorrectType",
                  "Cannot query field " + Quoted(selection.name.text) + " on type " +
                      Quoted(parent->name) + "." + FieldHint(*parent, selection.name.text),
                  {selection.offset});
      }
      CheckUnknownArguments(v_, selection.arguments);
      return Walk(nullptr, selection.selections);
    }
    if (!selection.arguments.empty() || !field->arguments.empty()) {
      CheckArguments(v_, selection.arguments, field->arguments, *parent, *field, selection.offset);
    }
    CheckLeaf(*field, selection);
    const NamedType* type = field->type.type;
    Walk(type->is_composite() ? type : nullptr, selection.selections);
  }

  static void CheckArguments(Validation& v, Slice<ArgumentNode> nodes,
                             const std::vector<InputValue>& definitions, const NamedType& parent,
                             const Field& field, std::uint32_t offset) {
    graphql::CheckArguments(
        v, nodes, definitions,
        "field \"" + std::string(parent.name) + "." + std::string(field.name()) + "\"", offset);
  }

  void CheckLeaf(const Field& field, const Selection& selection) {
    if (field.type.type->is_leaf()) {
      if (selection.selections.empty()) return;
      v_.Report("ScalarLeafs",
                "Field " + Quoted(selection.name.text) + " must not have a selection since type " +
                    Quoted(Show(field.type)) + " has no subfields.",
                {selection.offset});
    } else if (selection.selections.empty()) {
      v_.Report("ScalarLeafs",
                "Field " + Quoted(selection.name.text) + " of type " + Quoted(Show(field.type)) +
                    " must have a selection of subfields. Did you mean \"" +
                    std::string(selection.name.text) + " { ... }\"?",
                {selection.offset});
    }
  }

  void WalkInlineFragment(const NamedType* parent, const Selection& selection) {
    CheckDirectives(v_, selection.directives, "INLINE_FRAGMENT");
    const NamedType* type = parent;
    if (!selection.type_condition.text.empty()) {
      type = TypeCondition(selection.type_condition, "Fragment");
      CheckPossible(parent, type, "Fragment", selection.offset);
    }
    Walk(type, selection.selections);
  }

  void WalkSpread(const NamedType* parent, const Selection& selection) {
    CheckDirectives(v_, selection.directives, "FRAGMENT_SPREAD");
    v_.uses->spreads.push_back(selection.name);
    const FragmentNode* fragment = v_.FindFragment(selection.name.text);
    if (fragment == nullptr) {
      v_.Report("KnownFragmentNames", "Unknown fragment " + Quoted(selection.name.text) + ".",
                {selection.name.offset});
      return;
    }
    const NamedType* type = v_.schema.FindType(fragment->type_condition.text);
    CheckPossible(parent, type, "Fragment " + Quoted(selection.name.text), selection.offset);
  }

  // CheckPossible reports a fragment that can apply to no object of its place.
  void CheckPossible(const NamedType* parent, const NamedType* type, const std::string& owner,
                     std::uint32_t offset) {
    if (parent == nullptr || type == nullptr || !type->is_composite()) return;
    if (Overlap(*parent, *type)) return;
    v_.Report("PossibleFragmentSpreads",
              owner + " cannot be spread here as objects of type " + Quoted(parent->name) +
                  " can never be of type " + Quoted(type->name) + ".",
              {offset});
  }

  static bool Overlap(const NamedType& a, const NamedType& b) {
    if (&a == &b) return true;
    if (!a.is_abstract()) return b.Includes(a);
    return std::ranges::any_of(a.possible_types,
                               [&](const NamedType* type) { return b.Includes(*type); });
  }

  Validation& v_;
};

}  // namespace

void CheckDefinitions(Validation& v) {
  SelectionWalk walk(v);
  for (std::size_t i = 0; i < v.document.operations().size; ++i) {
    const OperationNode& operation = v.document.operations()[i];
    v.uses = &v.operation_uses[i];
    CheckDirectives(v, operation.directives, kOperationLocations[static_cast<int>(operation.kind)]);
    walk.Walk(v.schema.root(operation.kind), operation.selections);
  }
  for (std::size_t i = 0; i < v.document.fragments().size; ++i) {
    const FragmentNode& fragment = v.document.fragments()[i];
    v.uses = &v.fragment_uses[i];
    CheckDirectives(v, fragment.directives, "FRAGMENT_DEFINITION");
    const NamedType* type =
        walk.TypeCondition(fragment.type_condition, "Fragment " + Quoted(fragment.name.text));
    walk.Walk(type, fragment.selections);
  }
  v.uses = nullptr;
}

}  // namespace bearward::graphql
