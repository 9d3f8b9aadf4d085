#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "base/utf8.h"
#include "json/writer.h"
#include "objects/objects.h"
#include "objects/reach.h"
#include "store/objects.h"

namespace bearward::objects {
namespace {

struct DefaultField {
  std::string_view kind;
  std::string_view field_name;
};
// kDefaultFields: contracts, WorkSpan 2.4.
constexpr std::array<DefaultField, 2> kDefaultFields = {{
    {"opportunity", "sales_details.crm_opportunity_id"},
    {"account", "account_info.external_account_id"},
}};

base::Status CheckArguments(std::string_view field_name, std::string_view external_id) {
  if (external_id.empty()) {
    return base::Fail(
        base::Invalid("missing_field", "The external id is missing.", {"external_id"}));
  }
  if (external_id.size() > kLongestExternalId) {
    return base::Fail(
        base::Invalid("external_id_too_long", "The external id is too long.", {"external_id"}));
  }
  if (base::HasControlCharacter(external_id)) {
    return base::Fail(base::Invalid("external_id_malformed",
                                    "The external id contains a control character. Remove it.",
                                    {"external_id"}));
  }
  if (!field_name.empty() && !model::IsFieldName(field_name)) {
    return base::Fail(base::Invalid("field_name_malformed",
                                    "A field name must be section.field in lower case.",
                                    {"field_name"}));
  }
  return {};
}

base::Result<std::string> ResolveField(std::string_view kind, std::string_view field_name) {
  if (!field_name.empty()) return std::string(field_name);
  const auto found = std::ranges::find(kDefaultFields, kind, &DefaultField::kind);
  if (found != kDefaultFields.end()) return std::string(found->field_name);
  return base::Fail(base::Invalid("field_name_required",
                                  "This kind of object has no default field.", {"field_name"}));
}

base::Status AppendLinked(store::WriteTx& tx, const model::EventBy& by,
                          const model::ExternalId& link) {
  std::string data;
  json::Writer(data)
      .BeginObject()
      .Key("field_name")
      .String(link.field_name)
      .Key("external_id")
      .String(link.external_id)
      .EndObject();
  return tx.Append(by.Make(model::EventType::kObjectLinked, link.object.text, link.organization,
                           std::move(data)));
}

base::Result<bool> IsSet(store::ReadTx& tx, const model::ExternalId& link) {
  BW_TRY_ASSIGN(const auto present, store::ListExternalIds(tx, link.environment, link.object));
  return std::ranges::any_of(present, [&](const model::ExternalId& other) {
    return other.field_name == link.field_name && other.external_id == link.external_id &&
           other.organization == link.organization;
  });
}

}  // namespace

base::Result<model::ExternalId> Objects::Link(const model::Caller& caller,
                                              const model::ObjectId& object,
                                              std::string_view field_name,
                                              std::string_view external_id) {
  BW_TRY(CheckArguments(field_name, external_id));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<model::ExternalId> {
    BW_TRY_ASSIGN(const auto reached,
                  Reach(tx, caller.principal(), object, model::Operation::kLink));
    BW_TRY_ASSIGN(auto field, ResolveField(reached.object.kind, field_name));
    model::ExternalId link{.environment = caller->environment,
                           .object = reached.object.id,
                           .field_name = std::move(field),
                           .external_id = std::string(external_id),
                           .organization = caller->organization};
    // An id that is set already is no change, so an integration that answers each event with its id
    // causes no further event.
    BW_TRY_ASSIGN(const bool is_set, IsSet(tx, link));
    if (is_set) return link;
    BW_TRY(store::PutExternalId(tx, link));
    BW_TRY(AppendLinked(tx, by, link));
    return link;
  });
}

}  // namespace bearward::objects
