// NewResult: the row that every result of this module starts from.
#pragma once

#include "base/time.h"
#include "model/caller.h"
#include "model/partner_result.h"

namespace bearward::partner_data {

// NewResult returns a result of the caller's organization, without an id and its content.
inline model::PartnerResult NewResult(const model::Caller& caller, model::PartnerResultKind kind,
                                      base::Time now) {
  model::PartnerResult row;
  row.environment = caller->environment;
  row.organization = caller->organization;
  row.kind = kind;
  row.created_at = row.updated_at = now;
  return row;
}

}  // namespace bearward::partner_data
