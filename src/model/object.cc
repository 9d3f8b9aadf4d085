#include "model/object.h"

#include <algorithm>
#include <array>

namespace bearward::model {
namespace {

struct SectionRow {
  std::string_view section;
  FieldClass field_class;
};

constexpr std::array<SectionRow, 4> kSections = {{
    {"financial", FieldClass::kFinancial},
    {"financials", FieldClass::kFinancial},
    {"funding", FieldClass::kFinancial},
    {"company", FieldClass::kCompany},
}};

bool IsWord(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace

std::optional<Rights> EffectiveRights(std::span<const ObjectMember> members_of_organization) {
  std::optional<Rights> rights;
  for (const ObjectMember& member : members_of_organization) {
    if (member.state != MemberState::kAccepted) continue;
    rights = Union(rights.value_or(Rights{}), RightsOf(member.level));
  }
  return rights;
}

FieldClass ClassifyField(std::string_view field_name) {
  const std::string_view section = field_name.substr(0, field_name.find('.'));
  const auto found = std::ranges::find(kSections, section, &SectionRow::section);
  return found == kSections.end() ? FieldClass::kShared : found->field_class;
}

bool IsFieldName(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || text.size() > 128) return false;
  return IsWord(text.substr(0, dot)) && IsWord(text.substr(dot + 1));
}

}  // namespace bearward::model
