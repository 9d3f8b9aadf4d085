// Reference tokens: opaque strings of which only the SHA-256 is stored.
#pragma once

#include <string_view>

#include "base/entropy.h"
#include "base/secret.h"
#include "model/session.h"

namespace bearward::token {

// NewReference makes a random UUID v4 (122 bits).
base::Secret NewReference(base::Entropy& entropy);

// DeriveReference makes the UUID that follows a spent one: the same inputs give the same token, so
// that a lost answer can be given again though nothing readable was kept. `key` is 32 bytes.
base::Secret DeriveReference(const base::Secret& key, const base::Secret& spent,
                             model::TokenUse use);

// LooksLikeReference accepts exactly the form that NewReference makes: lower case, version 4,
// variant 1 (incident class B3).
bool LooksLikeReference(std::string_view text);

}  // namespace bearward::token
