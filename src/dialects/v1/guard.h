// Guard: which credentials the routes of /v1 accept.
#pragma once

#include "door/route.h"
#include "door/session_cookie.h"
#include "token/profiles.h"

namespace bearward::dialects::v1 {

// AnyCredential accepts the credentials of all `forms` and every token, for routes that only return
// data about the bearer itself.
inline door::Guard AnyCredential(door::CredentialForms forms) {
  using enum model::CredentialKind;
  door::Guard guard;
  guard.accepted = forms;
  guard.kinds = verify::KindBit(kJwt) | verify::KindBit(kReference) | verify::KindBit(kApiKey) |
                verify::KindBit(kBasic) | verify::KindBit(kIntegrator);
  guard.profiles = model::kAnyProfile;
  guard.account_parameter = "account_id";
  return door::WithSessionCookie(guard);
}

// TokenOrKey accepts API keys, the tokens of sign-ins and of OAuth clients, and the session of the
// console. It refuses tokens that a vendor defines for one purpose: a WorkOS client token lives
// 300 s and is for /client/graphql, a WorkSpan token is for the object API. The use case authorizes
// the bearer, because the required rights depend on the owner of the resource.
inline door::Guard TokenOrKey() {
  using enum model::CredentialKind;
  door::Guard guard;
  guard.accepted = door::kForms<door::kBearer, door::kApiKey>;
  guard.kinds = verify::KindBit(kJwt) | verify::KindBit(kReference) | verify::KindBit(kApiKey);
  guard.profiles = token::kWorkMobileBit | token::kTeleTrackerBit | token::kOauthJwtBit |
                   token::kOauthReferenceBit;
  return door::WithSessionCookie(guard);
}

// InPerson also refuses a session in which another user acts as the subject (docs/masquerade.md).
// It is for routes that return a secret, change a password or remove an administrator.
inline door::Guard InPerson(door::Guard guard) {
  guard.in_person = true;
  return guard;
}

}  // namespace bearward::dialects::v1
