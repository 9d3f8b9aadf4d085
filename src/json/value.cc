#include "base/ascii.h"
#include "json/reader.h"

namespace bearward::json {

Value Value::Bool(bool value) {
  Value made;
  made.held_ = value;
  return made;
}

Value Value::Int(std::int64_t value) {
  Value made;
  made.held_ = value;
  return made;
}

Value Value::Double(double value) {
  Value made;
  made.held_ = value;
  return made;
}

Value Value::String(std::string value) {
  Value made;
  made.held_ = std::move(value);
  return made;
}

Value Value::Of(Array items) {
  Value made;
  made.held_ = std::move(items);
  return made;
}

Value Value::Of(Object members) {
  Value made;
  made.held_ = std::move(members);
  return made;
}

std::optional<bool> Value::AsBool() const {
  const bool* held = std::get_if<bool>(&held_);
  return held != nullptr ? std::optional(*held) : std::nullopt;
}

std::optional<std::int64_t> Value::AsInt() const {
  const std::int64_t* held = std::get_if<std::int64_t>(&held_);
  return held != nullptr ? std::optional(*held) : std::nullopt;
}

std::optional<double> Value::AsDouble() const {
  if (const auto integer = AsInt()) return static_cast<double>(*integer);
  const double* held = std::get_if<double>(&held_);
  return held != nullptr ? std::optional(*held) : std::nullopt;
}

const Value* Value::Find(std::string_view key) const {
  const Object* members = AsObject();
  if (members == nullptr) return nullptr;
  for (const Member& member : *members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

const Value* Value::FindIgnoreCase(std::string_view key) const {
  const Object* members = AsObject();
  const Value* found = nullptr;
  if (members == nullptr) return nullptr;
  for (const Member& member : *members) {
    if (!base::EqualsIgnoreCase(member.key, key)) continue;
    if (found != nullptr) return nullptr;
    found = &member.value;
  }
  return found;
}

bool operator==(const Value& a, const Value& b) { return a.held_ == b.held_; }

}  // namespace bearward::json
