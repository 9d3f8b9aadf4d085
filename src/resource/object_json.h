// ObjectJson: rows of described resources to and from JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/reader.h"
#include "json/writer.h"
#include "model/record.h"

namespace bearward::resource {

// Purpose is the kind of request that a body belongs to. It determines which fields a client may
// set.
enum class Purpose : std::uint8_t { kCreate, kUpdate };

// WriteMembers appends the members of a row to an open JSON object: `object`, the key, the shown
// fields in their order, `created_at` and `updated_at`.
void WriteMembers(json::Writer& writer, const model::Record& record, const void* row);

// WriteObject appends the same members as a separate JSON object.
void WriteObject(json::Writer& writer, const model::Record& record, const void* row);

// ObjectText returns that JSON object as a text.
std::string ObjectText(const model::Record& record, const void* row);

// JoinMembers adds members, in the form that MembersOf returns, to the text of a JSON object. Both
// must have at least one member.
void JoinMembers(std::string& object, std::string_view members);
// MembersOf returns the text of the members of a JSON object: the object without its braces.
std::string MembersOf(std::string object);

// ReadObject sets the fields that a body contains. A null member removes the value of a field that
// may be without one (Field::nullable, kNullIfEmpty); for all other fields it counts as absent.
// kInvalid, with the names in `fields`: "unknown_field" for every member that a client may not set
// in this request, so that a client can never assign an internal field (incident class B7),
// "missing_field", "wrong_type", the errors of model::CheckCell, and "KEY_mismatch" for an update
// with another key than that of the row. After an error some fields of the row may already be
// changed.
base::Status ReadObject(const json::Value& body, const model::Record& record, Purpose purpose,
                        void* row);

}  // namespace bearward::resource
