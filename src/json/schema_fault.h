// SchemaFault: checks data against a schema of JSON Schema draft 4 that a customer wrote. The
// schemas of our own bodies are in schema.h.
#pragma once

#include <string>

#include "json/reader.h"

namespace bearward::json {

// SchemaFault returns how a value differs from a schema, beginning with the JSON pointer of the
// place; "" when it fits. It checks type, enum, properties, required, additionalProperties, items,
// additionalItems, minItems, maxItems, minLength, maxLength, minimum and maximum; other keywords
// and malformed ones are ignored. Lengths count code points. The depth is bounded by that of the
// schema, which json::Parse limits.
std::string SchemaFault(const json::Value& schema, const json::Value& value);

}  // namespace bearward::json
