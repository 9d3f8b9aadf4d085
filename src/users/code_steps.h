// CodeSteps: what the operations on codes of a user have in common. Internal to the module.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "mail/codes.h"
#include "model/email_code.h"
#include "model/event.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::users {

// ErrorOf returns the error of a code that is not right: kInvalid "PREFIX_incorrect", "..._expired"
// or "..._previously_used".
base::Error ErrorOf(const mail::CheckedCode& checked, std::string_view prefix);

// CheckNewEmail fails with kInvalid "invalid_new_email", or with kConflict
// "email_change_not_needed" for the present address of the user.
base::Status CheckNewEmail(const model::User& user, const std::string& email);
// IsTaken says whether another user has this address, or a username that equals it.
base::Result<bool> IsTaken(store::ReadTx& tx, const model::User& user, const std::string& email);
// NewEmailTaken returns kExists "new_email_not_available".
base::Error NewEmailTaken();

// ReplaceEmail uses up a right code of a change and replaces the address; NewEmailTaken.
base::Result<model::User> ReplaceEmail(store::WriteTx& tx, const model::User& user,
                                       model::EmailCode code, const model::EventBy& by);
// ChangeErrorOf returns the error of a code of a change that is not right: as ErrorOf, kConflict
// "no_pending_email_change", kLimited "email_change_too_many_attempts".
base::Error ChangeErrorOf(const mail::CheckedCode& checked);

}  // namespace bearward::users
