// The JSON form of a cell, which responses and the changes of an event share.
#pragma once

#include "json/writer.h"
#include "model/cell.h"

namespace bearward::model {

// WriteCell appends the value of a cell of this kind: a flag as a boolean, a time in ISO 8601 with
// milliseconds, no value as null.
void WriteCell(json::Writer& writer, Kind kind, const Cell& cell);

}  // namespace bearward::model
