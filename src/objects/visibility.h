// Visibility: which objects a person sees. Private to the module.
#pragma once

#include "base/result.h"
#include "model/caller.h"
#include "model/object.h"
#include "store/transaction.h"

namespace bearward::objects {

// RequireUser refuses machines: kDenied "not_a_user".
base::Status RequireUser(const model::Principal& principal);

// IsVisible says whether the user sees the object. Of its own organization: when the object asks
// for no role or for one of the user's. Of another: when it is shared with the user's organization
// as a whole, or with this very user.
base::Result<bool> IsVisible(store::ReadTx& tx, const model::Principal& principal,
                             const model::Object& object);

}  // namespace bearward::objects
