// Schemas of described kinds, computed by the compiler: for the contracts of routes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "json/schema.h"
#include "objects/kind.h"

namespace bearward::objects {

// kAnyMembers is an object with any members. kNumberOrText allows a number as text, as a form sends
// it.
inline constexpr json::Schema kAnyMembers = {.type = json::Type::kMap, .items = &json::kAny};
inline constexpr json::Schema kNumberChoices[] = {json::kInteger, json::kText};
inline constexpr json::Schema kNumberOrText = {.type = json::Type::kChoice,
                                               .choices = kNumberChoices};
inline constexpr json::Schema kFlagChoices[] = {json::kFlag, json::kInteger, json::kText};
inline constexpr json::Schema kFlagOrText = {.type = json::Type::kChoice, .choices = kFlagChoices};

// ShownSchema describes a member of a response, AskedSchema one of a request.
constexpr json::Schema ShownSchema(Shape shape) {
  switch (shape) {
    case Shape::kTextOrNull:
      return json::OrNull(json::kText);
    case Shape::kFlag:
      return json::kFlag;
    case Shape::kFlagText:
      return json::Word<"0", "1">();
    case Shape::kInteger:
      return json::kInteger;
    case Shape::kItems:
      return json::ListOf(json::kAny);
    case Shape::kMembers:
      return kAnyMembers;
    case Shape::kText:
    case Shape::kTime:
    case Shape::kDecimal:
      break;
  }
  return json::kText;
}
constexpr json::Schema AskedSchema(const Member& member) {
  if (member.Is(kDigits)) return json::OrNull(kNumberOrText);
  switch (member.shape) {
    case Shape::kFlag:
    case Shape::kFlagText:
      return json::OrNull(kFlagOrText);
    case Shape::kInteger:
    case Shape::kDecimal:
      return json::OrNull(kNumberOrText);
    default:
      return json::OrNull(ShownSchema(member.shape));
  }
}

// CountOf returns the number of members of a use.
constexpr std::size_t CountOf(const Kind& kind, Uses use) {
  return static_cast<std::size_t>(
      std::ranges::count_if(kind.members, [use](const Member& member) { return member.Is(use); }));
}

// kResponseOf are the members that WriteMembers writes for a use, and kRequestOf those that
// ReadInput accepts.
template <const Kind& kKind, Uses kUse>
inline constexpr auto kResponseOf = [] {
  std::array<json::Property, CountOf(kKind, kUse)> properties;
  std::size_t next = 0;
  for (const Member& member : kKind.members) {
    if (!member.Is(kUse)) continue;
    properties[next++] = {member.name, ShownSchema(member.shape), true,
                          member.shape == Shape::kTime || member.source == Source::kCreated ||
                                  member.source == Source::kUpdated
                              ? "Time in UTC, without a zone."
                              : ""};
  }
  return properties;
}();
template <const Kind& kKind, Uses kUse>
inline constexpr auto kRequestOf = [] {
  std::array<json::Property, CountOf(kKind, kUse)> properties;
  std::size_t next = 0;
  for (const Member& member : kKind.members) {
    if (!member.Is(kUse)) continue;
    properties[next++] = {member.AskedName(), AskedSchema(member),
                          kUse == kCreate && member.Is(kRequired), ""};
  }
  return properties;
}();

}  // namespace bearward::objects
