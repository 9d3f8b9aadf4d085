// Contracts: the bodies, parameters and responses of WorkMobile's routes.
#pragma once

#include <span>

#include "door/contract.h"

namespace bearward::dialects::workmobile {

// kErrors are the forms of error bodies: one text, as JSON or plain.
extern const std::span<const door::Content> kErrors;

// kInstance and the contracts after it belong to the routes of the same name.
extern const door::Contract kInstance;
extern const door::Contract kAuthenticate;
extern const door::Contract kAccount;
extern const door::Contract kForms;
extern const door::Contract kForm;

}  // namespace bearward::dialects::workmobile
