// Visibility: the objects that a user sees. Internal to the module.
#pragma once

#include "base/result.h"
#include "model/caller.h"
#include "model/object.h"
#include "store/transaction.h"

namespace bearward::objects {

// IsVisible reports whether the user sees the object. In its own organization: if the object
// requires no role or one of the user's. In another: if it is shared with the user's whole
// organization or with this user.
base::Result<bool> IsVisible(store::ReadTx& tx, const model::Principal& principal,
                             const model::Object& object);

}  // namespace bearward::objects
