// LoadResults: how the result of a load is stored (model::PartnerResult). Internal to the module.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "model/partner_result.h"
#include "partner_data/loads.h"

namespace bearward::partner_data {

// DataOf writes the numbers of a load that is complete.
std::string DataOf(const LoadResult& result);
// RunningDataOf also writes for whom the waiting rows are applied.
std::string RunningDataOf(const LoadResult& result, const model::Actor& author);
// AuthorOf reads that.
base::Result<model::Actor> AuthorOf(const model::PartnerResult& row);

// LinesOf writes faults, one a line, as they are the content of the row.
std::string LinesOf(const std::vector<LoadFault>& faults);

}  // namespace bearward::partner_data
