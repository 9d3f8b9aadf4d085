// Guard: the credential of WorkSpan's resource routes.
#pragma once

#include "door/route.h"
#include "token/profiles.h"

namespace bearward::dialects::workspan {

// ApplicationUser accepts the token of an Application User.
inline door::Guard ApplicationUser() {
  door::Guard guard;
  guard.accepted = door::kForms<door::kBearer>;
  guard.kinds = verify::KindBit(model::CredentialKind::kJwt);
  guard.profiles = token::kWorkSpanBit;
  return guard;
}

}  // namespace bearward::dialects::workspan
