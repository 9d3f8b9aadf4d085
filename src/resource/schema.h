// Schema: JSON schemas of described resources, in the dialect of OpenAPI 3.0.
#pragma once

#include <cstdint>

#include "json/writer.h"
#include "model/record.h"
#include "resource/object_json.h"

namespace bearward::resource {

// WriteObjectSchema appends the schema of the object that WriteObject writes.
void WriteObjectSchema(json::Writer& writer, const model::Record& record);

// WriteBodySchema appends the schema of the body that ReadObject accepts for this purpose.
void WriteBodySchema(json::Writer& writer, const model::Record& record, Purpose purpose);

}  // namespace bearward::resource
