#include "events/denials.h"

#include <optional>
#include <utility>

#include "events/events.h"
#include "verify/authority.h"

namespace bearward::events {

base::Result<verify::Denial> Denials::Explain(const model::Caller& caller,
                                              std::string_view request_id) const {
  BW_TRY(verify::CheckPermission(caller.principal(), kReadPermission));
  std::optional<model::OrganizationId> organization;
  if (!verify::IsEnvironment(caller.principal())) organization = *caller->organization;
  if (auto found = log_.Find(caller->environment, organization, request_id)) {
    return *std::move(found);
  }
  base::Error error = base::NotFound(
      "denial_not_found",
      "This node has refused no request with this id, or not among its newest 10,000 denials.");
  error.fields.emplace_back(request_id);
  return base::Fail(std::move(error));
}

}  // namespace bearward::events
