// The endpoints of /v1/policies.
#pragma once

#include <string_view>

#include "base/result.h"
#include "dialects/v1/routes.h"
#include "door/call.h"
#include "door/reply.h"

namespace bearward::dialects::v1 {

// kPolicyMembers are the members of a policy's body.
inline constexpr std::string_view kPolicyMembers[] = {
    "name",         "credentials",     "permissions",   "organization_id",
    "audience",     "methods",         "path_prefixes", "identity",
    "identity_jwt", "hide_credential", "path_forms",    "cors_preflight"};

// ListPolicies and the functions after it are those of the rows; a body is JSON.
base::Result<door::Reply> ListPolicies(const Uses& uses, door::Call& call);
base::Result<door::Reply> CreatePolicy(const Uses& uses, door::Call& call);
base::Result<door::Reply> ReadPolicy(const Uses& uses, door::Call& call);
base::Result<door::Reply> ReplacePolicy(const Uses& uses, door::Call& call);
base::Result<door::Reply> DeletePolicy(const Uses& uses, door::Call& call);

}  // namespace bearward::dialects::v1
