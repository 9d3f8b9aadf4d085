// Fields in a set can be merged (specification, 5.3.2).
//
// The specification compares every pair of fields with one response key. Both of its conditions
// are equivalence relations within a group, so this check compares each field only with the first
// of its group: the same shape for all fields with one key, and the same field and arguments for
// all fields with one key whose parent types may be the type of one object. The selections of a
// group are merged into one set and checked in the same way. Sets that were checked are remembered,
// because fragments make the number of ways to a set exponential.
#include <algorithm>
#include <set>
#include <unordered_set>

#include "graphql/input.h"
#include "graphql/validation.h"

namespace bearward::graphql {
namespace {

constexpr std::string_view kRule = "OverlappingFieldsCanBeMerged";

// Entry is one field of a merged set.
struct Entry {
  const Selection* selection = nullptr;
  const NamedType* parent = nullptr;
  const Field* field = nullptr;
};

using Entries = std::vector<Entry>;

bool SameLiteral(const Literal& a, const Literal& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size != b.items.size ||
      a.fields.size != b.fields.size) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size; ++i) {
    if (!SameLiteral(a.items[i], b.items[i])) return false;
  }
  return std::ranges::all_of(a.fields, [&](const LiteralField& field) {
    return std::ranges::any_of(b.fields, [&](const LiteralField& other) {
      return field.name.text == other.name.text && SameLiteral(field.value, other.value);
    });
  });
}

bool SameArguments(Slice<ArgumentNode> a, Slice<ArgumentNode> b) {
  if (a.size != b.size) return false;
  return std::ranges::all_of(a, [&](const ArgumentNode& node) {
    return std::ranges::any_of(b, [&](const ArgumentNode& other) {
      return node.name.text == other.name.text && SameLiteral(node.value, other.value);
    });
  });
}

bool SameShape(TypeRef a, TypeRef b) {
  if (a.wrappers != b.wrappers) return false;
  return a.type == b.type || (a.type->is_composite() && b.type->is_composite());
}

// OverlapCheck checks one document.
class OverlapCheck {
 public:
  explicit OverlapCheck(Validation& v) : v_(v) {}

  void Check(const NamedType* parent, Slice<Selection> selections) {
    Entries set;
    Collect(parent, selections, set);
    CheckBoth(set);
  }

 private:
  // kMaxWork bounds the number of fields in all checked sets.
  static constexpr std::size_t kMaxWork = 50'000;

  void Collect(const NamedType* parent, Slice<Selection> selections, Entries& out) {
    visited_.clear();
    CollectInto(parent, selections, out);
  }

  void CollectInto(const NamedType* parent, Slice<Selection> selections, Entries& out) {
    for (const Selection& selection : selections) {
      if (selection.kind == SelectionKind::kField) {
        const Field* field =
            parent == nullptr ? nullptr : v_.schema.FindField(*parent, selection.name.text);
        out.push_back({&selection, parent, field});
      } else if (selection.kind == SelectionKind::kInlineFragment) {
        const std::string_view condition = selection.type_condition.text;
        CollectInto(condition.empty() ? parent : Composite(condition), selection.selections, out);
      } else if (visited_.insert(selection.name.text).second) {
        const FragmentNode* fragment = v_.FindFragment(selection.name.text);
        if (fragment == nullptr) continue;
        CollectInto(Composite(fragment->type_condition.text), fragment->selections, out);
      }
    }
  }

  const NamedType* Composite(std::string_view name) const {
    const NamedType* type = v_.schema.FindType(name);
    return type != nullptr && type->is_composite() ? type : nullptr;
  }

  // Children merges the selections of fields of one group.
  Entries Children(const Entries& group) {
    Entries set;
    visited_.clear();
    for (const Entry& entry : group) {
      if (entry.selection->selections.empty()) continue;
      const NamedType* type = entry.field == nullptr ? nullptr : entry.field->type.type;
      CollectInto(type != nullptr && type->is_composite() ? type : nullptr,
                  entry.selection->selections, set);
    }
    return set;
  }

  // Groups calls `each` with the fields of every response key.
  template <class Each>
  void Groups(Entries& set, Each each) {
    std::ranges::stable_sort(set, {}, [](const Entry& e) { return e.selection->response_key(); });
    for (std::size_t first = 0; first < set.size();) {
      std::size_t last = first + 1;
      while (last < set.size() &&
             set[last].selection->response_key() == set[first].selection->response_key()) {
        ++last;
      }
      each(Entries(set.begin() + static_cast<std::ptrdiff_t>(first),
                   set.begin() + static_cast<std::ptrdiff_t>(last)));
      first = last;
    }
  }

  // Starts returns whether a set must be checked: it is new and the work is within its limit.
  bool Starts(const Entries& set, std::set<std::vector<const Selection*>>& checked) {
    if (set.empty() || v_.is_full() || is_over_limit_) return false;
    work_ += set.size();
    if (work_ > kMaxWork) {
      is_over_limit_ = true;
      v_.Report(kRule, "The document is too complex to compare its fields. Use fewer fragments.",
                {set.front().selection->offset});
      v_.errors.back().code = std::string(kLimitExceeded);
      return false;
    }
    std::vector<const Selection*> key;
    key.reserve(set.size());
    for (const Entry& entry : set) key.push_back(entry.selection);
    std::ranges::sort(key);
    return checked.insert(std::move(key)).second;
  }

  void CheckBoth(Entries set) {
    if (!Starts(set, checked_both_)) return;
    Groups(set, [this](Entries group) {
      if (group.size() == 1) {
        if (!group[0].selection->selections.empty()) CheckBoth(Children(group));
        return;
      }
      CheckShapeOf(group);
      CheckParentsOf(group);
    });
  }

  void CheckShapes(Entries set) {
    if (!Starts(set, checked_shapes_)) return;
    Groups(set, [this](Entries group) { CheckShapeOf(group); });
  }

  void CheckShapeOf(const Entries& group) {
    const Entry* first = nullptr;
    for (const Entry& entry : group) {
      if (entry.field == nullptr) continue;
      if (first == nullptr) first = &entry;
      if (SameShape(first->field->type, entry.field->type)) continue;
      Conflict(*first, entry,
               "they return conflicting types \"" + Show(first->field->type) + "\" and \"" +
                   Show(entry.field->type) + "\"");
      return;
    }
    CheckShapes(Children(group));
  }

  void CheckParents(Entries set) {
    if (!Starts(set, checked_parents_)) return;
    Groups(set, [this](Entries group) { CheckParentsOf(group); });
  }

  // CheckParentsOf splits a group by object type; fields of abstract types belong to every part.
  void CheckParentsOf(const Entries& group) {
    std::vector<const NamedType*> objects;
    for (const Entry& entry : group) {
      if (IsObject(entry) && std::ranges::find(objects, entry.parent) == objects.end()) {
        objects.push_back(entry.parent);
      }
    }
    if (objects.size() <= 1) return CheckSameField(group);
    for (const NamedType* object : objects) {
      Entries part;
      for (const Entry& entry : group) {
        if (!IsObject(entry) || entry.parent == object) part.push_back(entry);
      }
      CheckSameField(part);
    }
  }

  static bool IsObject(const Entry& entry) {
    return entry.parent != nullptr && entry.parent->kind == TypeKind::kObject;
  }

  void CheckSameField(const Entries& group) {
    const Selection& first = *group.front().selection;
    for (const Entry& entry : group) {
      const Selection& other = *entry.selection;
      if (first.name.text != other.name.text) {
        return Conflict(group.front(), entry,
                        "\"" + std::string(first.name.text) + "\" and \"" +
                            std::string(other.name.text) + "\" are different fields");
      }
      if (!SameArguments(first.arguments, other.arguments)) {
        return Conflict(group.front(), entry, "they have differing arguments");
      }
    }
    CheckParents(Children(group));
  }

  void Conflict(const Entry& a, const Entry& b, const std::string& reason) {
    v_.Report(kRule,
              "Fields \"" + std::string(a.selection->response_key()) + "\" conflict because " +
                  reason +
                  ". Use different aliases on the fields to fetch both if this was intentional.",
              {a.selection->offset, b.selection->offset});
  }

  Validation& v_;
  std::unordered_set<std::string_view> visited_;
  std::set<std::vector<const Selection*>> checked_both_;
  std::set<std::vector<const Selection*>> checked_shapes_;
  std::set<std::vector<const Selection*>> checked_parents_;
  std::size_t work_ = 0;
  bool is_over_limit_ = false;
};

}  // namespace

void CheckOverlaps(Validation& v) {
  OverlapCheck check(v);
  for (const OperationNode& operation : v.document.operations()) {
    check.Check(v.schema.root(operation.kind), operation.selections);
  }
  for (const FragmentNode& fragment : v.document.fragments()) {
    const NamedType* type = v.schema.FindType(fragment.type_condition.text);
    check.Check(type != nullptr && type->is_composite() ? type : nullptr, fragment.selections);
  }
}

}  // namespace bearward::graphql
