// JwksSchema: the JSON schema of a JWK set.
#pragma once

#include "json/schema.h"

namespace bearward::token {

// kKeyMembers are the members of an RSA or P-256 key as WriteJwks writes it (RFC 7517, RFC 7518).
inline constexpr json::Property kKeyMembers[] = {
    {"alg", json::kText},
    {"kty", json::Word<"RSA", "EC">()},
    {"use", json::Word<"sig">()},
    {"kid", json::kText},
    json::Optional("n", json::kText, "Modulus of an RSA key."),
    json::Optional("e", json::kText, "Exponent of an RSA key."),
    json::Optional("crv", json::Word<"P-256">()),
    json::Optional("x", json::kText),
    json::Optional("y", json::kText),
    json::Optional("x5c", json::kTexts),
    json::Optional("x5t#S256", json::kText),
};
inline constexpr json::Schema kKey = json::ObjectOf(kKeyMembers, "Jwk");
inline constexpr json::Property kKeySetMembers[] = {{"keys", json::ListOf(kKey)}};
// kKeySet is the schema of the text that WriteJwks returns.
inline constexpr json::Schema kKeySet = json::ObjectOf(kKeySetMembers, "JwkSet");

}  // namespace bearward::token
