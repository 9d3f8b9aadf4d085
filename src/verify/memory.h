// Memory of the verifier: what commits change, by whichever thread they come. Internal to the
// verifier's files.
#pragma once

#include "verify/dead_ends.h"
#include "verify/revocations.h"
#include "verify/revoked_tokens.h"
#include "verify/verifier.h"

namespace bearward::verify {

// Memory is shared with the store's listeners, which may outlive the verifier.
struct Verifier::Memory {
  Revocations revocations;
  DeadEnds dead_tokens;
  DeadEnds dead_keys;
  RevokedTokens revoked;
};

}  // namespace bearward::verify
