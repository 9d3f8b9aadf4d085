#include "jwt_template/variables.h"

#include <algorithm>
#include <array>

namespace bearward::jwt_template {
namespace {

using enum Shape;

constexpr auto kVariables = std::to_array<Variable>({
    {"user", kCollection},
    {"user.object"},
    {"user.id"},
    {"user.email"},
    {"user.email_verified"},
    {"user.first_name"},
    {"user.last_name"},
    {"user.name"},
    {"user.profile_picture_url"},
    {"user.external_id"},
    {"user.locale"},
    {"user.last_sign_in_at"},
    {"user.created_at"},
    {"user.updated_at"},
    {"user.metadata", kCollection},
    {"user.metadata.**", kAny},
    {"organization", kCollection},
    {"organization.object"},
    {"organization.id"},
    {"organization.name"},
    {"organization.external_id"},
    {"organization.stripe_customer_id"},
    {"organization.allow_profiles_outside_organization"},
    {"organization.created_at"},
    {"organization.updated_at"},
    {"organization.metadata", kCollection},
    {"organization.metadata.**", kAny},
    {"organization.domains", kCollection},
    {"organization.domains.*", kCollection},
    {"organization.domains.*.object"},
    {"organization.domains.*.id"},
    {"organization.domains.*.organization_id"},
    {"organization.domains.*.domain"},
    {"organization.domains.*.state"},
    {"organization_membership", kCollection},
    {"organization_membership.object"},
    {"organization_membership.id"},
    {"organization_membership.user_id"},
    {"organization_membership.organization_id"},
    {"organization_membership.status"},
    {"organization_membership.directory_managed"},
    {"organization_membership.role"},
    {"organization_membership.roles", kCollection},
    {"organization_membership.roles.*"},
    {"organization_membership.created_at"},
    {"organization_membership.updated_at"},
    {"organization_membership.custom_attributes", kCollection},
    {"organization_membership.custom_attributes.**", kAny},
});

constexpr auto kReserved = std::to_array<std::string_view>({
    "iss",
    "sub",
    "exp",
    "iat",
    "nbf",
    "jti",  //
    "sid",
    "org_id",
    "client_id",
    "roles",
    "permissions",
    "feature_flags",
});

bool IsName(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

bool IsIndex(std::string_view text) {
  return !text.empty() && text.size() <= 4 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// TakeName removes the first name and its dot, and returns it.
std::string_view TakeName(std::string_view& path) {
  const std::string_view name = path.substr(0, path.find('.'));
  path.remove_prefix(std::min(path.size(), name.size() + 1));
  return name;
}

bool AreNames(std::string_view path) {
  if (path.empty() || path.back() == '.') return false;
  while (!path.empty()) {
    if (!IsName(TakeName(path))) return false;
  }
  return true;
}

bool Matches(std::string_view row, std::string_view path) {
  while (!row.empty() && !path.empty()) {
    const std::string_view wanted = TakeName(row);
    if (wanted == "**") return true;
    const std::string_view name = TakeName(path);
    if (wanted == "*" ? !IsIndex(name) : name != wanted) return false;
  }
  return row.empty() && path.empty();
}

}  // namespace

std::span<const Variable> Variables() { return kVariables; }

std::optional<Shape> ShapeOf(std::string_view path) {
  if (!AreNames(path)) return std::nullopt;
  const auto row = std::ranges::find_if(
      kVariables, [path](const Variable& variable) { return Matches(variable.path, path); });
  if (row == kVariables.end()) return std::nullopt;
  return row->shape;
}

bool IsReserved(std::string_view claim) {
  return std::ranges::find(kReserved, claim) != kReserved.end();
}

}  // namespace bearward::jwt_template
