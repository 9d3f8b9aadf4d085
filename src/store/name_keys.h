// NameKeys: converts the name keys of release 0.1.0, which were case-folded in ASCII only, to the
// form of RFC 8265. Internal to the module.
#pragma once

#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// RenewNameKeys sets username_key and email_key of every user to base::NameKey. Names that differ
// in 0.1.0 may be equal by RFC 8265 ("J\u00dcRGEN" and "j\u00fcrgen"). Of their users, the one that
// already has the new key keeps it; otherwise the user with the lowest number gets it. The others
// keep the key of 0.1.0 until their name is changed: they can sign in only with the spelling of
// their name, without regard to ASCII case, but no user loses access.
base::Status RenewNameKeys(Engine& engine);

}  // namespace bearward::store
