// Reach: the access of a calling application to objects, by its profile and its organization's
// membership, and to the data of its own organization that is no object.
#pragma once

#include <string_view>

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

// CheckOwn evaluates the rule for data that the organization of the caller owns, for example its
// users: only the profile can refuse. `kind` is the word of the grants. Errors as for Reach.
base::Status CheckOwn(store::ReadTx& tx, const model::Principal& principal, std::string_view kind,
                      model::Operation operation);

// CheckNamed does so too, but a grant for every kind is not enough: the profile must name `kind`.
base::Status CheckNamed(store::ReadTx& tx, const model::Principal& principal, std::string_view kind,
                        model::Operation operation);

// CheckSomewhere only requires that the profile allows the operation on some kind.
base::Status CheckSomewhere(store::ReadTx& tx, const model::Principal& principal,
                            model::Operation operation);

}  // namespace bearward::objects
