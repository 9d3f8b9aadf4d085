// Organization: a tenant of an environment (customer of WorkMobile, company of WorkSpan, account of
// TeleTracker).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "model/forms.h"
#include "model/ids.h"
#include "model/password_policy.h"
#include "model/rate_limit.h"
#include "model/record.h"

namespace bearward::model {

// Organization has two identifiers in requests and responses: its id and its number (CustomerId,
// account_id). Both are unique in the environment, and so is `external_id`, which a customer may
// set. A disabled organization refuses every credential bound to it.
struct Organization {
  EnvironmentId environment;
  OrganizationId id;
  std::int64_t number = 0;
  std::string name;
  PolicyLevel password_policy = PolicyLevel::kMedium;
  bool enabled = true;
  base::Time created_at;
  base::Time updated_at;
  std::optional<RateLimit> rate_limit = {};  // shared by all its principals; empty: unlimited
  std::optional<std::string> external_id = {};
  Metadata metadata = {};
  std::optional<std::string> stripe_customer_id = {};
  // allow_profiles_outside_organization: single sign-on may bring users of other domains.
  bool allow_profiles_outside_organization = false;
  // audit_logs_retention_days is how long the events of its audit log are kept; empty:
  // kAuditLogRetentionDays.
  std::optional<std::int64_t> audit_logs_retention_days = {};
};

// kOrganizationFields and kOrganization are its description.
inline constexpr Field kOrganizationFields[] = {
    F<&Organization::name>("name", kEditable | kRequired | kProvision, &kName),
    F<&Organization::external_id>("external_id", kEditable | kFilter, &kExternalId),
    F<&Organization::metadata>("metadata", kEditable),
    F<&Organization::stripe_customer_id>("stripe_customer_id",
                                         kStored | kShown | kUpdate | kOmitted, &kExternalId),
    F<&Organization::allow_profiles_outside_organization>("allow_profiles_outside_organization",
                                                          kEditable),
    F<&Organization::number>("number", kStored | kAudited | kProvision),
    F<&Organization::password_policy>("password_policy", kStored | kAudited | kProvision),
    F<&Organization::enabled>("enabled", kStored | kAudited | kProvision),
    F<&Organization::audit_logs_retention_days>("audit_logs_retention_days", kStored | kAudited),
    F<&Organization::rate_limit>("rate_limit", kStored | kAudited | kProvision, &kRateLimit),
};
inline constexpr RecordOf<Organization> kOrganization({
    .object = "organization",
    .id_prefix = "org",
    .table = "organizations",
    .is_tenant = true,
    .fields = kOrganizationFields,
});
inline const Record& DescriptionOf(const Organization& /*row*/) { return kOrganization; }

}  // namespace bearward::model
