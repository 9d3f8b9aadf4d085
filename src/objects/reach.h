// Reach: the access of a calling application to an object, by its profile and its organization's
// membership. Internal to the module.
#pragma once

#include "base/result.h"
#include "model/access.h"
#include "model/caller.h"
#include "model/object.h"
#include "store/transaction.h"

namespace bearward::objects {

// Reached is an object on which the operation is allowed, with the rights of the organization.
struct Reached {
  model::Object object;
  model::Rights rights;
};

// Reach evaluates the whole rule (contracts: WorkSpan section 4, steps 3 to 6). kDenied
// "not_an_application" for users and environment keys; otherwise the errors of model::CheckAccess.
base::Result<Reached> Reach(store::ReadTx& tx, const model::Principal& principal,
                            const model::ObjectId& object, model::Operation operation);

}  // namespace bearward::objects
