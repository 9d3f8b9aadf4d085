// Account: what the operations about the own account and its proofs of identity have in common.
#pragma once

#include "dialects/workos/widgets/operations.h"

namespace bearward::dialects::workos::widgets {

// OwnUser makes the user of the token, with what only the user itself may see.
graphql::Value OwnUser(ObjectMaker& make, model::User user);

// IsViolation says whether an error is about a password that the policy refuses; Violation makes a
// PasswordPolicyViolation of it.
bool IsViolation(const base::Error& error);
base::Result<graphql::Value> Violation(Invocation& call, const base::Error& error);

}  // namespace bearward::dialects::workos::widgets
