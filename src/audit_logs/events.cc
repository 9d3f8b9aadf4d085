#include "audit_logs/events.h"

#include <utility>

#include "store/audit_logs.h"

namespace bearward::audit_logs {

// The verbs that write are not used: an event of an audit log is a record itself.
Events::Events(const resource::Parts& parts)
    : VerbsOf(model::kAuditLogEvent,
              {.read = {},
               .write = {},
               .events = {model::EventType::kAuditLogActionUpdated,
                          model::EventType::kAuditLogActionUpdated,
                          model::EventType::kAuditLogActionUpdated}},
              parts) {}

base::Result<resource::Page> Events::ListOf(const model::Caller& caller,
                                            const std::string& organization,
                                            const EventRange& range, store::PageQuery query) const {
  if (range.from) query.conditions.push_back(store::OccurredFrom(*range.from));
  if (range.to) query.conditions.push_back(store::OccurredBefore(*range.to));
  return List(caller, std::move(query),
              {{record().Find(model::kOrganizationField), {organization}}});
}

}  // namespace bearward::audit_logs
