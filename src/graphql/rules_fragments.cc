// Rules about names, uses and cycles of fragments (specification, 5.5), and the depth of
// introspection.
#include <algorithm>
#include <unordered_set>

#include "graphql/validation.h"

namespace bearward::graphql {
namespace {

// Reached returns the fragments that can be reached from `uses`, each once.
std::vector<const FragmentNode*> Reached(const Validation& v, const DefinitionUses& uses) {
  std::vector<const FragmentNode*> reached;
  std::unordered_set<const FragmentNode*> seen;
  const auto add = [&](const DefinitionUses& more) {
    for (const NameNode& spread : more.spreads) {
      const FragmentNode* fragment = v.FindFragment(spread.text);
      if (fragment != nullptr && seen.insert(fragment).second) reached.push_back(fragment);
    }
  };
  add(uses);
  for (std::size_t i = 0; i < reached.size(); ++i) add(v.UsesOf(*reached[i]));
  return reached;
}

void CheckCycles(Validation& v) {
  for (const FragmentNode& fragment : v.document.fragments()) {
    const auto reached = Reached(v, v.UsesOf(fragment));
    if (std::ranges::find(reached, &fragment) == reached.end()) continue;
    v.Report("NoFragmentCycles",
             "Cannot spread fragment \"" + std::string(fragment.name.text) + "\" within itself.",
             {fragment.name.offset});
    if (v.is_full()) return;
  }
}

void CheckUsed(Validation& v) {
  DefinitionUses all;
  for (const DefinitionUses& uses : v.operation_uses) {
    all.spreads.insert(all.spreads.end(), uses.spreads.begin(), uses.spreads.end());
  }
  std::unordered_set<std::string_view> used;
  for (const FragmentNode* fragment : Reached(v, all)) used.insert(fragment->name.text);
  for (const FragmentNode& fragment : v.document.fragments()) {
    if (used.contains(fragment.name.text)) continue;
    v.Report("NoUnusedFragments",
             "Fragment \"" + std::string(fragment.name.text) + "\" is never used.",
             {fragment.offset});
  }
}

// ListDepth finds selections of __schema and __type that nest lists of types too deeply: the
// result of such a query grows exponentially with its length.
class ListDepth {
 public:
  explicit ListDepth(Validation& v) : v_(v) {}

  void Find(Slice<Selection> selections) {
    for (const Selection& selection : selections) {
      const bool is_root = selection.name.text == "__schema" || selection.name.text == "__type";
      if (selection.kind == SelectionKind::kField && is_root) {
        visited_.clear();
        if (Exceeds(selection, 0)) {
          v_.Report("MaxIntrospectionDepth", "Maximum introspection depth exceeded.",
                    {selection.offset});
        }
      } else {
        Find(selection.selections);
      }
    }
  }

 private:
  static constexpr int kMaxLists = 3;

  bool Exceeds(const Selection& selection, int depth) {
    if (selection.kind == SelectionKind::kSpread) {
      const FragmentNode* fragment = v_.FindFragment(selection.name.text);
      if (fragment == nullptr) return false;
      auto [entry, is_new] = visited_.try_emplace(fragment, depth);
      if (!is_new && entry->second >= depth) return false;
      entry->second = depth;
      return AnyExceeds(fragment->selections, depth);
    }
    const std::string_view name = selection.name.text;
    const bool is_list = selection.kind == SelectionKind::kField &&
                         (name == "fields" || name == "interfaces" || name == "possibleTypes" ||
                          name == "inputFields");
    if (is_list && ++depth >= kMaxLists) return true;
    return AnyExceeds(selection.selections, depth);
  }

  bool AnyExceeds(Slice<Selection> selections, int depth) {
    return std::ranges::any_of(
        selections, [&](const Selection& selection) { return Exceeds(selection, depth); });
  }

  Validation& v_;
  std::unordered_map<const FragmentNode*, int> visited_;
};

}  // namespace

void CheckFragments(Validation& v) {
  if (v.document.fragments().empty()) return;
  std::unordered_set<std::string_view> names;
  for (const FragmentNode& fragment : v.document.fragments()) {
    if (names.insert(fragment.name.text).second) continue;
    v.Report("UniqueFragmentNames",
             "There can be only one fragment named \"" + std::string(fragment.name.text) + "\".",
             {fragment.name.offset});
  }
  CheckUsed(v);
  CheckCycles(v);
}

void CheckIntrospectionDepth(Validation& v) {
  ListDepth depth(v);
  for (const OperationNode& operation : v.document.operations()) depth.Find(operation.selections);
  for (const FragmentNode& fragment : v.document.fragments()) depth.Find(fragment.selections);
}

}  // namespace bearward::graphql
