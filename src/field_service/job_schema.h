// JobSchema: the JSON Schema of the data of jobs of a type.
#pragma once

#include <optional>

#include "base/result.h"
#include "json/reader.h"
#include "objects/row.h"

namespace bearward::field_service {

// JobSchemaOf returns the schema that a job type states as JSON text in its field Schema. Without
// one it is made from the fields of its form: `jobData` has a member for each of them, required
// where the field is. `form` is the form of the job type, nullopt when there is none; then any
// members are allowed. kInternal if the stated schema is not a JSON object.
base::Result<json::Value> JobSchemaOf(const objects::Row& job_type,
                                      const std::optional<objects::Row>& form);

}  // namespace bearward::field_service
