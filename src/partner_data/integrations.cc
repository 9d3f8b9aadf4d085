#include "partner_data/integrations.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/invalid.h"
#include "json/text_in.h"
#include "objects/reach.h"
#include "partner_data/kinds.h"
#include "store/objects.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using model::Operation;
using objects::Row;

void AddUnique(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

// FieldsOf returns the fields of the columns; `fields` maps the columns with another name.
std::vector<std::string> FieldsOf(const Row& row) {
  std::vector<std::string> names;
  const json::Value* map = row.fields.Find("fields");
  const json::Value* columns = row.fields.Find("columns");
  if (columns != nullptr && columns->IsArray()) {
    for (const json::Value& column : *columns->AsArray()) {
      const std::string name = json::TextIn(column, "name");
      if (name.empty()) continue;
      const json::Value* field = map == nullptr ? nullptr : map->Find(name);
      const bool is_mapped = field != nullptr && field->IsString();
      AddUnique(names, is_mapped ? *field->AsString() : name);
    }
  }
  if (map == nullptr || !map->IsObject()) return names;
  for (const json::Member& member : *map->AsObject()) {
    if (member.value.IsString()) AddUnique(names, *member.value.AsString());
  }
  return names;
}

}  // namespace

IntegrationInfo ReadIntegration(const Row& row) {
  IntegrationInfo info{.id = row.object.id.text,
                       .name = row.object.name,
                       .type = row.Text("integration_type"),
                       .description = row.Text("description"),
                       .object_kind = row.Text("object_kind"),
                       .fields = FieldsOf(row)};
  if (info.object_kind.empty()) info.object_kind = kUsualObjectKind;
  return info;
}

base::Status Integrations::CheckReader(const model::Caller& caller) const {
  return store_.Read([&](store::ReadTx& tx) {
    return objects::CheckSomewhere(tx, caller.principal(), Operation::kRead);
  });
}

Result<std::vector<IntegrationInfo>> Integrations::List(const model::Caller& caller) const {
  using List = std::vector<IntegrationInfo>;
  return store_.Read([&](store::ReadTx& tx) -> Result<List> {
    const model::Principal& principal = caller.principal();
    BW_TRY(objects::CheckSomewhere(tx, principal, Operation::kRead));
    BW_TRY_ASSIGN(auto found, store::ListObjectsOf(tx, principal.environment,
                                                   principal.organization, kIntegrationKind));
    List list;
    for (model::Object& object : found) {
      if (object.owner != *principal.organization) continue;
      BW_TRY_ASSIGN(const Row row, objects::RowOf(std::move(object)));
      IntegrationInfo info = ReadIntegration(row);
      const auto allowed = objects::CheckOwn(tx, principal, info.object_kind, Operation::kRead);
      if (allowed) {
        list.push_back(std::move(info));
      } else if (allowed.error().code != base::Code::kDenied) {
        return base::Fail(allowed.error());
      }
    }
    return list;
  });
}

Result<IntegrationInfo> Integrations::Get(const model::Caller& caller,
                                          const std::string& id) const {
  return store_.Read([&](store::ReadTx& tx) -> Result<IntegrationInfo> {
    const model::Principal& principal = caller.principal();
    BW_TRY(objects::CheckSomewhere(tx, principal, Operation::kRead));
    BW_TRY_ASSIGN(auto object, store::FindObject(tx, principal.environment, model::ObjectId{id}));
    const bool own =
        object && object->kind == kIntegrationKind && object->owner == *principal.organization;
    if (!own) {
      return base::Fail(base::NotFound("integration_not_found", "No such integration."));
    }
    BW_TRY_ASSIGN(const Row row, objects::RowOf(*std::move(object)));
    IntegrationInfo info = ReadIntegration(row);
    BW_TRY(objects::CheckOwn(tx, principal, info.object_kind, Operation::kRead));
    return info;
  });
}

base::Status Integrations::CheckReachable(const model::Caller& caller,
                                          const std::vector<std::string>& ids) const {
  return store_.Read([&](store::ReadTx& tx) -> base::Status {
    for (const std::string& id : ids) {
      const auto reached =
          objects::Reach(tx, caller.principal(), model::ObjectId{id}, Operation::kRead);
      if (reached) continue;
      if (reached.error().code == base::Code::kUnavailable ||
          reached.error().code == base::Code::kInternal) {
        return base::Fail(reached.error());
      }
      return base::Fail(
          base::Invalid("unknown_object", "No such object: \"" + id + "\".", {"object_ids"}));
    }
    return {};
  });
}

}  // namespace bearward::partner_data
