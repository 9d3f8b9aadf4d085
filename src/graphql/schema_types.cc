#include "graphql/schema_types.h"

#include <algorithm>

namespace bearward::graphql {
namespace {

template <class T>
const T* FindByName(const std::vector<T>& items, std::string_view name) {
  for (const T& item : items) {
    if (item.name() == name) return &item;
  }
  return nullptr;
}

std::string Wrapped(std::string_view name, Wrappers wrappers) {
  switch (Outermost(wrappers)) {
    case kNonNullLayer:
      return Wrapped(name, Unwrap(wrappers)) + "!";
    case kListLayer:
      return "[" + Wrapped(name, Unwrap(wrappers)) + "]";
    default:
      return std::string(name);
  }
}

}  // namespace

const InputValue* Field::FindArgument(std::string_view wanted) const {
  return FindByName(arguments, wanted);
}

const Field* NamedType::FindField(std::string_view wanted) const {
  return FindByName(fields, wanted);
}

const InputValue* NamedType::FindInputField(std::string_view wanted) const {
  return FindByName(input_fields, wanted);
}

const EnumValue* NamedType::FindValue(std::string_view wanted) const {
  return FindByName(values, wanted);
}

bool NamedType::Includes(const NamedType& object) const {
  return this == &object || std::ranges::find(possible_types, &object) != possible_types.end();
}

bool DirectiveType::AllowsLocation(std::string_view location) const {
  return std::ranges::any_of(node->locations,
                             [&](const NameNode& allowed) { return allowed.text == location; });
}

std::string Show(TypeRef type) {
  return Wrapped(type.type == nullptr ? "?" : type.type->name, type.wrappers);
}

std::string Show(const TypeNode& type) { return Wrapped(type.name.text, type.wrappers); }

}  // namespace bearward::graphql
