// Input: reads what a request sets of an object of a described kind.
#pragma once

#include "base/result.h"
#include "json/reader.h"
#include "objects/kind.h"

namespace bearward::objects {

// ReadInput returns the members that a body sets, by Member::name, in their stored form; a null
// member counts as absent. `use` is kCreate or kUpdate. Names are matched regardless of case.
// Integers, decimals and flags may be texts, as forms send them; then an empty text is absent.
// kInvalid, with the names in `fields`: "unknown_field" for a member that this request may not set,
// so that a client never sets what the server owns (incident class B7), "duplicate_field" for two
// names that differ in case only, "missing_field", "wrong_type", "invalid_field" for a value that
// is out of range or malformed.
base::Result<json::Object> ReadInput(const Kind& kind, Uses use, const json::Value& body);

}  // namespace bearward::objects
