#include "access/evaluation.h"

#include <algorithm>

namespace bearward::access {
namespace {

constexpr std::string_view kEverything = "*";

// Counts says whether a role is for the type of the resource on which the member has it.
bool Counts(const HeldRole& held) { return held.role.resource_type == held.on_type; }

}  // namespace

bool Grants(const model::Role& role, std::string_view permission) {
  return std::ranges::any_of(role.permissions, [permission](const std::string& slug) {
    return slug == permission || slug == kEverything;
  });
}

bool IsAuthorized(const Facts& facts, const model::Permission& permission) {
  return facts.active && permission.resource_type == facts.resource_type &&
         std::ranges::any_of(facts.roles, [&permission](const HeldRole& held) {
           return Counts(held) && Grants(held.role, permission.slug);
         });
}

std::vector<std::string> GrantedSlugs(const Facts& facts) {
  std::vector<std::string> slugs;
  if (!facts.active) return slugs;
  for (const HeldRole& held : facts.roles) {
    if (!Counts(held)) continue;
    slugs.insert(slugs.end(), held.role.permissions.begin(), held.role.permissions.end());
  }
  std::ranges::sort(slugs);
  slugs.erase(std::ranges::unique(slugs).begin(), slugs.end());
  return slugs;
}

}  // namespace bearward::access
