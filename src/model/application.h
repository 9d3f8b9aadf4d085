// Application: the machine principal of one organization (WorkSpan's Application User).
#pragma once

#include <optional>
#include <string>

#include "base/digest.h"
#include "base/time.h"
#include "model/ids.h"
#include "model/rate_limit.h"

namespace bearward::model {

// Application has an immutable public `client_id`, unique in its environment, and secrets apart.
struct Application {
  EnvironmentId environment;
  ApplicationId id;
  OrganizationId organization;
  std::string name;
  std::string client_id;
  std::string access_profile;  // the profile's name
  bool enabled = true;
  base::Time created_at;
  base::Time updated_at;
  std::optional<RateLimit> rate_limit = {};  // none: unlimited
};

// ApplicationSecret is one live secret, as its SHA-256. A reset removes all and adds one.
struct ApplicationSecret {
  EnvironmentId environment;
  std::string id;  // sec_...
  ApplicationId application;
  base::Digest hash{};
  base::Time created_at;
};

}  // namespace bearward::model
