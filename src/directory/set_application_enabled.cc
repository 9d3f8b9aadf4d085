#include <utility>

#include "directory/directory.h"
#include "directory/manage.h"

namespace bearward::directory {

base::Status Directory::SetApplicationEnabled(const model::Caller& caller,
                                              const model::ApplicationId& application,
                                              bool enabled) {
  BW_TRY(verify::CheckPermission(caller.principal(), kManageApplications));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) {
    return ChangeApplication(tx, caller, application, now, [enabled](model::Application& row) {
      return std::exchange(row.enabled, enabled) != enabled;
    });
  });
}

}  // namespace bearward::directory
