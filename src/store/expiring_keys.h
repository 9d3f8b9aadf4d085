// API keys that expire soon, and the reminders of their owners.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// ExpiringKey is a key that is neither revoked nor expired. `table`, a literal, has its row. `hint`
// is what may be shown of its value.
struct ExpiringKey {
  std::string_view table;
  model::EnvironmentId environment;
  std::string id;
  std::string hint;
  std::optional<model::UserId> user;
  std::optional<model::OrganizationId> organization;
  base::Time expires_at;
  base::Time due_at = {};  // when its reminder was due
};

// ReminderWindow selects the keys that expire after `from` and not after `to`. Their reminder is
// due `lead` before the expiry.
struct ReminderWindow {
  base::Time from;
  base::Time to;
  base::Time::duration lead;
};

// ListExpiringKeys returns at most `limit` keys of all environments in a window whose reminder was
// not made, and was due after their creation. For the job that reminds; the rows must not be shown
// to a caller.
base::Result<std::vector<ExpiringKey>> ListExpiringKeys(ReadTx& tx, const ReminderWindow& window,
                                                        int limit);

// NoteReminder stores that the reminder of a key was made. It returns false if another node has
// made it, or if the key is gone.
base::Result<bool> NoteReminder(WriteTx& tx, const ExpiringKey& key);

}  // namespace bearward::store
