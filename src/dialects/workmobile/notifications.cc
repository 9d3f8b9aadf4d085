#include "dialects/workmobile/notifications.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/workmobile/codec.h"
#include "dialects/workmobile/contracts.h"
#include "field_service/kinds.h"
#include "field_service/records.h"
#include "json/writer.h"
#include "objects/event_data.h"
#include "objects/visible.h"
#include "store/objects.h"
#include "verify/subject.h"

namespace bearward::dialects::workmobile {
namespace {

namespace fs = ::bearward::field_service;
using base::Result;
using door::Call;
using door::FieldCase;
using door::Outcome;
using model::WebhookEndpoint;

constexpr const char* kNewRecord = "form_record.created";
constexpr const char* kPath = "/notifications/external";

Result<WebhookEndpoint> DecodeNotification(const door::Body& body, std::int64_t& form) {
  constexpr FieldCase kCase = FieldCase::kIgnore;
  BW_TRY_ASSIGN(const auto number, body.Integer("userFormId", kCase));
  BW_TRY_ASSIGN(const auto url, body.Text("url", kCase));
  BW_TRY_ASSIGN(const auto with_subforms, body.Flag("includeSubFormData", kCase));
  BW_TRY_ASSIGN(const auto description, body.Text("description", kCase));
  std::vector<std::string> missing;
  const auto require = [&](bool is_given, const char* name) {
    if (!is_given) missing.emplace_back(name);
  };
  require(number.has_value(), "userFormId");
  require(url.has_value(), "url");
  require(with_subforms.has_value(), "includeSubFormData");
  require(description.has_value(), "description");
  if (!missing.empty()) {
    return base::Fail(
        base::Invalid("missing_field", "The field " + missing.front() + " is required.", missing));
  }
  form = *number;
  WebhookEndpoint row;
  row.url = *url;
  row.name = *description;
  row.events = {kNewRecord};
  row.includes_parts = *with_subforms;
  return row;
}

Result<Outcome> AddNotification(const Uses& uses, Call& call) {
  BW_TRY(objects::RequireUser(call.caller().principal()));
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  std::int64_t form = 0;
  BW_TRY_ASSIGN(WebhookEndpoint row, DecodeNotification(body, form));
  const auto found = uses.objects.ReadVisible(call.caller(), fs::kForm.kind, form);
  if (!found && found.error().code == base::Code::kNotFound) {
    return base::Fail(
        base::Invalid("invalid_field", "The field userFormId is not a form.", {"userFormId"}));
  }
  BW_TRY(found);
  row.objects = {found->object.id.text};
  BW_TRY_ASSIGN(const WebhookEndpoint made, uses.subscribers.AddOwn(call.caller(), std::move(row)));
  door::Reply reply = door::EmptyReply(200);
  // The path as the client sent it has the base that it uses.
  std::string_view path = call.request().path;
  if (path.ends_with('/')) path.remove_suffix(1);
  reply.headers.Add("Location", std::string(path) + "/" + made.id);
  return reply;
}

Result<Outcome> DeleteNotification(const Uses& uses, Call& call) {
  BW_TRY(objects::RequireUser(call.caller().principal()));
  BW_TRY(uses.subscribers.DeleteOwn(call.caller(), call.Param("WebhookId")));
  return door::EmptyReply(200);
}

// IsPart says whether an answer is the rows of a subform: a list of objects.
bool IsPart(const json::Value& value) {
  const json::Array* items = value.AsArray();
  return items != nullptr && !items->empty() &&
         std::ranges::all_of(*items, [](const json::Value& item) { return item.IsObject(); });
}

std::string WriteRecord(const objects::Row& record) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject();
  objects::WriteMembers(writer, fs::kRecord, objects::kListed, record);
  for (const json::Member& field : objects::MembersOf(record)) {
    if (!fs::IsAnswer(field.key)) continue;
    json::Write(writer.Key(field.key), field.value);
  }
  writer.EndObject();
  return body;
}

// RecordOf returns the record of an event, in its state after the event; nullopt for other events.
Result<std::optional<objects::Row>> RecordOf(store::ReadTx& tx, const model::Event& event) {
  if (event.type != model::EventType::kObjectCreated) return std::nullopt;
  auto change = objects::ReadChange(event);
  if (!change || change->kind != fs::kRecord.kind) return std::nullopt;
  BW_TRY_ASSIGN(auto object, store::FindObject(tx, event.environment, {event.target}));
  if (!object) return std::nullopt;
  return objects::Row{*std::move(object), json::Value::Of(std::move(change->fields))};
}

// IntegerIn returns a member of the body of a record, in which WriteRecord has written a number.
std::int64_t IntegerIn(const json::Value& body, std::string_view name) {
  const json::Value* value = body.Find(name);
  return value == nullptr ? 0 : value->AsInt().value_or(0);
}

// Encode writes the id of the form in a line before the record, so that Admit compares it without
// reading anything: most subscribers wait for other forms.
Result<std::vector<webhooks::Encoded>> Encode(store::ReadTx& tx, const model::Event& event) {
  std::vector<webhooks::Encoded> events;
  BW_TRY_ASSIGN(const auto record, RecordOf(tx, event));
  if (!record) return events;
  BW_TRY_ASSIGN(const auto form, store::FindObjectByNumber(tx, event.environment, fs::kForm.kind,
                                                           record->Integer("FormId")));
  if (!form || form->owner != record->object.owner) return events;
  events.push_back({.id = "evt_" + std::to_string(event.number),
                    .event = kNewRecord,
                    .body = form->id.text + "\n" + WriteRecord(*record)});
  return events;
}

bool IsFor(const WebhookEndpoint& receiver, std::string_view form) {
  return std::ranges::find(receiver.objects, form) != receiver.objects.end();
}

// MaySee says whether a login sees the form and the record now, which the body of a record names.
Result<bool> MaySee(store::ReadTx& tx, const WebhookEndpoint& receiver, const json::Value& body) {
  const auto subject = verify::LoadUserSubject(
      tx, receiver.environment, model::UserId{receiver.subject}, receiver.organization);
  if (!subject) {
    if (subject.error().code == base::Code::kUnauthenticated) return false;
    return base::Fail(subject.error());
  }
  const model::Principal& principal = subject->principal;
  for (const char* permission : {"api:access", "records:read"}) {
    if (!model::HasPermission(principal, permission)) return false;
  }
  BW_TRY_ASSIGN(const auto form,
                objects::FindVisible(tx, principal, fs::kForm.kind, IntegerIn(body, "FormId")));
  BW_TRY_ASSIGN(const auto record,
                objects::FindVisible(tx, principal, fs::kRecord.kind, IntegerIn(body, "Id")));
  const bool is_of_form = form && record && form->object.owner == record->object.owner;
  return is_of_form && IsFor(receiver, form->object.id.text);
}

webhooks::Body Admit(store::ReadTx& tx, const WebhookEndpoint& receiver,
                     const webhooks::Encoded& encoded) {
  const std::size_t end = encoded.body.find('\n');
  if (end == std::string::npos) return std::nullopt;
  if (!IsFor(receiver, std::string_view(encoded.body).substr(0, end))) return std::nullopt;
  std::string record = encoded.body.substr(end + 1);
  const auto body = json::Parse(record);
  if (!body || !body->IsObject()) return std::nullopt;
  BW_TRY_ASSIGN(const bool may_see, MaySee(tx, receiver, *body));
  if (!may_see) return std::nullopt;
  if (receiver.includes_parts) return record;
  json::Object members = *body->AsObject();
  std::erase_if(members, [](const json::Member& member) {
    return fs::IsAnswer(member.key) && IsPart(member.value);
  });
  return json::ToText(json::Value::Of(std::move(members)));
}

webhooks::Body Recheck(store::ReadTx& tx, const WebhookEndpoint& receiver,
                       const model::WebhookDelivery& delivery) {
  const auto body = json::Parse(delivery.payload);
  if (!body || !body->IsObject()) return std::nullopt;
  BW_TRY_ASSIGN(const bool may_see, MaySee(tx, receiver, *body));
  if (!may_see) return std::nullopt;
  return delivery.payload;
}

}  // namespace

std::vector<Row> NotificationRows() {
  using enum http::Method;
  const auto row = [](http::Method method, std::string_view path,
                      Result<Outcome> (*function)(const Uses&, Call&), std::string_view operation,
                      std::string_view summary, const door::Contract& contract) {
    return Row{method,
               path,
               Login(model::Need::All({"api:access", "webhooks:write"})),
               door::RunOn::kWorker,
               function,
               operation,
               summary,
               &contract};
  };
  return {
      row(kPost, kPath, AddNotification, "workmobile.add_notification",
          "Be notified of new data of a form", kAddNotification),
      row(kDelete, "/notifications/external/{WebhookId}", DeleteNotification,
          "workmobile.delete_notification", "Delete a notification", kDeleteNotification),
  };
}

webhooks::Audience LoginAudience() {
  return {.encode = &Encode, .admit = &Admit, .recheck = &Recheck};
}

}  // namespace bearward::dialects::workmobile
