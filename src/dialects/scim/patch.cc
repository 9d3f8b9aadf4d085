#include "dialects/scim/patch.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/invalid.h"
#include "base/words.h"
#include "dialects/scim/filter.h"
#include "dialects/scim/patch_target.h"

namespace bearward::dialects::scim {

enum class PatchVerb : std::uint8_t { kAdd, kReplace, kRemove };

}  // namespace bearward::dialects::scim

template <>
struct bearward::base::WordsOf<bearward::dialects::scim::PatchVerb> {
  static constexpr std::array<std::string_view, 3> kWords = {"add", "replace", "remove"};
};

namespace bearward::dialects::scim {
namespace {

using base::Result;
using json::Value;

// Change is one operation on one attribute. `value` is absent only for kRemove.
struct Change {
  PatchVerb verb = PatchVerb::kAdd;
  PatchTarget target = {};
  std::optional<Value> value = std::nullopt;
};

// The multi-valued attributes of users and groups (RFC 7643 sections 4.1.2 and 4.2).
constexpr std::string_view kMultiValued[] = {
    "addresses", "emails",       "entitlements", "groups", "ims",
    "members",   "phoneNumbers", "photos",       "roles",  "x509Certificates"};
constexpr std::string_view kReadOnly[] = {"id", "meta", "schemas", "groups"};
constexpr std::string_view kRequired = "userName";
constexpr std::string_view kPrimary = "primary";

std::unexpected<base::Error> Invalid(std::string reason, std::string text) {
  return base::Fail(base::Invalid(std::move(reason), std::move(text), {"Operations"}));
}
std::unexpected<base::Error> NoTarget() {
  return Invalid("no_target", "The path selects no value of the resource.");
}
std::unexpected<base::Error> NotComplex() {
  return Invalid("invalid_path", "The path names a part of an attribute that has no parts.");
}

bool IsOneOf(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::any_of(
      names, [name](std::string_view one) { return base::EqualsIgnoreCase(one, name); });
}

json::Member* Find(json::Object& members, std::string_view name) {
  const auto found = std::ranges::find_if(members, [name](const json::Member& member) {
    return base::EqualsIgnoreCase(member.key, name);
  });
  return found == members.end() ? nullptr : &*found;
}

void Erase(json::Object& members, std::string_view name) {
  std::erase_if(members, [name](const json::Member& member) {
    return base::EqualsIgnoreCase(member.key, name);
  });
}

// Put sets a member. An empty object or list is an attribute without a value (RFC 7643 section
// 2.5), and so is null.
void Put(json::Object& members, std::string_view name, Value value) {
  const bool is_empty = value.IsNull() || (value.IsObject() && value.AsObject()->empty()) ||
                        (value.IsArray() && value.AsArray()->empty());
  if (is_empty) return Erase(members, name);
  if (json::Member* const present = Find(members, name)) {
    present->value = std::move(value);
  } else {
    members.push_back({std::string(name), std::move(value)});
  }
}

// Normal replaces the texts that Microsoft Entra sends in place of booleans.
Value Normal(std::string_view name, const Value& value) {
  if (const json::Object* const members = value.AsObject()) {
    json::Object object;
    for (const json::Member& one : *members) {
      object.push_back({one.key, Normal(one.key, one.value)});
    }
    return Value::Of(std::move(object));
  }
  if (const json::Array* const items = value.AsArray()) {
    json::Array list;
    for (const Value& item : *items) list.push_back(Normal(name, item));
    return Value::Of(std::move(list));
  }
  const bool is_flag =
      base::EqualsIgnoreCase(name, "active") || base::EqualsIgnoreCase(name, kPrimary);
  if (!is_flag || !value.IsString()) return value;
  if (base::EqualsIgnoreCase(*value.AsString(), "true")) return Value::Bool(true);
  if (base::EqualsIgnoreCase(*value.AsString(), "false")) return Value::Bool(false);
  return value;
}

// Merge sets the members of `more` in an object, and leaves its others.
Value Merge(const Value& object, const Value& more) {
  json::Object members = *object.AsObject();
  for (const json::Member& one : *more.AsObject()) Put(members, one.key, one.value);
  return Value::Of(std::move(members));
}

bool IsPrimary(const Value& element) {
  const Value* const primary = element.FindIgnoreCase(kPrimary);
  return primary != nullptr && primary->AsBool().value_or(false);
}

// Elements is a multi-valued attribute, with a mark at each element that the operation has set.
class Elements {
 public:
  void Add(Value element, bool is_set) {
    items_.push_back(std::move(element));
    set_.push_back(is_set);
  }
  // Finish returns the list. At most one element is the primary one: the last that was set so.
  Value Finish() && {
    std::size_t primary = items_.size();
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (set_[i] && IsPrimary(items_[i])) primary = i;
    }
    if (primary == items_.size()) return Value::Of(std::move(items_));
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (i == primary || !IsPrimary(items_[i])) continue;
      json::Object members = *items_[i].AsObject();
      Put(members, kPrimary, Value::Bool(false));
      items_[i] = Value::Of(std::move(members));
    }
    return Value::Of(std::move(items_));
  }

 private:
  json::Array items_;
  std::vector<bool> set_;
};

json::Array ItemsOf(const Value& value) {
  return value.IsArray() ? *value.AsArray() : json::Array{value};
}

bool Contains(const json::Array& list, const Value& item) {
  return std::ranges::find(list, item) != list.end();
}

// SetList adds to a multi-valued attribute, or replaces it.
void SetList(json::Object& members, const Change& change) {
  const json::Member* const present = Find(members, change.target.name);
  json::Array before;
  if (present != nullptr && change.verb == PatchVerb::kAdd) before = ItemsOf(present->value);
  Elements elements;
  for (const Value& item : before) elements.Add(item, false);
  for (const Value& item : ItemsOf(*change.value)) {
    if (!Contains(before, item)) elements.Add(item, true);
  }
  Put(members, change.target.name, std::move(elements).Finish());
}

// ChangeWhole changes an attribute without a filter and a sub-attribute.
void ChangeWhole(json::Object& members, const Change& change) {
  const std::string& name = change.target.name;
  json::Member* const present = Find(members, name);
  const bool is_list =
      IsOneOf(kMultiValued, name) || (present != nullptr && present->value.IsArray());
  if (change.verb == PatchVerb::kRemove) {
    if (present == nullptr) return;
    if (!change.value || !is_list) return Erase(members, name);
    const json::Array removed = ItemsOf(*change.value);
    json::Array left;
    for (const Value& item : ItemsOf(present->value)) {
      const bool is_removed = std::ranges::any_of(removed, [&](const Value& one) {
        // An object without members would select every element.
        const bool selects = one.IsObject() && !one.AsObject()->empty() && item.IsObject();
        return one == item || (selects && Merge(item, one) == item);
      });
      if (!is_removed) left.push_back(item);
    }
    return Put(members, name, Value::Of(std::move(left)));
  }
  if (change.value->IsNull()) {
    if (change.verb == PatchVerb::kReplace) Erase(members, name);
    return;
  }
  if (is_list) return SetList(members, change);
  const bool merges = present != nullptr && present->value.IsObject() && change.value->IsObject();
  Put(members, name, merges ? Merge(present->value, *change.value) : *change.value);
}

// WithPart returns an object whose member `sub` is changed.
Value WithPart(const Value& object, const Change& change) {
  json::Object members = *object.AsObject();
  if (change.verb == PatchVerb::kRemove) {
    Erase(members, change.target.sub);
  } else {
    Put(members, change.target.sub, *change.value);
  }
  return Value::Of(std::move(members));
}

// ChangePart changes a sub-attribute: that of every element of a multi-valued attribute.
base::Status ChangePart(json::Object& members, const Change& change) {
  const std::string& name = change.target.name;
  json::Member* const present = Find(members, name);
  if (present == nullptr) {
    if (change.verb == PatchVerb::kRemove) return {};
    if (IsOneOf(kMultiValued, name)) return NoTarget();
    Put(members, name, WithPart(Value::Of(json::Object()), change));
    return {};
  }
  if (present->value.IsObject()) {
    Put(members, name, WithPart(present->value, change));
    return {};
  }
  if (!present->value.IsArray()) return NotComplex();
  Elements elements;
  for (const Value& item : *present->value.AsArray()) {
    if (!item.IsObject()) return NotComplex();
    elements.Add(WithPart(item, change), true);
  }
  Put(members, name, std::move(elements).Finish());
  return {};
}

// AddMeant adds to `element` what an element must have to meet a filter of equations.
bool AddMeant(const Filter& filter, json::Object& element) {
  if (filter.kind == Filter::Kind::kAnd) {
    return std::ranges::all_of(filter.children,
                               [&](const Filter& one) { return AddMeant(one, element); });
  }
  const bool is_equation = filter.kind == Filter::Kind::kCompare && filter.op == Operator::kEq &&
                           filter.path.schema.empty() && filter.path.sub.empty();
  if (is_equation) Put(element, filter.path.name, filter.value);
  return is_equation;
}

// ChangeMatched returns a matched element after the operation; nullopt if it is removed.
Result<std::optional<Value>> ChangeMatched(const Value& element, const Change& change) {
  if (!change.target.sub.empty()) {
    if (!element.IsObject()) return NotComplex();
    return WithPart(element, change);
  }
  if (change.verb == PatchVerb::kRemove) return std::nullopt;
  if (!change.value->IsObject()) {
    return Invalid("invalid_value", "The value of an element must be an object.");
  }
  const bool merges = change.verb == PatchVerb::kAdd && element.IsObject();
  return merges ? Merge(element, *change.value) : *change.value;
}

// ChangeElements changes the elements that meet the filter. An element that does not exist is made
// by `add`.
base::Status ChangeElements(json::Object& members, const Change& change) {
  const std::string& name = change.target.name;
  const json::Member* const present = Find(members, name);
  if (present != nullptr && !present->value.IsArray()) {
    return Invalid("invalid_path", "A filter needs an attribute with several values.");
  }
  Elements elements;
  bool has_matched = false;
  for (const Value& item : present == nullptr ? json::Array() : *present->value.AsArray()) {
    if (!Matches(*change.target.filter, item)) {
      elements.Add(item, false);
      continue;
    }
    has_matched = true;
    BW_TRY_ASSIGN(auto changed, ChangeMatched(item, change));
    if (changed) elements.Add(*std::move(changed), true);
  }
  if (!has_matched) {
    json::Object meant;
    if (change.verb != PatchVerb::kAdd || !AddMeant(*change.target.filter, meant)) {
      return NoTarget();
    }
    BW_TRY_ASSIGN(auto made, ChangeMatched(Value::Of(std::move(meant)), change));
    elements.Add(*std::move(made), true);
  }
  Put(members, name, std::move(elements).Finish());
  return {};
}

base::Status ChangeIn(json::Object& members, const Change& change) {
  if (change.target.filter) return ChangeElements(members, change);
  if (!change.target.sub.empty()) return ChangePart(members, change);
  ChangeWhole(members, change);
  return {};
}

// IsChange is false for the present value of an attribute that cannot be changed: some clients send
// the whole resource. "immutable_attribute" for another value.
Result<bool> IsChange(json::Object& root, const Change& change) {
  const std::string& name = change.target.name;
  if (!change.target.schema.empty()) return true;
  const bool is_removed_login =
      change.verb == PatchVerb::kRemove && base::EqualsIgnoreCase(name, kRequired);
  if (!is_removed_login && !IsOneOf(kReadOnly, name)) return true;
  const json::Member* const present = Find(root, name);
  const bool is_same = change.target.sub.empty() && !change.target.filter && present != nullptr &&
                       change.verb != PatchVerb::kRemove && present->value == *change.value;
  if (is_same) return false;
  return Invalid("immutable_attribute", "The attribute " + name + " cannot be changed so.");
}

base::Status Apply(json::Object& root, const Change& change) {
  BW_TRY_ASSIGN(const bool is_change, IsChange(root, change));
  if (!is_change) return {};
  if (change.target.schema.empty()) return ChangeIn(root, change);
  const json::Member* const present = Find(root, change.target.schema);
  json::Object members;
  if (present != nullptr) {
    if (!present->value.IsObject()) return NotComplex();
    members = *present->value.AsObject();
  }
  BW_TRY(ChangeIn(members, change));
  Put(root, change.target.schema, Value::Of(std::move(members)));
  return {};
}

base::Status ApplyAt(json::Object& root, PatchVerb verb, std::string_view path,
                     const Value* value) {
  const json::Member* const schemas = Find(root, "schemas");
  Change change{.verb = verb};
  BW_TRY_ASSIGN(change.target, ParseTarget(path, schemas == nullptr ? nullptr : &schemas->value));
  const std::string& name = change.target.sub.empty() ? change.target.name : change.target.sub;
  if (value != nullptr) change.value = Normal(name, *value);
  return Apply(root, change);
}

base::Status ApplyOperation(json::Object& root, const Value& operation) {
  const Value* const op = operation.FindIgnoreCase("op");
  const auto verb = op != nullptr && op->IsString()
                        ? base::ParseWord<PatchVerb>(base::Lower(*op->AsString()))
                        : std::nullopt;
  if (!verb) return Invalid("malformed_body", "`op` must be add, replace or remove.");
  const Value* const path = operation.FindIgnoreCase("path");
  const Value* const value = operation.FindIgnoreCase("value");
  if (*verb != PatchVerb::kRemove && value == nullptr) {
    return Invalid("invalid_value", "`value` is required.");
  }
  if (path != nullptr && !path->IsNull()) {
    if (!path->IsString()) return Invalid("invalid_path", "`path` must be a string.");
    return ApplyAt(root, *verb, *path->AsString(), value);
  }
  if (*verb == PatchVerb::kRemove) return NoTarget();
  const json::Object* const members = value->AsObject();
  if (members == nullptr) {
    return Invalid("invalid_value", "Without a path the value must be an object of attributes.");
  }
  for (const json::Member& one : *members) BW_TRY(ApplyAt(root, *verb, one.key, &one.value));
  return {};
}

// ItemsIn counts the members and elements of a value and of all values in it.
std::size_t ItemsIn(const Value& value) {
  std::size_t items = 0;
  if (const json::Object* const members = value.AsObject()) {
    for (const json::Member& one : *members) items += 1 + ItemsIn(one.value);
  }
  if (const json::Array* const list = value.AsArray()) {
    for (const Value& one : *list) items += 1 + ItemsIn(one);
  }
  return items;
}

Result<const json::Array*> OperationsOf(const Value& request) {
  const Value* const schemas = request.FindIgnoreCase("schemas");
  if (schemas != nullptr &&
      !Contains(ItemsOf(*schemas), Value::String(std::string(kPatchSchema)))) {
    return Invalid("malformed_body", "`schemas` must have " + std::string(kPatchSchema) + ".");
  }
  const Value* const list = request.FindIgnoreCase("Operations");
  const json::Array* const operations = list == nullptr ? nullptr : list->AsArray();
  if (operations == nullptr || operations->empty() || operations->size() > kMostOperations) {
    return Invalid("malformed_body", "`Operations` must be a list of 1 to " +
                                         std::to_string(kMostOperations) + " operations.");
  }
  if (ItemsIn(request) > kMostItems) {
    return Invalid("invalid_value", "A request may have " + std::to_string(kMostItems) +
                                        " members and elements. Send several requests.");
  }
  return operations;
}

}  // namespace

Result<Value> ApplyPatch(const Value& resource, const Value& request) {
  BW_TRY_ASSIGN(const json::Array* const operations, OperationsOf(request));
  json::Object root = resource.IsObject() ? *resource.AsObject() : json::Object();
  for (std::size_t i = 0; i < operations->size(); ++i) {
    base::Status applied = ApplyOperation(root, (*operations)[i]);
    if (applied) continue;
    base::Error error = applied.error();
    error.public_text = "Operation " + std::to_string(i + 1) + ": " + error.public_text;
    return base::Fail(std::move(error));
  }
  return Value::Of(std::move(root));
}

}  // namespace bearward::dialects::scim
