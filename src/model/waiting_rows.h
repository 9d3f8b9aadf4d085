// WaitingRows: rows of a bulk load that are not applied yet.
#pragma once

#include <cstdint>
#include <string>

#include "model/ids.h"
#include "model/record.h"

namespace bearward::model {

// WaitingRows are consecutive rows of one load, whose result is the PartnerResult `load`. Pieces
// are applied in the order of `number`, which has no gaps within a load. `content` is a JSON array
// of objects. The rows of a load without a result are never applied.
struct WaitingRows : Entity {
  OrganizationId organization;
  std::string load;
  std::int64_t number = 0;
  std::string content;
};

// kWaitingRowsFields and kWaitingRows describe the table. The rows have no verbs of a resource.
inline constexpr Field kWaitingRowsFields[] = {
    F<&WaitingRows::organization>(kOrganizationField, kStored | kConstant),
    F<&WaitingRows::load>("load_id", kStored | kConstant),
    F<&WaitingRows::number>("number", kStored | kConstant),
    F<&WaitingRows::content>("content", kStored | kConstant),
};
inline constexpr RecordOf<WaitingRows> kWaitingRows({
    .object = "waiting_rows",
    .id_prefix = "rows",
    .table = "waiting_rows",
    .organization = kOrganizationField,
    .fields = kWaitingRowsFields,
});
inline const Record& DescriptionOf(const WaitingRows& /*row*/) { return kWaitingRows; }

}  // namespace bearward::model
