// Resolve: what both verbs of this room do with a checked user. Private to the room.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "model/user.h"
#include "store/transaction.h"
#include "token/claims.h"

namespace bearward::login {

// Resolve gives the user in the organization with that number, or at home. Fails as
// verify::ChooseOrganization and verify::LoadUserSubject do.
base::Result<token::Subject> Resolve(store::ReadTx& tx, const model::User& user,
                                     std::optional<std::int64_t> account);

}  // namespace bearward::login
