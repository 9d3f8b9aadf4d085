// NameKeys: converts the name keys of release 0.1.0, which were case-folded in ASCII only, to the
// form of RFC 8265. Private to the module.
#pragma once

#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// RenewNameKeys sets username_key and email_key of every user to base::NameKey. Two names that
// differ in 0.1.0 may be equal by RFC 8265 ("J\u00dcRGEN" and "j\u00fcrgen"). The user that already
// has the key keeps it, else the user with the lowest number gets it. The others keep the key of
// 0.1.0: they sign in with the exact spelling of their name, so no user loses access. Such a user
// gets a key of the new form when the name is changed next.
base::Status RenewNameKeys(Engine& engine);

}  // namespace bearward::store
