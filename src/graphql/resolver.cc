#include "graphql/resolver.h"

namespace bearward::graphql {

const json::Value* Arguments::Find(std::string_view name) const {
  for (const json::Member& member : members_) {
    if (member.key == name) return &member.value;
  }
  return nullptr;
}

std::optional<std::string_view> Arguments::FindText(std::string_view name) const {
  const json::Value* value = Find(name);
  const std::string* text = value == nullptr ? nullptr : value->AsString();
  return text == nullptr ? std::nullopt : std::optional<std::string_view>(*text);
}

std::optional<std::int64_t> Arguments::FindInt(std::string_view name) const {
  const json::Value* value = Find(name);
  return value == nullptr ? std::nullopt : value->AsInt();
}

std::optional<bool> Arguments::FindBool(std::string_view name) const {
  const json::Value* value = Find(name);
  return value == nullptr ? std::nullopt : value->AsBool();
}

}  // namespace bearward::graphql
