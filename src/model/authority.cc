#include "model/authority.h"

#include <algorithm>
#include <string_view>

namespace bearward::model {
namespace {

bool Holds(const Authority& authority, std::string_view permission) {
  const auto has = [permission](const std::vector<std::string>& permissions) {
    return std::ranges::find(permissions, permission) != permissions.end();
  };
  return has(authority.permissions) ||
         std::ranges::any_of(authority.roles, has, &HeldRole::permissions);
}

bool HoldsRole(const Authority& authority, const HeldRole& role) {
  if (std::ranges::find(authority.roles, role.slug, &HeldRole::slug) != authority.roles.end()) {
    return true;
  }
  return !role.permissions.empty() && !role.opens_objects;
}

// ObjectsPermission returns the permission that covers an operation on objects of every kind.
std::string ObjectsPermission(Operation operation) {
  return "objects:" + std::string(base::Word(operation));
}

bool HoldsGrant(const Authority& authority, const AccessGrant& grant) {
  if (Holds(authority, ObjectsPermission(grant.operation))) return true;
  return std::ranges::any_of(authority.grants, [&](const AccessGrant& held) {
    return held.operation == grant.operation && (held.kind == "*" || held.kind == grant.kind);
  });
}

base::Status Exceeds(std::string_view what, std::string_view name) {
  return base::Fail(
      base::Denied("exceeds_own_permissions", "The subject holds the " + std::string(what) + " " +
                                                  std::string(name) + ", which you do not hold."));
}

base::Status CheckPermissions(const Authority& actor, const std::vector<std::string>& permissions) {
  for (const std::string& permission : permissions) {
    if (!Holds(actor, permission)) return Exceeds("permission", permission);
  }
  return {};
}

}  // namespace

base::Status CheckCovers(const Authority& actor, const Authority& subject) {
  if (Holds(actor, "*")) return {};
  BW_TRY(CheckPermissions(actor, subject.permissions));
  for (const HeldRole& role : subject.roles) {
    BW_TRY(CheckPermissions(actor, role.permissions));
    if (!HoldsRole(actor, role)) return Exceeds("role", role.slug);
  }
  for (const AccessGrant& grant : subject.grants) {
    if (HoldsGrant(actor, grant)) continue;
    return Exceeds("access", grant.kind + ":" + std::string(base::Word(grant.operation)));
  }
  return {};
}

}  // namespace bearward::model
