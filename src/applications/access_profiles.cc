#include "applications/access_profiles.h"

#include "store/applications.h"

namespace bearward::applications {
namespace {

using enum model::EventType;

base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& /*context*/) {
  const auto& profile = *static_cast<const model::AccessProfile*>(row);
  BW_TRY_ASSIGN(const bool used, store::IsAccessProfileUsed(tx, profile.environment, profile.name));
  if (!used) return {};
  return base::Fail(base::Conflict(
      "access_profile_in_use",
      "An application has this access profile. Give the application another one first."));
}

}  // namespace

AccessProfiles::AccessProfiles(const resource::Parts& parts)
    : VerbsOf(model::kAccessProfile,
              {.read = "",
               .write = "",
               .events = {kAccessProfileCreated, kAccessProfileUpdated, kAccessProfileDeleted},
               .remove = &Remove,
               .shared = "applications:manage"},
              parts) {}

}  // namespace bearward::applications
