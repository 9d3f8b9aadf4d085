// Records: every resource that is described by a table of fields.
#pragma once

#include <span>

#include "model/fields.h"

namespace bearward::model {

// AllRecords lists the descriptions; a new resource is joined here and inherits every loop and
// test.
std::span<const Record* const> AllRecords();

}  // namespace bearward::model
