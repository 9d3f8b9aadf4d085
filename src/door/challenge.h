// Challenge: the WWW-Authenticate of answers that refuse a credential. Internal to door.
#pragma once

#include "base/error.h"
#include "door/passage.h"
#include "door/reply.h"

namespace bearward::door {

// AddChallenge puts WWW-Authenticate on every 401 (RFC 9110 section 15.5.2), and on refusals of a
// guarded row for lack of rights (RFC 6750 section 3), unless the answer has it. The scheme is
// Bearer with the dialect's realm. The member error says what is wrong with a credential that a
// guarded row looked at: none where none was presented (RFC 6750 section 3.1), and none on open
// rows, where a password or a client was refused and not a token.
void AddChallenge(const Passage& passage, const base::Error& error, Reply& reply);

}  // namespace bearward::door
