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
extern const door::Contract kReadLogo;
extern const door::Contract kSignOut;
extern const door::Contract kReadSetup;
extern const door::Contract kCreateAdministrator;
extern const door::Contract kChangeOrganization;
extern const door::Contract kReadAddress;
extern const door::Contract kReadSent;
extern const door::Contract kSendLink;
extern const door::Contract kSendCode;
extern const door::Contract kSignInByCode;
extern const door::Contract kVerifyEmail;
extern const door::Contract kReadNewPassword;
extern const door::Contract kChoosePassword;
extern const door::Contract kReadOrganizations;
extern const door::Contract kChooseOrganization;
extern const door::Contract kReadReset;
extern const door::Contract kSetPassword;
extern const door::Contract kReadInvitation;
extern const door::Contract kAcceptInvitation;

}  // namespace bearward::signin
