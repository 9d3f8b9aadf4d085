#include "store/applied_entries.h"

#include <fmt/format.h>

#include <iterator>

#include "store/columns.h"

namespace bearward::store {
namespace {

AppliedValues ReadValues(Columns& columns) {
  return {.digests = columns.Text(), .made_at = columns.OptionalTime()};
}

MadeRow ReadMadeRow(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .environment_name = columns.Text(),
          .kind = columns.Text(),
          .id = columns.Text(),
          .name = columns.Text(),
          .holds_others = columns.Flag()};
}

// Table is where the rows of a kind are. `key` is the column with the id of the entry.
struct Table {
  std::string_view kind;
  std::string_view table;
  std::string_view key;
  std::string_view name;
  std::string_view holds_others = "0";
  std::string_view only = "";
};

// kHoldsOthers is the content of an organization that pruning does not remove: what no file made,
// and every API key of the organization, because imported keys are deleted through the API only.
// Users of files may be members: their memberships end with them, or are in a file.
constexpr std::string_view kHoldsOthers =
    "(CASE WHEN EXISTS (SELECT 1 FROM memberships m LEFT JOIN applied_entries f "
    "ON f.environment_id = m.environment_id AND f.kind = 'user' AND f.id = m.user_id "
    "WHERE m.environment_id = t.environment_id AND m.organization_id = t.id "
    "AND f.made_at IS NULL) "
    "OR EXISTS (SELECT 1 FROM applications m LEFT JOIN applied_entries f "
    "ON f.environment_id = m.environment_id AND f.kind = 'application' AND f.id = m.id "
    "WHERE m.environment_id = t.environment_id AND m.organization_id = t.id "
    "AND f.made_at IS NULL) "
    "OR EXISTS (SELECT 1 FROM objects m LEFT JOIN applied_entries f "
    "ON f.environment_id = m.environment_id AND f.kind = 'object' AND f.id = m.id "
    "WHERE m.environment_id = t.environment_id AND m.owner_id = t.id AND f.made_at IS NULL) "
    "OR EXISTS (SELECT 1 FROM organization_api_keys m WHERE m.environment_id = t.environment_id "
    "AND m.organization_id = t.id) THEN 1 ELSE 0 END)";

// A row is before the rows that it refers to.
constexpr Table kTables[] = {
    {"policy", "policies", "name", "name"},
    {"api key", "api_keys", "id", "description", "0", "AND t.revoked_at IS NULL"},
    {"application", "applications", "id", "name"},
    {"access profile", "access_profiles", "name", "name"},
    {"object", "objects", "id", "name"},
    {"user", "users", "id", "(CASE WHEN t.username = '' THEN t.email ELSE t.username END)"},
    {"organization", "organizations", "id", "name", kHoldsOthers},
    {"feature flag", "feature_flags", "slug", "slug"},
    {"resource type", "resource_types", "slug", "slug"},
    {"role", "roles", "slug", "slug"},
};

std::string QueryOf(const Table& table) {
  const std::string name =
      table.name.starts_with('(') ? std::string(table.name) : "t." + std::string(table.name);
  return fmt::format(
      "SELECT a.environment_id, e.name, a.kind, a.id, {}, {} FROM applied_entries a "
      "JOIN environments e ON e.id = a.environment_id "
      "JOIN {} t ON t.environment_id = a.environment_id AND t.{} = a.id "
      "WHERE a.kind = ?1 AND a.made_at = t.created_at {} ORDER BY e.position, a.id",
      name, table.holds_others, table.table, table.key, table.only);
}

}  // namespace

base::Result<std::optional<AppliedValues>> FindAppliedValues(ReadTx& tx,
                                                             const AppliedEntry& entry) {
  return ReadOne(
      tx.Execute("SELECT digests, made_at FROM applied_entries "
                 "WHERE environment_id = ?1 AND kind = ?2 AND id = ?3",
                 {entry.environment.text, std::string(entry.kind), std::string(entry.id)}),
      ReadValues);
}

base::Status PutAppliedValues(WriteTx& tx, const AppliedEntry& entry, const AppliedValues& values) {
  return Done(
      tx.Execute("INSERT INTO applied_entries (environment_id, kind, id, digests, made_at) "
                 "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id, kind, environment_id) "
                 "DO UPDATE SET digests = excluded.digests, made_at = excluded.made_at",
                 {entry.environment.text, std::string(entry.kind), std::string(entry.id),
                  values.digests, TimeOrNull(values.made_at)}));
}

base::Result<std::vector<MadeRow>> ListMadeRows(ReadTx& tx) {
  std::vector<MadeRow> all;
  for (const Table& table : kTables) {
    BW_TRY_ASSIGN(auto rows,
                  ReadAll(tx.Execute(QueryOf(table), {std::string(table.kind)}), ReadMadeRow));
    std::ranges::move(rows, std::back_inserter(all));
  }
  return all;
}

}  // namespace bearward::store
