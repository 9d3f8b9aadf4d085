#include "partner_data/marketplace.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/id.h"
#include "base/invalid.h"
#include "json/text_in.h"
#include "json/writer.h"
#include "model/partner_result.h"
#include "objects/reach.h"
#include "objects/reached.h"
#include "objects/writes.h"
#include "partner_data/hyperscaler.h"
#include "partner_data/kinds.h"
#include "partner_data/load_rows.h"
#include "partner_data/load_table.h"
#include "partner_data/new_result.h"
#include "store/objects.h"
#include "store/partner_results.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using model::Caller;
using model::PartnerResult;
using model::PartnerResultKind;
using objects::Row;

constexpr const char* kWithdrawal = "withdrawal";  // field of an offer

store::ResultsOf ResultsOf(const Caller& caller, PartnerResultKind kind) {
  return {caller->environment, caller->organization, kind};
}

std::unexpected<base::Error> Refused(std::string reason, std::string text, const char* field) {
  return base::Fail(base::Invalid(std::move(reason), std::move(text), {field}));
}

base::Status CheckForm(const ActionForm& form) {
  if (form.action_type != "withdraw") {
    return Refused("invalid_field", "action_type must be withdraw.", "action_type");
  }
  if (form.object_type != kOfferKind) {
    return Refused("invalid_field", "object_type must be ws-offer.", "object_type");
  }
  if (!IsMarketplace(form.marketplace_type)) {
    return Refused("invalid_field", "marketplace_type must be aws, azure or gcp.",
                   "marketplace_type");
  }
  return {};
}

// FindOffer answers alike for an offer that is missing and for one of another organization.
Result<Row> FindOffer(store::ReadTx& tx, const Caller& caller, const std::string& id) {
  BW_TRY_ASSIGN(auto object, store::FindObject(tx, caller->environment, model::ObjectId{id}));
  if (!object || object->kind != kOfferKind || object->owner != *caller->organization) {
    return Refused("object_not_found", "No such offer.", "object_id");
  }
  return objects::RowOf(*std::move(object));
}

// CheckSoldOn refuses a marketplace other than that of the offer, if the offer states one.
base::Status CheckSoldOn(const Row& offer, const std::string& marketplace) {
  const std::string own = offer.Text("marketplace_type");
  if (own.empty() || IsSameMarketplace(own, marketplace)) return {};
  return Refused("invalid_field", "The offer is on another marketplace: " + own + ".",
                 "marketplace_type");
}

base::Status CheckNotWithdrawn(const Row& offer, base::Time now) {
  const json::Value* withdrawal = offer.fields.Find(kWithdrawal);
  if (withdrawal == nullptr) return {};
  const auto start = base::ParseIso(json::TextIn(*withdrawal, "requested_at"));
  const bool busy = start && IsInProgress(*start, now);
  return Refused("action_not_possible",
                 busy ? "A withdrawal of the offer is in progress." : "The offer is withdrawn.",
                 "object_id");
}

std::string DataOf(const ActionForm& form) {
  std::string data;
  json::Writer(data)
      .BeginObject()
      .Key("action_type")
      .String(form.action_type)
      .Key("object_type")
      .String(form.object_type)
      .Key("marketplace_type")
      .String(form.marketplace_type)
      .EndObject();
  return data;
}

// UsageOf returns what is known about the project of a row, with the faults. A project that the
// organization does not reach is unknown.
Result<UsageOfProject> UsageOf(store::ReadTx& tx, const Caller& caller, const json::Object& row) {
  const json::Value value = json::Value::Of(row);
  UsageOfProject usage{json::TextIn(value, "project_name"), json::TextIn(value, "project_id"),
                       json::TextIn(value, "external_id"), CheckUsage(row)};
  bool known = !usage.external_id.empty();
  if (!usage.project_id.empty()) {
    const auto reached =
        objects::Reach(tx, caller.principal(), {usage.project_id}, model::Operation::kRead);
    if (!reached && reached.error().code != base::Code::kNotFound &&
        reached.error().code != base::Code::kDenied) {
      return base::Fail(reached.error());
    }
    known = reached.has_value();
  }
  if (!known) usage.faults.push_back({"USAGE-21", "No such project."});
  return usage;
}

void WriteUsage(std::string& lines, const UsageOfProject& usage) {
  json::Writer writer(lines);
  writer.BeginObject().Key("project_name").String(usage.project_name);
  writer.Key("project_id").String(usage.project_id).Key("external_id").String(usage.external_id);
  writer.Key("faults").BeginArray();
  for (const UsageFault& fault : usage.faults) {
    writer.BeginObject().Key("code").String(fault.code).Key("message").String(fault.message);
    writer.EndObject();
  }
  writer.EndArray().EndObject();
  lines += '\n';
}

UsageOfProject ReadUsageLine(const json::Value& line) {
  UsageOfProject usage{json::TextIn(line, "project_name"),
                       json::TextIn(line, "project_id"),
                       json::TextIn(line, "external_id"),
                       {}};
  const json::Value* faults = line.Find("faults");
  if (faults == nullptr || !faults->IsArray()) return usage;
  for (const json::Value& fault : *faults->AsArray()) {
    usage.faults.push_back({json::TextIn(fault, "code"), json::TextIn(fault, "message")});
  }
  return usage;
}

json::Value FilesOf(const std::vector<InboundFile>& files) {
  json::Array list;
  for (const InboundFile& file : files) {
    list.push_back(json::Value::Of(json::Object{{"field", json::Value::String(file.field)},
                                                {"name", json::Value::String(file.name)},
                                                {"type", json::Value::String(file.type)},
                                                {"size", json::Value::Int(file.size)}}));
  }
  return json::Value::Of(std::move(list));
}

// CheckReceives refuses authorizations of AWS in an integration of another marketplace.
base::Status CheckReceives(const Integration& integration, std::string_view kind) {
  const bool fits = kind != kAuthorizationKind || integration.marketplace_type.empty() ||
                    IsSameMarketplace(integration.marketplace_type, "aws");
  if (fits) return {};
  return Refused(
      "wrong_integration",
      "The integration is for another marketplace: " + integration.marketplace_type + ".",
      "integration_id");
}

// FindReceived returns the own object of the kind with this external id.
Result<std::optional<Row>> FindReceived(store::ReadTx& tx, const Caller& caller,
                                        const InboundForm& form, const std::string& external_id) {
  BW_TRY_ASSIGN(auto found, objects::ListReached(tx, caller.principal(), caller->organization,
                                                 form.kind, model::Operation::kWrite));
  for (objects::ReachedRow& one : found) {
    const bool own = one.row.object.owner == *caller->organization;
    if (own && one.row.Text("external_id") == external_id) return std::move(one.row);
  }
  return std::nullopt;
}

}  // namespace

Result<Action> Marketplace::Start(const Caller& caller, const ActionForm& form) const {
  const base::Time now = parts_.clock.Now();
  const objects::Author author(caller, now);
  PartnerResult row = NewResult(caller, PartnerResultKind::kAction, now);
  row.id = "WS-MarketplaceAction-" + base::NewUuid(parts_.entropy);
  row.subject = form.object_id;
  row.data = DataOf(form);
  row.expires_at = now + kKeptAction;
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(objects::CheckNamed(tx, caller.principal(), kOfferKind, model::Operation::kWrite));
    BW_TRY(CheckForm(form));
    BW_TRY_ASSIGN(const Row offer, FindOffer(tx, caller, form.object_id));
    BW_TRY(CheckSoldOn(offer, form.marketplace_type));
    BW_TRY(CheckNotWithdrawn(offer, now));
    json::Object fields = objects::MembersOf(offer);
    objects::Set(fields, kWithdrawal,
                 json::Value::Of(json::Object{
                     {"action_id", json::Value::String(row.id)},
                     {"requested_at", json::Value::String(base::FormatIsoMillis(now))}}));
    BW_TRY(objects::Replace(tx, author, offer, offer.object.name, std::move(fields)));
    return store::PartnerResults().Insert(tx, row);
  }));
  return Action{row.id, form, true};
}

Result<Action> Marketplace::ReadAction(const Caller& caller, const std::string& id) const {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<Action> {
    BW_TRY(objects::CheckNamed(tx, caller.principal(), kOfferKind, model::Operation::kWrite));
    BW_TRY_ASSIGN(const auto row,
                  store::FindPartnerResult(tx, ResultsOf(caller, PartnerResultKind::kAction), id));
    if (!row) return Refused("action_not_found", "No such action.", "action_id");
    BW_TRY_ASSIGN(const json::Value data, json::Parse(row->data));
    return Action{row->id,
                  {json::TextIn(data, "action_type"), json::TextIn(data, "object_type"),
                   json::TextIn(data, "marketplace_type"), row->subject},
                  IsInProgress(row->created_at, now)};
  });
}

Result<std::string> Marketplace::UploadUsage(const Caller& caller, const std::string& integration,
                                             const std::vector<json::Object>& rows) const {
  if (rows.size() > kMostRowsAtOnce) {
    return base::Fail(base::Invalid(
        "too_many_rows", "There are more than " + std::to_string(kMostRowsAtOnce) + " rows."));
  }
  const base::Time now = parts_.clock.Now();
  const objects::Author author(caller, now);
  PartnerResult row = NewResult(caller, PartnerResultKind::kUsage, now);
  row.id = "WS-UsageExecution_" + base::NewUlid(now, parts_.entropy);
  row.subject = integration;
  row.expires_at = now + kKeptUsage;
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    row.content.clear();
    BW_TRY(FindIntegration(tx, caller.principal(), integration));
    BW_TRY(objects::CheckOwn(tx, caller.principal(), kUsageKind, model::Operation::kWrite));
    BW_TRY_ASSIGN(auto creator, objects::Creator::Begin(tx, author, parts_.entropy, kUsageKind));
    for (const json::Object& one : rows) {
      BW_TRY_ASSIGN(const UsageOfProject usage, UsageOf(tx, caller, one));
      WriteUsage(row.content, usage);
      if (!usage.faults.empty()) continue;
      BW_TRY(creator.Create({{}, "Usage of " + usage.project_id + usage.external_id, one}));
    }
    return store::PartnerResults().Insert(tx, row);
  }));
  return row.id;
}

Result<std::vector<UsageOfProject>> Marketplace::ReadUsage(const Caller& caller,
                                                           const std::string& execution) const {
  using List = std::vector<UsageOfProject>;
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<List> {
    BW_TRY(objects::CheckOwn(tx, caller.principal(), kUsageKind, model::Operation::kRead));
    BW_TRY_ASSIGN(const auto row, store::FindPartnerResult(
                                      tx, ResultsOf(caller, PartnerResultKind::kUsage), execution));
    if (!row) return Refused("execution_not_found", "No such execution.", "execution_id");
    List list;
    std::string_view rest = row->content;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      BW_TRY_ASSIGN(const json::Value line, json::Parse(rest.substr(0, end)));
      list.push_back(ReadUsageLine(line));
      rest.remove_prefix(end + 1);
    }
    return list;
  });
}

Result<InboundObject> Marketplace::Receive(const Caller& caller, const std::string& integration,
                                           const InboundForm& form) const {
  const std::string external_id = json::TextIn(json::Value::Of(form.data), "external_id");
  if (external_id.empty()) {
    return Refused("missing_field", "The data needs external_id, the id in the other system.",
                   "external_id");
  }
  const objects::Author author(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<InboundObject> {
    BW_TRY_ASSIGN(const Integration found, FindIntegration(tx, caller.principal(), integration));
    BW_TRY(CheckReceives(found, form.kind));
    BW_TRY_ASSIGN(const auto present, FindReceived(tx, caller, form, external_id));
    json::Object fields = present ? objects::MembersOf(*present) : json::Object();
    objects::Merge(fields, form.data);
    if (!form.files.empty()) objects::Set(fields, "files", FilesOf(form.files));
    std::string name = json::TextIn(json::Value::Of(form.data), "name");
    if (name.empty()) name = present ? present->object.name : external_id;
    if (present) {
      BW_TRY(objects::Replace(tx, author, *present, std::move(name), std::move(fields)));
      return InboundObject{present->object.id.text, external_id, false};
    }
    BW_TRY_ASSIGN(const Row made, objects::Create(tx, author, parts_.entropy,
                                                  {form.kind, std::move(name), std::move(fields)}));
    return InboundObject{made.object.id.text, external_id, true};
  });
}

}  // namespace bearward::partner_data
