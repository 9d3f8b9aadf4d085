#include "store/expiring_keys.h"

#include <array>

#include "store/columns.h"

namespace bearward::store {
namespace {

// KeyTable is a table of API keys. `list` selects the due keys of a window.
struct KeyTable {
  std::string_view name;
  const char* list;
  const char* note;
};

constexpr std::array<KeyTable, 2> kTables = {{
    {"api_keys",
     "SELECT environment_id, id, hint, user_id, NULL AS organization_id, expires_at "
     "FROM api_keys WHERE expires_at > ?1 AND expires_at <= ?2 AND revoked_at IS NULL "
     "AND (reminded_at IS NULL OR reminded_at < expires_at - ?3) AND created_at < expires_at - ?3 "
     "ORDER BY expires_at, id LIMIT ?4",
     "UPDATE api_keys SET reminded_at = ?3 WHERE environment_id = ?1 AND id = ?2 "
     "AND (reminded_at IS NULL OR reminded_at < ?3) AND revoked_at IS NULL RETURNING 1"},
    {"organization_api_keys",
     "SELECT environment_id, id, obfuscated_value, user_id, organization_id, expires_at "
     "FROM organization_api_keys WHERE expires_at > ?1 AND expires_at <= ?2 "
     "AND (reminded_at IS NULL OR reminded_at < expires_at - ?3) AND created_at < expires_at - ?3 "
     "ORDER BY expires_at, id LIMIT ?4",
     "UPDATE organization_api_keys SET reminded_at = ?3 WHERE environment_id = ?1 AND id = ?2 "
     "AND (reminded_at IS NULL OR reminded_at < ?3) RETURNING 1"},
}};

ExpiringKey ReadExpiringKey(Columns& columns) {
  return {.table = {},
          .environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Text(),
          .hint = columns.Text(),
          .user = columns.OptionalId<model::UserId>(),
          .organization = columns.OptionalId<model::OrganizationId>(),
          .expires_at = columns.Time()};
}

}  // namespace

base::Result<std::vector<ExpiringKey>> ListExpiringKeys(ReadTx& tx, const ReminderWindow& window,
                                                        int limit) {
  std::vector<ExpiringKey> keys;
  for (const KeyTable& table : kTables) {
    BW_TRY_ASSIGN(
        auto found,
        ReadAll(tx.Execute(table.list, {base::ToMillis(window.from), base::ToMillis(window.to),
                                        base::ToMillis(base::Time(window.lead)),
                                        limit - static_cast<std::int64_t>(keys.size())}),
                ReadExpiringKey));
    for (ExpiringKey& key : found) {
      key.table = table.name;
      key.due_at = key.expires_at - window.lead;
      keys.push_back(std::move(key));
    }
  }
  return keys;
}

base::Result<bool> NoteReminder(WriteTx& tx, const ExpiringKey& key) {
  for (const KeyTable& table : kTables) {
    if (table.name != key.table) continue;
    BW_TRY_ASSIGN(const Rows rows, tx.Execute(table.note, {key.environment.text, key.id,
                                                           base::ToMillis(key.due_at)}));
    return !rows.empty();
  }
  return base::Fail(base::Internal("an expiring key is of no table"));
}

}  // namespace bearward::store
