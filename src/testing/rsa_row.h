// RsaRow: a stored RSA signing key without generating a new one.
#pragma once

#include <string_view>

#include "crypto/key_ring.h"
#include "model/ids.h"
#include "store/signing_keys.h"

namespace bearward::testing {

// RsaRow returns a row of the profile workos.client that signs from `now` for the time of the
// default schedule. All rows of a process share one RSA key, because generating one takes longer
// than most tests.
store::SigningKeyRow RsaRow(const crypto::KeyRing& ring, const model::EnvironmentId& environment,
                            base::Time now, base::Entropy& entropy);

}  // namespace bearward::testing
