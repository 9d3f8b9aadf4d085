// Client secrets: makes the secrets and client ids of applications.
#pragma once

#include <string>

#include "base/entropy.h"
#include "base/secret.h"
#include "base/time.h"
#include "model/application.h"

namespace bearward::token {

// ClientSecret is a secret of an application with its value, which is shown once.
struct ClientSecret {
  model::ApplicationSecret secret;
  base::Secret value;
};

// NewClientId returns a client id in the form of WorkSpan's documents: a prefix and 62 random
// characters of the base64url alphabet.
std::string NewClientId(base::Entropy& entropy);

// NewClientSecret makes a secret of 32 random lower-case hex digits (128 bits).
ClientSecret NewClientSecret(const model::EnvironmentId& environment,
                             const model::ApplicationId& application, base::Time now,
                             base::Entropy& entropy);

// StoredClientSecret returns the row for a given value. Its hint is the end of the value, or empty
// where that would reveal too much of a short one.
model::ApplicationSecret StoredClientSecret(const model::EnvironmentId& environment,
                                            const model::ApplicationId& application,
                                            const base::Secret& value, base::Time now,
                                            base::Entropy& entropy);

}  // namespace bearward::token
