// New secret: how an application's secret is made. Private to the module.
#pragma once

#include "base/entropy.h"
#include "base/time.h"
#include "keys/keys.h"

namespace bearward::keys {

// MakeSecret draws 32 lower-case hex digits (128 bits) for an application.
NewSecret MakeSecret(const model::EnvironmentId& environment,
                     const model::ApplicationId& application, base::Time now,
                     base::Entropy& entropy);

}  // namespace bearward::keys
