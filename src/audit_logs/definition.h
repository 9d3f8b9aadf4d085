// Definition: the form that the events of an action must have.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "json/reader.h"

namespace bearward::audit_logs {

// ReadDefinition checks a schema in a request, an object with "targets" and, if given, "actor" and
// "metadata", and returns it as JSON text. kInvalid with the path of the member in `fields`:
// "missing_field", "wrong_type", "unknown_field", "invalid_value".
base::Result<std::string> ReadDefinition(const json::Value& body);

// EventFaults returns how an event differs from a definition that ReadDefinition returned: texts
// that begin with a JSON pointer into the event. Empty if it fits. A target must have one of the
// types of the definition.
std::vector<std::string> EventFaults(const json::Value& definition, const json::Value& event);

}  // namespace bearward::audit_logs
