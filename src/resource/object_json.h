// ObjectJson: rows of described resources as JSON, in both directions.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "json/reader.h"
#include "json/writer.h"
#include "model/fields.h"

namespace bearward::resource {

// Purpose says what a body is for: it decides which fields a client may give.
enum class Purpose : std::uint8_t { kCreate, kUpdate };

// WriteMembers appends the members of a row to an open object: `object`, the key, the shown fields
// in their order, `created_at` and `updated_at`.
void WriteMembers(json::Writer& writer, const model::Record& record, const void* row);

// WriteObject appends them as an object of their own.
void WriteObject(json::Writer& writer, const model::Record& record, const void* row);

// ObjectText gives that object as a text.
std::string ObjectText(const model::Record& record, const void* row);

// ReadObject sets the fields that a body gives. A member that is null resets an optional field and
// counts as absent for the others. kInvalid, with the names in `fields`: "unknown_field" for every
// member that a client may not give for this purpose, so that a field of ours can never be assigned
// (incident class B7), "missing_field", "wrong_type", "invalid_value". After an error the row is
// unchanged in part.
base::Status ReadObject(const json::Value& body, const model::Record& record, Purpose purpose,
                        void* row);

}  // namespace bearward::resource
