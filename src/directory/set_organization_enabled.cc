#include <utility>

#include "directory/directory.h"
#include "directory/manage.h"

namespace bearward::directory {

base::Status Directory::SetOrganizationEnabled(const model::Caller& caller,
                                               const model::OrganizationId& organization,
                                               bool enabled) {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) {
    return ChangeOrganization(tx, caller, organization, now, [enabled](model::Organization& row) {
      return std::exchange(row.enabled, enabled) != enabled;
    });
  });
}

}  // namespace bearward::directory
