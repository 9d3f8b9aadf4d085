#include "partner_data/co_sell.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "objects/reach.h"
#include "objects/reached.h"
#include "objects/writes.h"
#include "partner_data/hyperscaler.h"
#include "partner_data/kinds.h"
#include "store/objects.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using model::Caller;
using objects::Row;

constexpr std::string_view kOpportunity = "opportunity";
constexpr std::string_view kReferralField = "partner_center.referral_id";
constexpr std::size_t kMostInvitations = 100;

std::unexpected<base::Error> Invalid(std::string text, const char* field) {
  return base::Fail(base::Invalid("invalid_field", std::move(text), {field}));
}

// NumberOfShortId reads WS-8552; 0 for any other text, which is the number of no object.
std::int64_t NumberOfShortId(std::string_view id) {
  constexpr std::string_view kPrefix = "WS-";
  if (!id.starts_with(kPrefix)) return 0;
  id.remove_prefix(kPrefix.size());
  std::int64_t number = 0;
  const char* const end = id.data() + id.size();
  const auto [stop, error] = std::from_chars(id.data(), end, number);
  return error == std::errc() && stop == end ? number : 0;
}

// FindOpportunity reaches an opportunity by its short id.
Result<objects::Reached> FindOpportunity(store::ReadTx& tx, const Caller& caller,
                                         const std::string& id) {
  BW_TRY_ASSIGN(const auto object, store::FindObjectByNumber(tx, caller->environment, kOpportunity,
                                                             NumberOfShortId(id)));
  return objects::Reach(tx, caller.principal(), object ? object->id : model::ObjectId(),
                        model::Operation::kWrite);
}

Result<Row> FindPartner(store::ReadTx& tx, const Caller& caller, const std::string& id) {
  const std::int64_t number = NumberOfShortId(id);
  BW_TRY_ASSIGN(auto partners, objects::ListReached(tx, caller.principal(), caller->organization,
                                                    kAwsPartnerKind, model::Operation::kRead));
  for (objects::ReachedRow& one : partners) {
    if (one.row.object.number == number) return std::move(one.row);
  }
  return base::Fail(base::NotFound("partner_not_found", "No such partner."));
}

base::Status CheckReferral(store::ReadTx& tx, const Caller& caller, const model::Object& object,
                           const std::string& referral) {
  if (referral.empty()) return {};
  BW_TRY_ASSIGN(const auto links, store::ListExternalIds(tx, caller->environment, object.id));
  const auto own = std::ranges::find(links, kReferralField, &model::ExternalId::field_name);
  if (own == links.end() || own->external_id == referral) return {};
  return Invalid("referral_id is not the one of the opportunity.", "referral_id");
}

json::Value TextsOf(const std::vector<std::string>& texts) {
  json::Array list;
  for (const std::string& text : texts) list.push_back(json::Value::String(text));
  return json::Value::Of(std::move(list));
}

const json::Value* FindIn(const json::Value* value, std::string_view name) {
  return value == nullptr ? nullptr : value->Find(name);
}

// AddInvitation returns the fields of the opportunity with one more invitation.
Result<json::Object> AddInvitation(const Row& opportunity, const Invitation& invitation,
                                   base::Time now) {
  const json::Value* present = FindIn(opportunity.fields.Find("co_sell"), "invitations");
  json::Array list = present != nullptr && present->IsArray() ? *present->AsArray() : json::Array();
  const bool invited = std::ranges::any_of(list, [&](const json::Value& one) {
    const json::Value* partner = one.Find("partner_project_id");
    return partner != nullptr && *partner == json::Value::String(invitation.partner);
  });
  if (invited) {
    return base::Fail(base::Conflict("partner_invited", "The partner is invited already."));
  }
  if (list.size() >= kMostInvitations) {
    return Invalid("The opportunity has too many invitations.", "opportunity_project_id");
  }
  list.push_back(json::Value::Of(
      json::Object{{"partner_project_id", json::Value::String(invitation.partner)},
                   {"inviting_from", json::Value::String(invitation.inviting_from)},
                   {"invitation_message", json::Value::String(invitation.message)},
                   {"partner_responsibility", TextsOf(invitation.responsibilities)},
                   {"invited_at", json::Value::String(base::FormatIsoMillis(now))}}));
  json::Object fields = objects::MembersOf(opportunity);
  const json::Value* section = opportunity.fields.Find("co_sell");
  json::Object inner =
      section != nullptr && section->IsObject() ? *section->AsObject() : json::Object();
  objects::Set(inner, "invitations", json::Value::Of(std::move(list)));
  objects::Set(fields, "co_sell", json::Value::Of(std::move(inner)));
  return fields;
}

// ListOwn returns the objects of a kind that the caller's organization owns.
Result<std::vector<Row>> ListOwn(store::ReadTx& tx, const Caller& caller, std::string_view kind) {
  BW_TRY(objects::CheckOwn(tx, caller.principal(), kind, model::Operation::kRead));
  BW_TRY_ASSIGN(auto objects,
                store::ListObjectsOf(tx, caller->environment, caller->organization, kind));
  std::erase_if(objects,
                [&](const model::Object& object) { return object.owner != *caller->organization; });
  return objects::RowsOf(std::move(objects));
}

std::vector<std::string> ValuesIn(const Row& row) {
  std::vector<std::string> values;
  const json::Value* list = row.fields.Find("values");
  if (list == nullptr || !list->IsArray()) return values;
  for (const json::Value& value : *list->AsArray()) {
    if (value.IsString()) values.push_back(*value.AsString());
  }
  return values;
}

}  // namespace

base::Status CoSell::Invite(const Caller& caller, const Invitation& invitation) const {
  const base::Time now = parts_.clock.Now();
  const objects::Author author(caller, now);
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto reached, FindOpportunity(tx, caller, invitation.opportunity));
    BW_TRY(FindPartner(tx, caller, invitation.partner));
    BW_TRY(CheckReferral(tx, caller, reached.object, invitation.referral));
    BW_TRY_ASSIGN(const Row opportunity, objects::RowOf(reached.object));
    BW_TRY_ASSIGN(auto fields, AddInvitation(opportunity, invitation, now));
    BW_TRY(objects::Replace(tx, author, opportunity, opportunity.object.name, std::move(fields)));
    return {};
  });
}

Result<std::vector<Row>> CoSell::Partners(const Caller& caller) const {
  using List = std::vector<Row>;
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<List> {
    BW_TRY_ASSIGN(auto reached, objects::ListReached(tx, caller.principal(), caller->organization,
                                                     kAwsPartnerKind, model::Operation::kRead));
    List rows;
    for (objects::ReachedRow& one : reached) rows.push_back(std::move(one.row));
    return rows;
  });
}

Result<std::vector<FieldFault>> CoSell::Validate(const Caller& caller,
                                                 const json::Object& opportunity) const {
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) {
    return objects::CheckOwn(tx, caller.principal(), kOpportunity, model::Operation::kRead);
  }));
  return CheckOpportunity(opportunity);
}

Result<std::vector<PickList>> CoSell::PickLists(const Caller& caller, const std::string& partner,
                                                const std::vector<std::string>& fields) const {
  if (!IsPartnerProgram(partner)) {
    return Invalid("partner_id must be aws, azure or gcp.", "partner_id");
  }
  using List = std::vector<PickList>;
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<List> {
    BW_TRY_ASSIGN(const auto own, ListOwn(tx, caller, kPickListKind));
    List lists;
    for (const std::string& field : fields) {
      const auto found = std::ranges::find_if(own, [&](const Row& row) {
        return base::EqualsIgnoreCase(row.Text("partner_id"), partner) &&
               row.Text("field_name") == field;
      });
      auto list = found == own.end() ? FindPickList(field)
                                     : std::optional(PickList{field, ValuesIn(*found)});
      if (!list) return Invalid("There is no pick list of the field " + field + ".", "field_names");
      lists.push_back(*std::move(list));
    }
    return lists;
  });
}

Result<std::vector<Row>> CoSell::AwsSolutions(const Caller& caller) const {
  return parts_.store.Read(
      [&](store::ReadTx& tx) { return ListOwn(tx, caller, kAwsSolutionKind); });
}

}  // namespace bearward::partner_data
