// PostCode: stores a new code of a user together with the email that delivers it.
#pragma once

#include <string>

#include "base/result.h"
#include "mail/codes.h"
#include "mail/outbox.h"
#include "model/event.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::mail {

// PostCode completes and stores a code of a user, with its event and the email to `email`. Errors
// of InsertCode.
base::Result<model::EmailCode> PostCode(store::WriteTx& tx, const Outbox& outbox,
                                        const NewCode& code, const model::User& user,
                                        const std::string& email, const model::EventBy& by);

}  // namespace bearward::mail
