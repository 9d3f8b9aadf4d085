#include "objects/reached.h"

#include <algorithm>
#include <utility>

#include "objects/reach.h"
#include "store/objects.h"

namespace bearward::objects {
namespace {

template <class T>
std::map<std::string, std::vector<T>> ByObject(std::vector<T> rows) {
  std::map<std::string, std::vector<T>> grouped;
  for (T& row : rows) grouped[row.object.text].push_back(std::move(row));
  return grouped;
}

// FieldOf returns a field that is stored by its whole name, or in the object of its section.
const json::Value* FieldOf(const json::Value& fields, std::string_view name) {
  if (const json::Value* whole = fields.Find(name)) return whole;
  const auto point = name.find('.');
  if (point == std::string_view::npos) return nullptr;
  const json::Value* section = fields.Find(name.substr(0, point));
  return section == nullptr ? nullptr : section->Find(name.substr(point + 1));
}

}  // namespace

base::Result<std::vector<ReachedRow>> ListReached(store::ReadTx& tx,
                                                  const model::Principal& principal,
                                                  const model::OrganizationId& organization,
                                                  std::string_view kind,
                                                  model::Operation operation) {
  BW_TRY(CheckOwn(tx, principal, kind, operation));
  const model::EnvironmentId& environment = principal.environment;
  BW_TRY_ASSIGN(auto objects, store::ListObjectsOf(tx, environment, organization, kind));
  BW_TRY_ASSIGN(auto members, store::ListMembersInKind(tx, environment, organization, kind));
  BW_TRY_ASSIGN(auto links, store::ListExternalIdsInKind(tx, environment, organization, kind));
  auto members_of = ByObject(std::move(members));
  auto links_of = ByObject(std::move(links));
  std::vector<ReachedRow> reached;
  for (model::Object& object : objects) {
    if (model::IsPrivateKind(object.kind) && object.owner != *principal.organization) continue;
    const auto rights = model::EffectiveRights(members_of[object.id.text]);
    if (!rights || !rights->view) continue;
    auto own_links = std::move(links_of[object.id.text]);
    BW_TRY_ASSIGN(Row row, RowOf(std::move(object)));
    reached.push_back({std::move(row), *rights, std::move(own_links)});
  }
  return reached;
}

base::Result<std::optional<ReachedRow>> FindReached(store::ReadTx& tx,
                                                    const model::Principal& principal,
                                                    const model::ObjectId& id) {
  BW_TRY_ASSIGN(auto object, store::FindObject(tx, principal.environment, id));
  if (!object) return std::nullopt;
  if (model::IsPrivateKind(object->kind) && object->owner != *principal.organization) {
    return std::nullopt;
  }
  BW_TRY_ASSIGN(const auto members,
                store::ListMembersOf(tx, principal.environment, id, principal.organization));
  const auto rights = model::EffectiveRights(members);
  if (!rights || !rights->view) return std::nullopt;
  BW_TRY_ASSIGN(Row row, RowOf(*std::move(object)));
  return ReachedRow{std::move(row), *rights};
}

json::Value VisibleValue(const ReachedRow& reached, std::string_view field,
                         const model::OrganizationId& viewer) {
  const model::FieldClass field_class = model::ClassifyField(field);
  if (field_class == model::FieldClass::kFinancial && !reached.rights.view_financial) return {};
  const bool company = field_class == model::FieldClass::kCompany;
  const json::Value* value = FieldOf(reached.row.fields, field);
  if (value != nullptr) {
    return company && reached.row.object.owner != viewer ? json::Value() : *value;
  }
  for (const model::ExternalId& link : reached.links) {
    if (link.field_name == field && (!company || link.organization == viewer)) {
      return json::Value::String(link.external_id);
    }
  }
  return {};
}

json::Object VisibleFields(const ReachedRow& reached, const model::OrganizationId& viewer) {
  json::Object fields = MembersOf(reached.row);
  const auto is_foreign = [&](std::string_view name, const model::OrganizationId& owner) {
    return model::ClassifyField(name) == model::FieldClass::kCompany && owner != viewer;
  };
  std::erase_if(fields, [&](const json::Member& member) {
    return is_foreign(member.key, reached.row.object.owner);
  });
  for (const model::ExternalId& link : reached.links) {
    if (is_foreign(link.field_name, link.organization)) continue;
    if (FieldOf(reached.row.fields, link.field_name) != nullptr) continue;
    PutField(fields, link.field_name, json::Value::String(link.external_id));
  }
  if (!reached.rights.view_financial) RemoveFinancial(fields);
  return fields;
}

void RemoveFinancial(json::Object& fields) {
  std::erase_if(fields, [](const json::Member& member) {
    return model::ClassifyField(member.key) == model::FieldClass::kFinancial;
  });
}

}  // namespace bearward::objects
