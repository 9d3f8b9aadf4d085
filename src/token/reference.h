// Reference tokens: opaque strings. Only their SHA-256 is stored.
#pragma once

#include <string_view>

#include "base/entropy.h"
#include "base/secret.h"
#include "model/session.h"

namespace bearward::token {

// NewReference returns a random UUID v4 (122 bits).
base::Secret NewReference(base::Entropy& entropy);

// DeriveReference returns the UUID that replaces a spent token. The same inputs yield the same
// token, so that a lost response can be repeated although no plain text is stored. `key` has 32
// bytes.
base::Secret DeriveReference(const base::Secret& key, const base::Secret& spent,
                             model::TokenUse use);

// LooksLikeReference accepts exactly the form that NewReference creates: lower case, version 4,
// variant 1 (incident class B3).
bool LooksLikeReference(std::string_view text);

}  // namespace bearward::token
