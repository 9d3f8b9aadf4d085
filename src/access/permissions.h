// Permissions: the permissions of an environment.
#pragma once

#include <string_view>

#include "model/permission.h"
#include "resource/verbs.h"

namespace bearward::access {

// kReadAccess is the permission with which a member of an organization reads the permissions and
// the roles that its organization may use.
inline constexpr std::string_view kReadAccess = "organizations:read";

// Permissions adds the rules of permissions to the verbs. It is safe from any thread. Members with
// kReadAccess read permissions by GetById and by the functions that end in Shared; all other
// operations require a caller that acts for the environment. A deleted permission is removed from
// all roles and all organization API keys of the environment. kDenied "system_permission" for
// changing or deleting a system permission.
class Permissions : public resource::VerbsOf<model::Permission> {
 public:
  explicit Permissions(const resource::Parts& parts);
};

}  // namespace bearward::access
