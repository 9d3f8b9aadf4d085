// Guard: which credentials the rows of /v1 take.
#pragma once

#include "door/route.h"
#include "token/profiles.h"

namespace bearward::dialects::v1 {

// AnyCredential takes every kind that a header can carry and every token: for what only tells the
// bearer about itself.
inline door::Guard AnyCredential() {
  using enum model::CredentialKind;
  door::Guard guard;
  guard.accepted = door::kBearer | door::kAuthenticationHeader | door::kApiKeyHeader |
                   door::kBasic | door::kIntegrator;
  guard.kinds = verify::KindBit(kJwt) | verify::KindBit(kReference) | verify::KindBit(kApiKey) |
                verify::KindBit(kBasic) | verify::KindBit(kIntegrator);
  guard.profiles = model::kAnyProfile;
  guard.account_in_query = true;
  return guard;
}

// TokenOrKey takes API keys and the tokens of sign-ins and of OAuth clients. It does not take a
// token that a vendor made for one purpose: a WorkOS client token lives 300 s and is for
// /client/graphql, a WorkSpan token is for the object API. What the bearer may do is decided by the
// verb: it depends on whose thing it is.
inline door::Guard TokenOrKey() {
  using enum model::CredentialKind;
  door::Guard guard;
  guard.accepted = door::kBearer | door::kApiKeyHeader;
  guard.kinds = verify::KindBit(kJwt) | verify::KindBit(kReference) | verify::KindBit(kApiKey);
  guard.profiles = token::kWorkMobileBit | token::kTeleTrackerBit | token::kOauthJwtBit |
                   token::kOauthReferenceBit;
  return guard;
}

}  // namespace bearward::dialects::v1
