// Records: the list of resources that have a description (model/fields.h).
#pragma once

#include <span>

#include "model/record.h"

namespace bearward::model {

// AllRecords returns the descriptions. A new resource is added here; all generic code and tests
// then include it.
std::span<const Record* const> AllRecords();

}  // namespace bearward::model
