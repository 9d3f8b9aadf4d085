#include "dialects/workspan/subscriber_events.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/time.h"
#include "json/reader.h"
#include "json/text_in.h"
#include "json/writer.h"
#include "objects/event_data.h"
#include "objects/field_filter.h"
#include "objects/reach.h"
#include "objects/reached.h"
#include "partner_data/integrations.h"
#include "partner_data/kinds.h"
#include "store/events.h"
#include "store/objects.h"
#include "verify/subject.h"

namespace bearward::dialects::workspan {
namespace {

using base::Result;
using model::Event;
using webhooks::Encoded;

constexpr SubscriberEvent kEvents[] = {
    {"object.all", "Every event about an object of the integration."},
    {"object.create", "An object was created."},
    {"object.update", "Fields or external ids of an object were changed."},
    {"object.delete", "An object was deleted."},
    {"object.stage_change", "The field stage of an object was changed."},
    {"object.partner_center_referral_submit",
     "The field partner_center.integration_status of an object was set to SUBMITTED."},
    {"report.submit", "A report was published."},
    {"member.create", "A company or a user was added to an object."},
    {"member.update", "The access level or the state of a member of an object was changed."},
    {"task.create", "A task was created."},
    {"task.update", "A task was changed."},
    {"comment.create", "A comment was created."},
    {"comment.update", "A comment was changed."},
};

// Collaboration is a kind of object that belongs to another object, the one in its field object_id.
struct Collaboration {
  std::string_view kind;
  std::string_view created;
  std::string_view updated;
};
constexpr Collaboration kCollaborations[] = {{"task", "task.create", "task.update"},
                                             {"comment", "comment.create", "comment.update"}};

// CollaborationOf returns the kind whose event this is; nullptr for any other event.
const Collaboration* CollaborationOf(std::string_view event) {
  const auto* const found = std::ranges::find_if(kCollaborations, [&](const Collaboration& one) {
    return one.created == event || one.updated == event;
  });
  return found == std::end(kCollaborations) ? nullptr : found;
}

// Milestone is an event that follows from the value of a field; an empty value stands for any, an
// empty kind for all.
struct Milestone {
  std::string_view event;
  std::string_view field;
  std::string_view value;
  std::string_view kind;
  bool of_new = false;  // also when an object is created with this value
};
constexpr Milestone kMilestones[] = {
    {"object.stage_change", "stage", "", ""},
    {"object.partner_center_referral_submit", "partner_center.integration_status", "SUBMITTED", "",
     true},
    {"report.submit", "reportStatus", "PUBLISHED", partner_data::kReportKind, true},
};

// Occurrence is an event of WorkSpan before it is adapted to a subscriber. `fields` are all fields
// of what it is about, or those of a change of a member.
struct Occurrence {
  std::string event;
  std::string object;  // whose members may read it
  std::string kind;    // of what it is about; empty for a member
  std::string name;
  model::OrganizationId owner;
  json::Object fields;
  std::string occurred_at;
};

std::string ToBody(const Occurrence& occurrence) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("event").String(occurrence.event);
  writer.Key("object").String(occurrence.object).Key("kind").String(occurrence.kind);
  writer.Key("name").String(occurrence.name).Key("owner").String(occurrence.owner.text);
  writer.Key("occurred_at").String(occurrence.occurred_at);
  json::Write(writer.Key("fields"), json::Value::Of(occurrence.fields));
  writer.EndObject();
  return body;
}

std::optional<Occurrence> FromBody(const std::string& body) {
  const auto value = json::Parse(body);
  const json::Value* fields = value ? value->Find("fields") : nullptr;
  if (fields == nullptr || !fields->IsObject()) return std::nullopt;
  return Occurrence{.event = json::TextIn(*value, "event"),
                    .object = json::TextIn(*value, "object"),
                    .kind = json::TextIn(*value, "kind"),
                    .name = json::TextIn(*value, "name"),
                    .owner = {json::TextIn(*value, "owner")},
                    .fields = *fields->AsObject(),
                    .occurred_at = json::TextIn(*value, "occurred_at")};
}

json::Object MemberFields(const model::ObjectMember& member) {
  json::Object fields = {{"organization_id", json::Value::String(member.organization.text)}};
  if (member.user) fields.push_back({"user_id", json::Value::String(member.user->text)});
  fields.push_back({"access_level", json::Value::String(std::string(base::Word(member.level)))});
  fields.push_back({"state", json::Value::String(std::string(base::Word(member.state)))});
  return fields;
}

bool HasValue(const objects::ObjectChange& change, const Milestone& milestone) {
  if (milestone.value.empty()) return true;
  objects::ReachedRow row;
  row.row.fields = json::Value::Of(change.fields);
  return objects::VisibleValue(row, milestone.field, {}) ==
         json::Value::String(std::string(milestone.value));
}

// ChangedFields says whether anything but the members was changed.
bool ChangedFields(const Event& event, const objects::ObjectChange& change) {
  if (!change.changed.empty()) return true;
  const auto data = json::Parse(event.data);
  const json::Value* changes = data ? data->Find("changes") : nullptr;
  if (changes == nullptr || !changes->IsObject()) return false;
  return std::ranges::any_of(*changes->AsObject(),
                             [](const json::Member& member) { return member.key != "members"; });
}

// Collector makes the occurrences of one event of the log.
class Collector {
 public:
  Collector(const Event& event, objects::ObjectChange change)
      : event_(event), change_(std::move(change)) {}

  std::vector<Occurrence> Collect() && {
    const bool is_new = event_.type == model::EventType::kObjectCreated;
    const auto* const collaboration =
        std::ranges::find(kCollaborations, change_.kind, &Collaboration::kind);
    if (collaboration != std::end(kCollaborations)) {
      Occurrence made = Make(is_new ? collaboration->created : collaboration->updated);
      const std::string of = json::TextIn(json::Value::Of(change_.fields), "object_id");
      if (!of.empty()) made.object = of;
      return {std::move(made)};
    }
    std::vector<Occurrence> all;
    if (is_new || ChangedFields(event_, change_)) {
      all.push_back(Make(is_new ? "object.create" : "object.update"));
    }
    for (const Milestone& milestone : kMilestones) {
      const bool is_met = (is_new ? milestone.of_new : true) && change_.Changed(milestone.field) &&
                          (milestone.kind.empty() || milestone.kind == change_.kind) &&
                          HasValue(change_, milestone);
      if (is_met) all.push_back(Make(milestone.event));
    }
    for (const objects::MemberChange& member : change_.members) {
      Occurrence made = Make(member.added ? "member.create" : "member.update");
      made.kind.clear();
      made.fields = MemberFields(member.member);
      all.push_back(std::move(made));
    }
    return all;
  }

  Occurrence Make(std::string_view name) const {
    return {.event = std::string(name),
            .object = event_.target,
            .kind = change_.kind,
            .name = change_.name,
            .owner = event_.organization.value_or(model::OrganizationId()),
            .fields = change_.fields,
            .occurred_at = base::FormatIsoMillis(event_.at)};
  }

 private:
  const Event& event_;
  objects::ObjectChange change_;
};

// OfLink returns the occurrence of an external id. Its event does not contain the object.
Result<std::vector<Occurrence>> OfLink(store::ReadTx& tx, const Event& event) {
  std::vector<Occurrence> all;
  BW_TRY_ASSIGN(auto object, store::FindObject(tx, event.environment, {event.target}));
  if (!object || objects::HoldsSecrets(object->kind)) return all;
  BW_TRY_ASSIGN(const objects::Row row, objects::RowOf(*std::move(object)));
  Occurrence made = Collector(event, {.kind = row.object.kind,
                                      .name = row.object.name,
                                      .fields = objects::MembersOf(row)})
                        .Make("object.update");
  made.owner = row.object.owner;
  all.push_back(std::move(made));
  return all;
}

Result<std::vector<Occurrence>> OccurrencesOf(store::ReadTx& tx, const Event& event) {
  switch (event.type) {
    case model::EventType::kObjectLinked:
      return OfLink(tx, event);
    case model::EventType::kObjectCreated:
    case model::EventType::kObjectUpdated: {
      auto change = objects::ReadChange(event);
      if (!change) return std::vector<Occurrence>();
      return Collector(event, *std::move(change)).Collect();
    }
    default:
      return std::vector<Occurrence>();
  }
}

// The id of an occurrence is evt_NUMBER_N, with the number of its event in the log.
constexpr const char* kIdPrefix = "evt_";

Result<std::vector<Encoded>> Encode(store::ReadTx& tx, const Event& event) {
  BW_TRY_ASSIGN(const auto occurrences, OccurrencesOf(tx, event));
  std::vector<Encoded> events;
  for (const Occurrence& one : occurrences) {
    events.push_back(
        {.id = kIdPrefix + std::to_string(event.number) + "_" + std::to_string(events.size() + 1),
         .event = one.event,
         .body = ToBody(one)});
  }
  return events;
}

bool Wants(const model::WebhookEndpoint& receiver, const Occurrence& occurrence) {
  const auto has = [&](std::string_view name) {
    return std::ranges::find(receiver.events, name) != receiver.events.end();
  };
  const bool is_wanted =
      has(occurrence.event) || (IsObjectEvent(occurrence.event) && has(kAllObjectEvents));
  return is_wanted &&
         (receiver.objects.empty() ||
          std::ranges::find(receiver.objects, occurrence.object) != receiver.objects.end());
}

// IsOfIntegration says whether the integration of a subscriber, which an object event needs, is for
// such objects.
Result<bool> IsOfIntegration(store::ReadTx& tx, const model::WebhookEndpoint& receiver,
                             const Occurrence& occurrence) {
  if (!IsObjectEvent(occurrence.event)) return true;
  BW_TRY_ASSIGN(auto object, store::FindObject(tx, receiver.environment, {receiver.integration}));
  const bool is_integration = object && object->kind == partner_data::kIntegrationKind &&
                              object->owner == receiver.organization;
  if (!is_integration) return false;
  BW_TRY_ASSIGN(const objects::Row row, objects::RowOf(*std::move(object)));
  return partner_data::ReadIntegration(row).object_kind == occurrence.kind;
}

bool IsRefusal(const base::Error& error) {
  return error.code == base::Code::kUnauthenticated || error.code == base::Code::kDenied ||
         error.code == base::Code::kNotFound;
}

// Source is where an occurrence comes from: the object whose members may read it, and the owner of
// what it is about.
struct Source {
  std::string event;
  std::string object;
  model::OrganizationId owner;
};

// CheckCollaboration fails unless the application may read tasks or comments, and the owner of this
// one sees the object that it names: anyone may write any id there, and must not reach the members
// of an object of strangers by it.
base::Status CheckCollaboration(store::ReadTx& tx, const model::Principal& principal,
                                const Source& source) {
  const Collaboration* const collaboration = CollaborationOf(source.event);
  if (collaboration == nullptr) return {};
  BW_TRY(objects::CheckOwn(tx, principal, collaboration->kind, model::Operation::kRead));
  BW_TRY_ASSIGN(const auto members,
                store::ListMembersOf(tx, principal.environment, {source.object}, source.owner));
  const auto rights = model::EffectiveRights(members);
  if (rights && rights->view) return {};
  return base::Fail(base::NotFound("object_not_found", "No such object."));
}

// ReachNow evaluates the rule with the rights that the application has now; nullopt if it refuses.
Result<std::optional<objects::Reached>> ReachNow(store::ReadTx& tx,
                                                 const model::WebhookEndpoint& receiver,
                                                 const Source& source) {
  const auto subject = verify::LoadApplicationSubject(tx, receiver.environment,
                                                      model::ApplicationId{receiver.subject});
  if (!subject) {
    if (IsRefusal(subject.error())) return std::nullopt;
    return base::Fail(subject.error());
  }
  if (*subject->principal.organization != receiver.organization) return std::nullopt;
  auto reached = objects::Reach(tx, subject->principal, model::ObjectId{source.object},
                                model::Operation::kRead);
  const base::Status checked = reached ? CheckCollaboration(tx, subject->principal, source)
                                       : base::Status(base::Fail(reached.error()));
  if (checked) return *std::move(reached);
  if (IsRefusal(checked.error())) return std::nullopt;
  return base::Fail(checked.error());
}

// SeenRow is what the event is about, for VisibleFields: the state in the event, and the external
// ids. The event of a member has the object as it is now, for filters.
Result<objects::ReachedRow> SeenRow(store::ReadTx& tx, const Occurrence& occurrence,
                                    objects::Reached reached) {
  objects::ReachedRow seen;
  seen.rights = reached.rights;
  if (!IsObjectEvent(occurrence.event) && !occurrence.kind.empty()) {
    seen.row.object.owner = occurrence.owner;
    seen.row.fields = json::Value::Of(occurrence.fields);
    return seen;
  }
  BW_TRY_ASSIGN(seen.links,
                store::ListExternalIds(tx, reached.object.environment, reached.object.id));
  BW_TRY_ASSIGN(seen.row, objects::RowOf(std::move(reached.object)));
  if (!occurrence.kind.empty()) seen.row.fields = json::Value::Of(occurrence.fields);
  return seen;
}

bool PassesFilter(const model::WebhookEndpoint& receiver, const objects::ReachedRow& seen) {
  if (receiver.filter.empty()) return true;
  // A filter is parsed when it is registered; one that this version does not read selects nothing.
  const auto filter = objects::FieldFilter::Parse(receiver.filter);
  return filter && filter->Matches([&](std::string_view field) {
    return objects::VisibleValue(seen, field, receiver.organization);
  });
}

std::string WriteBody(const model::WebhookEndpoint& receiver, const Occurrence& occurrence,
                      const json::Object& fields) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("event").String(occurrence.event);
  writer.Key("object_id").String(occurrence.object);
  if (!receiver.integration.empty()) writer.Key("integration_id").String(receiver.integration);
  writer.Key("occurred_at").String(occurrence.occurred_at).Key("data").BeginObject();
  if (!occurrence.kind.empty()) {
    writer.Key("object_type").String(occurrence.kind).Key("name").String(occurrence.name);
  }
  for (const json::Member& field : fields) {
    const bool is_written = field.key == "object_type" || field.key == "name";
    if (is_written && !occurrence.kind.empty()) continue;
    json::Write(writer.Key(field.key), field.value);
  }
  writer.EndObject().EndObject();
  return body;
}

webhooks::Body Admit(store::ReadTx& tx, const model::WebhookEndpoint& receiver,
                     const Encoded& encoded) {
  const auto occurrence = FromBody(encoded.body);
  if (!occurrence || !Wants(receiver, *occurrence)) return std::nullopt;
  BW_TRY_ASSIGN(const bool is_of_integration, IsOfIntegration(tx, receiver, *occurrence));
  if (!is_of_integration) return std::nullopt;
  BW_TRY_ASSIGN(auto reached,
                ReachNow(tx, receiver, {occurrence->event, occurrence->object, occurrence->owner}));
  if (!reached) return std::nullopt;
  BW_TRY_ASSIGN(const objects::ReachedRow seen, SeenRow(tx, *occurrence, *std::move(reached)));
  if (!PassesFilter(receiver, seen)) return std::nullopt;
  return WriteBody(receiver, *occurrence,
                   occurrence->kind.empty() ? occurrence->fields
                                            : objects::VisibleFields(seen, receiver.organization));
}

// OwnerOf returns the owner of what an occurrence is about, by its id: the body does not name it.
// Without the event in the log the result is empty, and no object has members of it.
Result<model::OrganizationId> OwnerOf(store::ReadTx& tx, const model::WebhookDelivery& delivery) {
  std::string_view id = delivery.event_id;
  std::int64_t number = 0;
  if (!id.starts_with(kIdPrefix)) return model::OrganizationId();
  id.remove_prefix(std::string_view(kIdPrefix).size());
  std::from_chars(id.data(), id.data() + id.size(), number);
  BW_TRY_ASSIGN(const auto events, store::ListEvents(tx, delivery.environment, number - 1, 1));
  const bool is_found = !events.empty() && events.front().number == number;
  return is_found ? events.front().organization.value_or(model::OrganizationId())
                  : model::OrganizationId();
}

// Recheck evaluates the rule again. What was planned has the fields that the organization could see
// then; only the right to financial fields can change, because owners of objects do not.
webhooks::Body Recheck(store::ReadTx& tx, const model::WebhookEndpoint& receiver,
                       const model::WebhookDelivery& delivery) {
  const auto body = json::Parse(delivery.payload);
  const json::Value* data = body ? body->Find("data") : nullptr;
  if (data == nullptr || !data->IsObject()) return std::nullopt;
  Source source{json::TextIn(*body, "event"), json::TextIn(*body, "object_id"), {}};
  if (CollaborationOf(source.event) != nullptr) {
    BW_TRY_ASSIGN(source.owner, OwnerOf(tx, delivery));
  }
  BW_TRY_ASSIGN(const auto reached, ReachNow(tx, receiver, source));
  if (!reached) return std::nullopt;
  if (reached->rights.view_financial) return delivery.payload;
  json::Object fields = *data->AsObject();
  objects::RemoveFinancial(fields);
  if (fields.size() == data->AsObject()->size()) return delivery.payload;
  json::Object members = *body->AsObject();
  objects::Set(members, "data", json::Value::Of(std::move(fields)));
  return json::ToText(json::Value::Of(std::move(members)));
}

}  // namespace

std::span<const SubscriberEvent> SubscriberEvents() { return kEvents; }

bool IsObjectEvent(std::string_view name) { return name.starts_with(kObjectEvent); }

webhooks::Audience ApplicationAudience() {
  return {.encode = &Encode, .admit = &Admit, .recheck = &Recheck};
}

}  // namespace bearward::dialects::workspan
