// Permissions: the names of the permissions of an environment.
#pragma once

#include <string_view>

#include "model/permission.h"
#include "resource/verbs.h"

namespace bearward::access {

// kReadAccess is the permission with which a member of an organization reads the permissions and
// the roles that it may use.
inline constexpr std::string_view kReadAccess = "organizations:read";

// Permissions adds the rules of permissions to the verbs. It is safe from any thread. Members with
// kReadAccess read them by the functions in ...Shared; only a caller that acts for the environment
// may perform the other operations. A deleted permission is removed from all roles of the
// environment. kDenied "system_permission" for a change to a system permission.
class Permissions : public resource::VerbsOf<model::Permission> {
 public:
  explicit Permissions(const resource::Parts& parts);
};

}  // namespace bearward::access
