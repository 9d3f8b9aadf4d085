// Memory of the verifier: the state that commits change, from any thread. Internal to the files of
// the verifier.
#pragma once

#include "verify/negative_cache.h"
#include "verify/revocations.h"
#include "verify/revoked_tokens.h"
#include "verify/verifier.h"

namespace bearward::verify {

// Memory is shared with the listeners of the store, which may outlive the verifier.
struct Verifier::Memory {
  Revocations revocations;
  NegativeCache rejected_tokens;
  NegativeCache rejected_keys;
  RevokedTokens revoked;
};

}  // namespace bearward::verify
