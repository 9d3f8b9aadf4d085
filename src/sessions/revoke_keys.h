// RevokeKeys: revokes the API keys of a user in organizations, when the user or its membership
// ends.
#pragma once

#include "base/result.h"
#include "sessions/sessions.h"
#include "store/transaction.h"

namespace bearward::sessions {

// RevokeKeysOfMember deletes the API keys of a user in ending.organization, and appends
// api_key.revoked for each. A membership that is made again restores none of them (incident class
// B4). RevokeKeysOfUser does the same in all organizations.
base::Status RevokeKeysOfMember(store::WriteTx& tx, const Ending& ending);
base::Status RevokeKeysOfUser(store::WriteTx& tx, const Ending& ending);

}  // namespace bearward::sessions
