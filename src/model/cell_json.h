// The JSON form of a cell, which responses and the changes of an event share.
#pragma once

#include <optional>

#include "json/reader.h"
#include "json/writer.h"
#include "model/cell.h"

namespace bearward::model {

// WriteCell appends the value of a cell of this kind: a flag as a boolean, a time in ISO 8601 with
// milliseconds, no value as null.
void WriteCell(json::Writer& writer, Kind kind, const Cell& cell);

// ReadCell converts a JSON value to a cell of this kind; nullopt for a value of another type. Null
// values of metadata are omitted.
std::optional<Cell> ReadCell(Kind kind, const json::Value& value);

}  // namespace bearward::model
