// The endpoints of /v1/policies.
#pragma once

#include "base/result.h"
#include "dialects/v1/routes.h"
#include "door/call.h"
#include "door/reply.h"

namespace bearward::dialects::v1 {

// ListPolicies and its neighbours are the rows' functions; a body is JSON, and a field that is not
// known is refused, since a misspelt one would allow more than was meant.
base::Result<door::Reply> ListPolicies(const Uses& uses, door::Call& call);
base::Result<door::Reply> CreatePolicy(const Uses& uses, door::Call& call);
base::Result<door::Reply> ReadPolicy(const Uses& uses, door::Call& call);
base::Result<door::Reply> ReplacePolicy(const Uses& uses, door::Call& call);
base::Result<door::Reply> DeletePolicy(const Uses& uses, door::Call& call);

}  // namespace bearward::dialects::v1
