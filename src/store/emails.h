// Table of emails: those that wait to be sent, and the log of those that were sent or given up.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/email.h"
#include "store/pruning.h"
#include "store/table.h"
#include "store/transaction.h"

namespace bearward::store {

// Emails returns the table.
const TableOf<model::Email>& Emails();

// ListDueEmails returns at most `limit` emails of all environments that wait and whose next attempt
// is due, the oldest first. They are for the delivery and must not be shown to a caller.
base::Result<std::vector<model::Email>> ListDueEmails(ReadTx& tx, base::Time now, int limit);
// CountWaitingEmails returns the number of emails of all environments that wait. Its time does not
// depend on the number of the others.
base::Result<std::int64_t> CountWaitingEmails(ReadTx& tx);

// ClaimEmail counts an attempt and postpones the next one to `until`. It returns false if another
// node has claimed, finished or deleted the email since it was read.
base::Result<bool> ClaimEmail(WriteTx& tx, const model::Email& email, base::Time until);
// ReleaseEmail ends a claim after a failure. It stores `last_error` and `updated_at` of the email,
// whose `next_attempt_at` is the time that ClaimEmail set, and `next_at` as the time of the next
// attempt. It changes nothing if another node has claimed, finished or deleted the email since.
base::Status ReleaseEmail(WriteTx& tx, const model::Email& email, base::Time next_at);
// FinishEmail stores `state`, which is not kWaiting, `last_error` and `attempts` of an email that
// waits, and `updated_at` as the time of its end. It erases the code in the same statement, so that
// no copy of the database that is made later can contain it. An email that does not wait is no
// error.
base::Status FinishEmail(WriteTx& tx, const model::Email& email);

// ExpireEmails finishes emails that wait although they have expired, which happens while no node
// sends emails, as failed. An earlier failure stays their `last_error`. It is a PrunedTable::prune
// (pruning.h), and kOldestWaitingEmail its `oldest`.
inline constexpr std::string_view kOldestWaitingEmail =
    "SELECT min(expires_at) FROM emails WHERE state = 'waiting'";
base::Result<std::int64_t> ExpireEmails(WriteTx& tx, const PruneBounds& bounds, int batch);

}  // namespace bearward::store
