#include "model/records.h"

#include "model/access_profile.h"
#include "model/application.h"
#include "model/organization.h"
#include "model/organization_domain.h"
#include "model/policy_record.h"

namespace bearward::model {

std::span<const Record* const> AllRecords() {
  static constexpr const Record* kRecords[] = {
      &kAccessProfile, &kApplicationRecord, &kOrganization, &kOrganizationDomain, &kPolicy,
  };
  return kRecords;
}

}  // namespace bearward::model
