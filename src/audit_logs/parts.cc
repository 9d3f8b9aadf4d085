#include "audit_logs/parts.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"

namespace bearward::audit_logs {
namespace {

constexpr std::size_t kLongestText = 1024;  // bytes

base::Error MustBe(std::string reason, const std::string& path, std::string_view wants) {
  return base::Invalid(std::move(reason), "`" + path + "` must be " + std::string(wants) + ".",
                       {path});
}

}  // namespace

base::Error WrongType(const std::string& path, std::string_view wants) {
  return MustBe("wrong_type", path, wants);
}

base::Error WrongValue(const std::string& path, std::string_view wants) {
  return MustBe("invalid_value", path, wants);
}

base::Result<Part> Part::Of(const json::Value& object, std::string path,
                            std::initializer_list<std::string_view> names) {
  if (!object.IsObject()) return base::Fail(WrongType(path, "an object"));
  Part part(object, std::move(path));
  for (const json::Member& member : *object.AsObject()) {
    if (std::ranges::find(names, member.key) != names.end()) continue;
    const std::string at = part.PathOf(member.key);
    return base::Fail(base::Invalid("unknown_field", "Unknown member: `" + at + "`.", {at}));
  }
  return part;
}

std::string Part::PathOf(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

const json::Value* Part::Find(std::string_view name) const {
  const json::Value* member = object_.Find(name);
  return member == nullptr || member->IsNull() ? nullptr : member;
}

base::Result<const json::Value*> Part::Required(std::string_view name) const {
  const json::Value* member = Find(name);
  if (member != nullptr) return member;
  const std::string path = PathOf(name);
  return base::Fail(base::Invalid("missing_field", "`" + path + "` is required.", {path}));
}

base::Result<std::string> Part::RequiredText(std::string_view name) const {
  BW_TRY(Required(name));
  BW_TRY_ASSIGN(std::string text, OptionalText(name));
  if (text.empty()) return base::Fail(WrongValue(PathOf(name), "a text that is not empty"));
  return text;
}

base::Result<std::string> Part::OptionalText(std::string_view name) const {
  const json::Value* member = Find(name);
  if (member == nullptr) return std::string();
  const std::string* text = member->AsString();
  if (text == nullptr) return base::Fail(WrongType(PathOf(name), "a string"));
  if (text->size() <= kLongestText) return *text;
  return base::Fail(WrongValue(PathOf(name), "a text of at most 1024 bytes"));
}

}  // namespace bearward::audit_logs
