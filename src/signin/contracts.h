// Contracts: the bodies, parameters and responses of the sign-in pages. Internal to the module.
#pragma once

#include <span>

#include "door/contract.h"

namespace bearward::signin {

// kErrorForms are the forms of errors: a page, or problem+json for API clients.
extern const std::span<const door::Content> kErrorForms;

// kReadSignIn and the contracts after it belong to the routes of the same name.
extern const door::Contract kReadSignIn;
extern const door::Contract kSignIn;
extern const door::Contract kReadStyle;
extern const door::Contract kSignOut;
extern const door::Contract kReadSetup;
extern const door::Contract kCreateAdministrator;

}  // namespace bearward::signin
