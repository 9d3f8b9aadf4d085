// Table of emails that are not sent yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/keyset.h"
#include "store/pruning.h"
#include "store/transaction.h"

namespace bearward::store {

// OutboxRow is one email. `letter` is a word of mail::Letter. `sealed` is the encrypted code or
// token of the row `code_id` of email_codes or invitations. `next_at` is the time of the next
// attempt to send the email, and `last_error` the reason of the last failure.
struct OutboxRow {
  std::string id;
  model::EnvironmentId environment;
  std::string letter;
  std::string recipient;
  std::string code_id;
  std::string sealed;
  std::int64_t attempts = 0;
  base::Time next_at;
  base::Time expires_at;
  base::Time created_at;
  std::optional<std::string> last_error = {};
};

// InsertOutboxRow stores an email; kExists when the id exists.
base::Status InsertOutboxRow(WriteTx& tx, const OutboxRow& row);
// ListDueOutboxRows returns at most `limit` rows of all environments whose next attempt is due, the
// oldest first. They are for the delivery of emails and must not be shown to a caller.
base::Result<std::vector<OutboxRow>> ListDueOutboxRows(ReadTx& tx, base::Time now, int limit);
// ListOutboxRows returns a page of the rows of an environment, the newest first unless the request
// has another order.
base::Result<KeysetPage<OutboxRow>> ListOutboxRows(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const PageRequest& request);
// FindOutboxRow returns nullopt for an unknown id, also for one of another environment.
base::Result<std::optional<OutboxRow>> FindOutboxRow(ReadTx& tx,
                                                     const model::EnvironmentId& environment,
                                                     const std::string& id);
// CountOutboxRows returns the number of emails of all environments.
base::Result<std::int64_t> CountOutboxRows(ReadTx& tx);
// ClaimOutboxRow counts an attempt and postpones the next one to `next_at`. It returns false if
// another node has claimed or deleted the row since it was read.
base::Result<bool> ClaimOutboxRow(WriteTx& tx, const OutboxRow& row, base::Time next_at);
// ReleaseOutboxRow ends a claim after a failure and stores `row.last_error`: `row.next_at` is the
// time that ClaimOutboxRow set, and `next_at` that of the next attempt. It changes nothing if
// another node has claimed or deleted the row since.
base::Status ReleaseOutboxRow(WriteTx& tx, const OutboxRow& row, base::Time next_at);
// DeleteOutboxRow removes the row; a missing one is not an error.
base::Status DeleteOutboxRow(WriteTx& tx, const OutboxRow& row);

// kOldestOutboxRow and PruneOutbox serve the list of pruned tables (pruning.h).
inline constexpr std::string_view kOldestOutboxRow = "SELECT min(expires_at) FROM outbox";
base::Result<std::int64_t> PruneOutbox(WriteTx& tx, const PruneBounds& bounds, int batch);

}  // namespace bearward::store
