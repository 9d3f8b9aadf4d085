#include "objects/input.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/invalid.h"
#include "base/near_miss.h"
#include "base/time.h"
#include "base/utf8.h"
#include "objects/row.h"

namespace bearward::objects {
namespace {

using Read = base::Result<json::Value>;

std::unexpected<base::Error> WrongType(const Member& member) {
  const std::string name(member.AskedName());
  return base::Fail(
      base::Invalid("wrong_type", "The field " + name + " has the wrong type.", {name}));
}

std::unexpected<base::Error> Malformed(const Member& member, std::string_view wants) {
  const std::string name(member.AskedName());
  return base::Fail(base::Invalid(
      "invalid_field", "The field " + name + " must be " + std::string(wants) + ".", {name}));
}

template <class Number>
std::optional<Number> Parse(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Read ReadText(const Member& member, const json::Value& value) {
  if (const auto number = value.AsInt(); number && member.Is(kDigits)) {
    return ReadText(member, json::Value::String(std::to_string(*number)));
  }
  const std::string* text = value.AsString();
  if (text == nullptr) return WrongType(member);
  if (static_cast<std::int64_t>(text->size()) > member.Most()) {
    return Malformed(member, "at most " + std::to_string(member.Most()) + " bytes long");
  }
  const bool refused = std::ranges::any_of(*text, [&](char c) {
    const bool line = c == '\n' || c == '\r' || c == '\t';
    return base::HasControlCharacter({&c, 1}) && !(line && member.Is(kLines));
  });
  if (refused) return Malformed(member, "a text without control characters");
  return value;
}

Read ReadInteger(const Member& member, const json::Value& value) {
  auto number = value.AsInt();
  if (const std::string* text = value.AsString()) number = Parse<std::int64_t>(*text);
  if (!number) return WrongType(member);
  if (*number < 0 || *number > member.Most()) {
    return Malformed(member, "from 0 to " + std::to_string(member.Most()));
  }
  return json::Value::Int(*number);
}

Read ReadDecimal(const Member& member, const json::Value& value) {
  auto number = value.AsDouble();
  const std::string* text = value.AsString();
  if (text != nullptr) number = Parse<double>(*text);
  if (!number) return WrongType(member);
  if (!std::isfinite(*number) || std::abs(*number) > static_cast<double>(member.Most())) {
    return Malformed(
        member, "from -" + std::to_string(member.Most()) + " to " + std::to_string(member.Most()));
  }
  return json::Value::String(text != nullptr ? *text : json::ToText(value));
}

Read ReadFlag(const Member& member, const json::Value& value) {
  if (value.IsBool()) return value;
  if (const auto number = value.AsInt(); number && (*number == 0 || *number == 1)) {
    return json::Value::Bool(*number == 1);
  }
  const std::string* text = value.AsString();
  if (text == nullptr) return WrongType(member);
  for (const auto& [word, flag] : {std::pair("true", true), {"1", true}, {"false", false}}) {
    if (base::EqualsIgnoreCase(*text, word)) return json::Value::Bool(flag);
  }
  if (*text == "0") return json::Value::Bool(false);
  return Malformed(member, "true or false");
}

Read ReadTime(const Member& member, const json::Value& value) {
  const std::string* text = value.AsString();
  if (text == nullptr) return WrongType(member);
  const auto time = base::ParseIso(*text);
  if (!time) return Malformed(member, "a time such as 2031-05-06T07:08:09");
  return json::Value::String(base::FormatIsoLocal(*time));
}

Read ReadValue(const Member& member, const json::Value& value) {
  switch (member.shape) {
    case Shape::kText:
    case Shape::kTextOrNull:
      return ReadText(member, value);
    case Shape::kInteger:
      return ReadInteger(member, value);
    case Shape::kDecimal:
      return ReadDecimal(member, value);
    case Shape::kFlag:
    case Shape::kFlagText:
      return ReadFlag(member, value);
    case Shape::kTime:
      return ReadTime(member, value);
    case Shape::kItems:
    case Shape::kMembers:
      break;
  }
  return WrongType(member);
}

// IsAbsent says whether a form sent a field without a value.
bool IsAbsent(const Member& member, const json::Value& value) {
  const std::string* text = value.AsString();
  const bool is_text = member.shape == Shape::kText || member.shape == Shape::kTextOrNull;
  return value.IsNull() || (text != nullptr && text->empty() && !is_text);
}

base::Error Unknown(const Kind& kind, Uses use, std::vector<std::string> unknown) {
  std::vector<std::string_view> names;
  for (const Member& member : kind.members) {
    if (member.Is(use)) names.push_back(member.AskedName());
  }
  std::string text =
      "Unknown field \"" + unknown.front() + "\"." + base::Suggest(unknown.front(), names, "");
  return base::Invalid("unknown_field", std::move(text), std::move(unknown));
}

base::Status CheckPresent(const Kind& kind, const json::Object& input) {
  std::vector<std::string> missing;
  for (const Member& member : kind.members) {
    if (!member.Is(kRequired)) continue;
    const auto found = std::ranges::find(input, member.name, &json::Member::key);
    const bool empty =
        found != input.end() && found->value.IsString() && found->value.AsString()->empty();
    if (found == input.end() || empty) missing.emplace_back(member.AskedName());
  }
  if (missing.empty()) return {};
  return base::Fail(base::MissingFields(std::move(missing)));
}

}  // namespace

base::Result<json::Object> ReadInput(const Kind& kind, Uses use, const json::Value& body) {
  json::Object input;
  std::vector<std::string> unknown;
  for (const json::Member& sent : *body.AsObject()) {
    const Member* const member = kind.FindAsked(sent.key, use);
    if (member == nullptr) {
      unknown.push_back(sent.key);
      continue;
    }
    const auto before = std::ranges::find(input, member->name, &json::Member::key);
    if (before != input.end()) {
      return base::Fail(base::Invalid("duplicate_field",
                                      "`" + sent.key + "` is given more than once.", {sent.key}));
    }
    if (IsAbsent(*member, sent.value)) continue;
    BW_TRY_ASSIGN(json::Value value, ReadValue(*member, sent.value));
    input.push_back({std::string(member->name), std::move(value)});
  }
  if (!unknown.empty()) return base::Fail(Unknown(kind, use, std::move(unknown)));
  if (use == kCreate) BW_TRY(CheckPresent(kind, input));
  return input;
}

}  // namespace bearward::objects
