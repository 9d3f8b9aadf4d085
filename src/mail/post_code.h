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

// StoreCode completes and stores a code of a user for the address `email`, with its event,
// within the limit of the outbox. Errors of InsertCode.
base::Result<model::EmailCode> StoreCode(store::WriteTx& tx, const Outbox& outbox,
                                         const NewCode& code, const model::User& user,
                                         const std::string& email, const model::EventBy& by);
// SendCode stores the email that delivers a code. The caller appends an event of SendsEmail
// (model/email_events.h).
base::Status SendCode(store::WriteTx& tx, const Outbox& outbox, const model::EmailCode& row,
                      base::Time now);
// PostCode does both.
base::Result<model::EmailCode> PostCode(store::WriteTx& tx, const Outbox& outbox,
                                        const NewCode& code, const model::User& user,
                                        const std::string& email, const model::EventBy& by);

}  // namespace bearward::mail
