#include "store/objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/text_set.h"
#include "store/columns.h"
#include "store/search.h"

#define OBJECT_COLUMNS                                                                \
  "o.environment_id, o.id, o.kind, o.number, o.name, o.owner_id, o.fields, o.roles, " \
  "o.created_at, o.created_by, o.updated_at, o.updated_by"
#define SELECT_OBJECT "SELECT " OBJECT_COLUMNS " FROM objects o "

namespace bearward::store {
namespace {

model::Object ReadObject(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Id<model::ObjectId>(),
          .kind = columns.Text(),
          .number = columns.Integer(),
          .name = columns.Text(),
          .owner = columns.Id<model::OrganizationId>(),
          .fields = columns.Text(),
          .roles = columns.List(),
          .created_at = columns.Time(),
          .created_by = columns.Text(),
          .updated_at = columns.Time(),
          .updated_by = columns.Text()};
}

// KindText is the SELECT of a list up to the owner. A search selects objects by their ids: compared
// as expressions, environment and kind cannot make the engine walk the index of the numbers
// instead.
std::string KindText(const KindQuery& query) {
  if (query.search.empty()) return SELECT_OBJECT "WHERE o.environment_id = ?1 AND o.kind = ?2";
  return fmt::format(
      SELECT_OBJECT
      "WHERE o.environment_id || '' = ?1 AND o.kind || '' = ?2 AND o.id IN "
      "(SELECT id FROM objects WHERE environment_id = ?1 AND kind = ?2{} AND lower(name) >= ?3 "
      "AND lower(name) < ?4 LIMIT {})",
      query.owner ? " AND owner_id = ?5" : "", kMostFound);
}

}  // namespace

base::Result<std::optional<model::Object>> FindObject(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const model::ObjectId& id) {
  return ReadOne(tx.Execute(SELECT_OBJECT "WHERE o.environment_id = ?1 AND o.id = ?2",
                            {environment.text, id.text}),
                 ReadObject);
}

base::Result<std::optional<model::Object>> FindObjectByNumber(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view kind,
    std::int64_t number) {
  return ReadOne(
      tx.Execute(SELECT_OBJECT "WHERE o.environment_id = ?1 AND o.kind = ?2 AND o.number = ?3",
                 {environment.text, std::string(kind), number}),
      ReadObject);
}

base::Result<std::optional<model::Object>> FindObjectByName(ReadTx& tx,
                                                            const model::EnvironmentId& environment,
                                                            const model::OrganizationId& owner,
                                                            std::string_view kind,
                                                            std::string_view name) {
  return ReadOne(
      tx.Execute(SELECT_OBJECT "WHERE o.environment_id = ?1 AND o.owner_id = ?2 AND o.kind = ?3 "
                               "AND o.name = ?4 ORDER BY o.number LIMIT 1",
                 {environment.text, owner.text, std::string(kind), std::string(name)}),
      ReadObject);
}

base::Result<std::vector<model::Object>> ListObjectsOf(ReadTx& tx,
                                                       const model::EnvironmentId& environment,
                                                       const model::OrganizationId& organization,
                                                       std::string_view kind) {
  // The query starts from the memberships of the organization, because an organization has few of
  // the many objects of an environment. CROSS JOIN makes the planner of SQLite keep this order.
  // PostgreSQL estimates one object of any environment and kind in a table without statistics, and
  // would search by them for each membership. No index has the expressions, so only the id is left.
  return ReadAll(
      tx.Execute("SELECT " OBJECT_COLUMNS " FROM (SELECT DISTINCT object_id FROM object_members "
                 "WHERE environment_id = ?1 AND organization_id = ?2 "
                 "AND state = 'accepted') m CROSS JOIN objects o "
                 "WHERE o.id = m.object_id AND o.environment_id || '' = ?1 "
                 "AND o.kind || '' = ?3 "
                 "ORDER BY o.number",
                 {environment.text, organization.text, std::string(kind)}),
      ReadObject);
}

base::Result<KeysetPage<model::Object>> ListObjectsInKind(ReadTx& tx, const KindQuery& query) {
  Keyset keyset{.select = KindText(query),
                .values = {query.environment.text, std::string(query.kind)},
                .key = "o.number",
                .is_number = true,
                .usual = Order::kAscending};
  if (!query.search.empty()) {
    keyset.values.emplace_back(PrefixBegin(query.search));
    keyset.values.emplace_back(PrefixEnd(query.search));
  }
  if (query.owner) {
    keyset.values.emplace_back(query.owner->text);
    keyset.select += fmt::format(" AND o.owner_id = ?{}", keyset.values.size());
  }
  return ReadKeyset<model::Object>(
      tx, std::move(keyset), query, ReadObject,
      [](const model::Object& object) { return std::to_string(object.number); });
}

base::Result<std::vector<std::string>> ListObjectRoles(ReadTx& tx,
                                                       const model::EnvironmentId& environment,
                                                       const model::OrganizationId& owner) {
  BW_TRY_ASSIGN(auto lists, ReadAll<std::vector<std::string>>(
                                tx.Execute("SELECT DISTINCT roles FROM objects "
                                           "WHERE environment_id = ?1 AND owner_id = ?2 "
                                           "AND roles <> ''",
                                           {environment.text, owner.text}),
                                [](Columns& columns) { return columns.List(); }));
  std::vector<std::string> roles;
  for (std::vector<std::string>& list : lists) std::ranges::move(list, std::back_inserter(roles));
  return base::SortedUnique(std::move(roles));
}

base::Result<std::int64_t> NextObjectNumber(ReadTx& tx, const model::EnvironmentId& environment,
                                            std::string_view kind) {
  return ReadInteger(
      tx.Execute("SELECT coalesce(max(number), 0) + 1 FROM objects "
                 "WHERE environment_id = ?1 AND kind = ?2",
                 {environment.text, std::string(kind)}));
}

base::Result<std::int64_t> CountObjects(ReadTx& tx, const model::EnvironmentId& environment,
                                        const model::OrganizationId& owner, std::string_view kind) {
  return ReadInteger(tx.Execute(
      "SELECT count(*) FROM objects WHERE environment_id = ?1 AND owner_id = ?2 AND kind = ?3",
      {environment.text, owner.text, std::string(kind)}));
}

base::Status PutObject(WriteTx& tx, const model::Object& object) {
  BW_TRY_ASSIGN(const std::string roles, ListValue(object.roles));
  return Done(tx.Execute(
      "INSERT INTO objects (environment_id, id, kind, number, name, owner_id, fields, roles, "
      "created_at, created_by, updated_at, updated_by) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
      "ON CONFLICT (environment_id, id) DO UPDATE SET kind = excluded.kind, "
      "number = excluded.number, name = excluded.name, owner_id = excluded.owner_id, "
      "fields = excluded.fields, roles = excluded.roles, updated_at = excluded.updated_at, "
      "updated_by = excluded.updated_by",
      {object.environment.text, object.id.text, object.kind, object.number, object.name,
       object.owner.text, object.fields, roles, base::ToMillis(object.created_at),
       object.created_by, base::ToMillis(object.updated_at), object.updated_by}));
}

}  // namespace bearward::store
