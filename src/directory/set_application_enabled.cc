#include "directory/directory.h"
#include "directory/manage.h"
#include "store/applications.h"

namespace bearward::directory {
namespace {

base::Status Switch(store::WriteTx& tx, const model::Caller& caller, const model::ApplicationId& id,
                    bool enabled, base::Time now) {
  BW_TRY_ASSIGN(auto application, store::FindApplication(tx, caller->environment, id));
  if (!application ||
      (application->organization != caller->organization && !IsEnvironmentKey(caller))) {
    return base::Fail(base::NotFound("application_not_found", "No such application."));
  }
  if (application->enabled == enabled) return {};
  application->enabled = enabled;
  // What was issued before stays over when it is switched on again.
  if (!enabled) ++application->generation;
  application->updated_at = now;
  BW_TRY(store::UpdateApplication(tx, *application));
  const Ending change{.environment = caller->environment,
                      .organization = application->organization,
                      .kind = model::SubjectKind::kApplication,
                      .subject_id = id.text,
                      .actor = caller.AsActor(),
                      .at = now};
  return tx.Append(EventOf(change, model::EventType::kApplicationUpdated, id.text));
}

}  // namespace

base::Status Directory::SetApplicationEnabled(const model::Caller& caller,
                                              const model::ApplicationId& application,
                                              bool enabled) {
  BW_TRY(CheckMayManage(caller, "applications:manage"));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write(
      [&](store::WriteTx& tx) { return Switch(tx, caller, application, enabled, now); });
}

}  // namespace bearward::directory
