// NameKeys: brings the keys of names that release 0.1.0 stored, folded in ASCII alone, to the form
// of RFC 8265. Private to the module.
#pragma once

#include "base/result.h"
#include "store/engine.h"

namespace bearward::store {

// RenewNameKeys sets username_key and email_key of every user to base::NameKey. Two names of 0.1.0
// may be one by RFC 8265 ("J\u00dcRGEN" and "j\u00fcrgen"). The one that has the key already
// keeps it, else the user with the lowest number gets it. The others keep the key of 0.1.0: they
// sign in with their name in the spelling in which it was given, and nobody is locked out. Such a
// user gets a key of the new form with the next change of the name.
base::Status RenewNameKeys(Engine& engine);

}  // namespace bearward::store
