// New secret: makes the secret of an application. Internal to the module.
#pragma once

#include "base/entropy.h"
#include "base/time.h"
#include "keys/keys.h"

namespace bearward::keys {

// MakeSecret returns 32 random lower-case hex digits (128 bits) for an application.
NewSecret MakeSecret(const model::EnvironmentId& environment,
                     const model::ApplicationId& application, base::Time now,
                     base::Entropy& entropy);

}  // namespace bearward::keys
