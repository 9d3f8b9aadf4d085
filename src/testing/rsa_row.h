// RsaRow: a stored RSA signing key without the wait for a new one.
#pragma once

#include <string_view>

#include "crypto/key_ring.h"
#include "model/ids.h"
#include "store/signing_keys.h"

namespace bearward::testing {

// RsaRow gives a row of the profile workos.client that signs from `now` for the default schedule's
// time. Making an RSA key takes longer than most tests, so all rows of a process share one.
store::SigningKeyRow RsaRow(const crypto::KeyRing& ring, const model::EnvironmentId& environment,
                            base::Time now, base::Entropy& entropy);

}  // namespace bearward::testing
