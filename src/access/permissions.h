// Permissions: the names of the permissions of an environment.
#pragma once

#include "model/permission.h"
#include "resource/verbs.h"

namespace bearward::access {

// Permissions adds the rules of permissions to the verbs. It is safe from any thread. Only the
// environment's key may perform its operations. A deleted permission is removed from all roles of
// the environment. kDenied "system_permission" for a change to a system permission.
class Permissions : public resource::VerbsOf<model::Permission> {
 public:
  explicit Permissions(const resource::Parts& parts);
};

}  // namespace bearward::access
