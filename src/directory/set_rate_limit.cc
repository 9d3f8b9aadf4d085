#include <utility>

#include "directory/directory.h"
#include "directory/manage.h"

namespace bearward::directory {

base::Status Directory::SetApplicationRateLimit(const model::Caller& caller,
                                                const model::ApplicationId& application,
                                                const std::optional<model::RateLimit>& limit) {
  BW_TRY(verify::CheckPermission(caller.principal(), kManageApplications));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) {
    return ChangeApplication(tx, caller, application, now, [&limit](model::Application& row) {
      return std::exchange(row.rate_limit, limit) != limit;
    });
  });
}

base::Status Directory::SetOrganizationRateLimit(const model::Caller& caller,
                                                 const model::OrganizationId& organization,
                                                 const std::optional<model::RateLimit>& limit) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) {
    return ChangeOrganization(tx, caller, organization, now, [&limit](model::Organization& row) {
      return std::exchange(row.rate_limit, limit) != limit;
    });
  });
}

}  // namespace bearward::directory
