#include "events/events.h"

#include <string>
#include <utility>

#include "base/invalid.h"
#include "store/organizations.h"
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
