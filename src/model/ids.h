// The ids of the model. Each kind has its own type (base/id.h). All ids except those that a vendor
// assigns have the form prefix + '_' + ULID.
#pragma once

#include <string_view>

#include "base/id.h"

namespace bearward::model {

using EnvironmentId = base::Id<struct EnvironmentTag>;    // env_...
using OrganizationId = base::Id<struct OrganizationTag>;  // org_...
using UserId = base::Id<struct UserTag>;                  // user_...
using MembershipId = base::Id<struct MembershipTag>;      // om_...
using ApplicationId = base::Id<struct ApplicationTag>;    // app_...
using ApiKeyId = base::Id<struct ApiKeyTag>;              // key_...
using SessionId = base::Id<struct SessionTag>;            // session_...
using ObjectId = base::Id<struct ObjectTag>;              // obj_..., or as assigned by the vendor

// NewId generates an id with this prefix, for example NewId<UserId>("user", now, entropy).
template <class IdType>
IdType NewId(std::string_view prefix, base::Time now, base::Entropy& entropy) {
  return IdType{std::string(prefix) + "_" + base::NewUlid(now, entropy)};
}

}  // namespace bearward::model
