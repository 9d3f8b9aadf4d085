// Criteria: the JSON bodies of WorkMobile's searches (contract section 2b; readings: orderBy and
// pagination are required).
#pragma once

#include "base/result.h"
#include "door/body.h"
#include "field_service/jobs.h"
#include "field_service/records.h"

namespace bearward::dialects::workmobile {

// The decoders match names regardless of case. kInvalid, with the names in `fields`:
// "unknown_field", because a misspelt criterion would return more than the client asked for,
// "missing_field", "wrong_type", "duplicate_field", "invalid_field".

// DecodeJobCriteria reads the body of POST /api/Jobs/search. An empty body selects the newest jobs.
base::Result<field_service::JobCriteria> DecodeJobCriteria(const door::Body& body);
// DecodeRecordCriteria reads the body of POST /api/forms/{FormId}/completedrecords/search.
base::Result<field_service::RecordCriteria> DecodeRecordCriteria(const door::Body& body);

}  // namespace bearward::dialects::workmobile
