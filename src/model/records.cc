#include "model/records.h"

#include "model/organization_domain.h"
#include "model/policy_record.h"

namespace bearward::model {

std::span<const Record* const> AllRecords() {
  static constexpr const Record* kRecords[] = {
      &kOrganizationDomain,
      &kPolicy,
  };
  return kRecords;
}

}  // namespace bearward::model
