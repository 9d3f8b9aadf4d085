#include <utility>

#include "directory/directory.h"
#include "directory/manage.h"

namespace bearward::directory {

base::Status Directory::SetApplicationEnabled(const model::Caller& caller,
                                              const model::ApplicationId& application,
                                              bool enabled) {
  BW_TRY(CheckMayManage(caller, "applications:manage"));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) {
    return ChangeApplication(tx, caller, application, now, [enabled](model::Application& row) {
      if (std::exchange(row.enabled, enabled) == enabled) return false;
      // What was issued before stays over when it is switched on again.
      if (!enabled) ++row.generation;
      return true;
    });
  });
}

}  // namespace bearward::directory
