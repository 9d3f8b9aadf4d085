// AccessClaims: loads the claims that only access tokens of WorkOS' dialect have.
#pragma once

#include <string_view>

#include "base/result.h"
#include "store/transaction.h"
#include "token/claims.h"

namespace bearward::sessions {

// LoadAccessClaims sets the claims of a user whose token of this profile is made next: the feature
// flags that are on, and the claims of the JWT template. It does nothing for another profile and
// for another subject. Call it in the read that loads the subject, before the token is signed.
// kInvalid jwt_template::kTooBig, kInternal for a stored template that this version cannot read.
base::Status LoadAccessClaims(store::ReadTx& tx, std::string_view profile, token::Subject& subject);

}  // namespace bearward::sessions
