#include "objects/kind.h"

#include "base/ascii.h"

namespace bearward::objects {

const Member* Kind::Find(std::string_view name, Uses use) const {
  for (const Member& member : members) {
    if (member.Is(use) && base::EqualsIgnoreCase(member.name, name)) return &member;
  }
  return nullptr;
}

const Member* Kind::FindAsked(std::string_view name, Uses use) const {
  for (const Member& member : members) {
    if (member.Is(use) && base::EqualsIgnoreCase(member.AskedName(), name)) return &member;
  }
  return nullptr;
}

}  // namespace bearward::objects
