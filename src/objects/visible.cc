#include "objects/visible.h"

#include <utility>

#include "objects/visibility.h"
#include "store/objects.h"

namespace bearward::objects {

base::Status RequireUser(const model::Principal& principal) {
  if (principal.subject_kind == model::SubjectKind::kUser) return {};
  return base::Fail(base::Denied("not_a_user", "Only a user can do this."));
}

base::Result<std::vector<Row>> ListVisible(store::ReadTx& tx, const model::Principal& principal,
                                           std::string_view kind) {
  BW_TRY(RequireUser(principal));
  BW_TRY_ASSIGN(auto objects,
                store::ListObjectsOf(tx, principal.environment, principal.organization, kind));
  std::vector<Row> visible;
  for (model::Object& object : objects) {
    BW_TRY_ASSIGN(const bool is_visible, IsVisible(tx, principal, object));
    if (!is_visible) continue;
    BW_TRY_ASSIGN(Row row, RowOf(std::move(object)));
    visible.push_back(std::move(row));
  }
  return visible;
}

base::Result<std::optional<Row>> FindVisible(store::ReadTx& tx, const model::Principal& principal,
                                             std::string_view kind, std::int64_t number) {
  BW_TRY(RequireUser(principal));
  BW_TRY_ASSIGN(auto object, store::FindObjectByNumber(tx, principal.environment, kind, number));
  if (!object) return std::nullopt;
  BW_TRY_ASSIGN(const bool is_visible, IsVisible(tx, principal, *object));
  if (!is_visible) return std::nullopt;
  BW_TRY_ASSIGN(Row row, RowOf(*std::move(object)));
  return row;
}

base::Result<Row> ReadVisible(store::ReadTx& tx, const model::Principal& principal,
                              std::string_view kind, std::int64_t number) {
  BW_TRY_ASSIGN(auto row, FindVisible(tx, principal, kind, number));
  if (!row) return base::Fail(base::NotFound("object_not_found", "No such object."));
  return *std::move(row);
}

base::Result<std::vector<Row>> ListOwn(store::ReadTx& tx, const model::Principal& principal,
                                       std::string_view kind) {
  BW_TRY_ASSIGN(auto rows, ListVisible(tx, principal, kind));
  std::erase_if(rows, [&](const Row& row) { return row.object.owner != *principal.organization; });
  return rows;
}

base::Result<std::optional<Row>> FindOwn(store::ReadTx& tx, const model::Principal& principal,
                                         std::string_view kind, std::int64_t number) {
  BW_TRY_ASSIGN(auto row, FindVisible(tx, principal, kind, number));
  if (row && row->object.owner != *principal.organization) row.reset();
  return row;
}

}  // namespace bearward::objects
