#include "events/events.h"

#include <utility>

#include "verify/authority.h"

namespace bearward::events {

base::Result<store::EventPage> Events::List(const model::Caller& caller,
                                            store::EventQuery query) const {
  BW_TRY(verify::CheckPermission(caller.principal(), kReadPermission));
  query.environment = *caller->environment;
  query.organization.reset();
  if (!verify::IsEnvironment(caller.principal())) query.organization = *caller->organization;
  return store_.Read([&](store::ReadTx& tx) { return store::FindEvents(tx, query); });
}

}  // namespace bearward::events
