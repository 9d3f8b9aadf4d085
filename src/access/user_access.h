// UserAccess: whether a user may do something in an organization, and which of its roles permit it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/caller.h"
#include "model/ids.h"
#include "store/store.h"

namespace bearward::access {

// kMostAskedPermissions limits the permissions of one question.
inline constexpr std::size_t kMostAskedPermissions = 100;

// AccessQuestion asks for all of these permissions.
struct AccessQuestion {
  model::UserId user;
  model::OrganizationId organization;
  std::vector<std::string> permissions;
};

// AskedPermission says whether the user has one permission, and by which roles.
struct AskedPermission {
  std::string permission;
  bool allowed = false;
  std::vector<std::string> roles = {};
};

// AccessAnswer has a reason unless all permissions are there: "missing_permission", or the reason
// for which every request of the user in the organization is refused. `roles` are those that the
// user has in the organization; without any while every request is refused.
struct AccessAnswer {
  std::optional<std::string> reason = std::nullopt;
  std::vector<std::string> roles = {};
  std::vector<AskedPermission> permissions = {};

  bool allowed() const { return !reason; }
};

// UserAccess is safe from any thread. It answers by the code that verifies a token of a session of
// the user (verify::LoadUserSubject and verify::Judge), so that the two cannot disagree. A token
// that was issued for fewer scopes permits less.
class UserAccess {
 public:
  explicit UserAccess(store::Store& store) : store_(store) {}

  // Check answers a question. Only a caller that acts for the environment may ask: kDenied
  // "not_the_environment". kNotFound "user_not_found" and "organization_not_found"; kInvalid
  // "missing_field" without a permission or with an empty one, "too_many_permissions".
  base::Result<AccessAnswer> Check(const model::Caller& caller,
                                   const AccessQuestion& question) const;

 private:
  store::Store& store_;
};

}  // namespace bearward::access
