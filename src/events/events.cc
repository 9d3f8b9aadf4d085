#include "events/events.h"

#include <string>
#include <utility>

#include "base/invalid.h"
#include "json/reader.h"
#include "json/writer.h"
#include "store/organizations.h"
#include "verify/authority.h"

namespace bearward::events {
namespace {

// WithoutObject removes the fields of an object from an event: which of them a member may read
// depends on its roles and on the sections, which the log does not check.
std::string WithoutObject(const std::string& data) {
  const auto parsed = json::Parse(data);
  if (!parsed || !parsed->IsObject()) return "{}";
  json::Object members = *parsed->AsObject();
  std::erase_if(members, [](const json::Member& member) { return member.key == "object"; });
  return json::ToText(json::Value::Of(std::move(members)));
}

bool HasObjectFields(model::EventType type) {
  return type == model::EventType::kObjectCreated || type == model::EventType::kObjectUpdated;
}

}  // namespace

base::Result<store::EventPage> Events::List(const model::Caller& caller,
                                            store::EventQuery query) const {
  BW_TRY(verify::CheckPermission(caller.principal(), kReadPermission));
  query.environment = *caller->environment;
  query.organization.reset();
  if (!verify::IsEnvironment(caller.principal())) query.organization = *caller->organization;
  BW_TRY_ASSIGN(store::EventPage page,
                store_.Read([&](store::ReadTx& tx) { return store::FindEvents(tx, query); }));
  if (!query.organization) return page;
  for (model::Event& event : page.events) {
    if (HasObjectFields(event.type)) event.data = WithoutObject(event.data);
  }
  return page;
}

base::Result<model::Event> Events::Get(const model::Caller& caller, std::int64_t number) const {
  BW_TRY(verify::CheckPermission(caller.principal(), kReadPermission));
  const bool all = verify::IsEnvironment(caller.principal());
  BW_TRY_ASSIGN(auto found, store_.Read([&](store::ReadTx& tx) {
    return store::ListEvents(tx, caller->environment, number - 1, 1);
  }));
  if (found.empty() || found.front().number != number ||
      (!all && found.front().organization != *caller->organization)) {
    return base::Fail(base::NotFound("event_not_found", "No such event."));
  }
  model::Event& event = found.front();
  if (!all && HasObjectFields(event.type)) event.data = WithoutObject(event.data);
  return std::move(event);
}

base::Status Events::ReadAll(const model::Caller& caller, store::EventQuery query,
                             const Use& use) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  query.environment = *caller->environment;
  return store_.Read([&](store::ReadTx& tx) -> base::Status {
    if (query.organization) {
      BW_TRY_ASSIGN(const auto found,
                    store::FindOrganization(tx, query.environment, *query.organization));
      if (!found) {
        const std::string id = query.organization->text;
        return base::Fail(base::Invalid(
            "no_such_organization", "Organization not found: '" + id + "'.", {"organization_id"}));
      }
    }
    BW_TRY_ASSIGN(const store::EventPage page, store::FindEvents(tx, query));
    return use(tx, page);
  });
}

}  // namespace bearward::events
