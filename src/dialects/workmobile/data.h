// Data: WorkMobile's data endpoints: forms, records, reports, user groups, mobile users, job types
// and jobs (contract section 2b).
#pragma once

#include <vector>

#include "dialects/workmobile/row.h"

namespace bearward::dialects::workmobile {

// DataRows returns the rows of the data endpoints.
std::vector<Row> DataRows();

}  // namespace bearward::dialects::workmobile
