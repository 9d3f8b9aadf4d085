// MembershipSteps: what the operations on memberships have in common, and the membership of an
// accepted invitation. Internal to the module.
#pragma once

#include "base/entropy.h"
#include "base/result.h"
#include "model/event.h"
#include "model/membership.h"
#include "store/transaction.h"

namespace bearward::users {

// OrderRoles requires roles of the environment or of the organization of the membership, and puts
// the one of the highest priority first: kInvalid "invalid_role".
base::Status OrderRoles(store::ReadTx& tx, model::Membership& membership);

// BeginMembership completes a new membership: kNotFound "user_not_found".
base::Status BeginMembership(store::WriteTx& tx, model::Membership& membership);

// UpdateMembership updates a row, with its event.
base::Status UpdateMembership(store::WriteTx& tx, const model::Membership& before,
                              const model::Membership& after, const model::EventBy& by);

// Join makes a user a member of an organization, or activates a pending or inactive membership. An
// inactive one gets the roles of `membership`, a pending one keeps its own. It then comes after the
// others of the user. An active one stays as it is. It does not authorize: an invitation does.
// kNotFound "organization_not_found".
base::Status Join(store::WriteTx& tx, const model::EventBy& by, base::Entropy& entropy,
                  model::Membership membership);

}  // namespace bearward::users
