// AccessProfiles: the access profiles of applications (WorkSpan's Security Profiles).
#pragma once

#include "model/access_profile.h"
#include "resource/verbs.h"

namespace bearward::applications {

// AccessProfiles are the verbs of access profiles. Applications of any organization may have a
// profile, so only a caller that acts for the environment uses the verbs; a member that manages
// applications may read them by the ...Shared functions, to give one to an application. A profile
// with a
// predefined name (model::PredefinedAccessProfile) replaces the predefined one until it is deleted.
// A profile that an application has cannot be deleted: kConflict "access_profile_in_use". It is
// safe from any thread.
class AccessProfiles : public resource::VerbsOf<model::AccessProfile> {
 public:
  explicit AccessProfiles(const resource::Parts& parts);
};

}  // namespace bearward::applications
