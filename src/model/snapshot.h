// Snapshot: the state of a described row in an event.
#pragma once

#include <string>

#include "json/reader.h"
#include "model/record.h"

namespace bearward::model {

// SnapshotOf returns the text of a JSON object with the key of a row, its fields that are shown or
// audited and have a value, and its times. It contains no secret.
std::string SnapshotOf(const Record& record, const void* row);

// ReadSnapshot sets a row to what SnapshotOf wrote. It returns false if the key or a time is
// missing or malformed. A field that the snapshot lacks, or that this version reads otherwise,
// keeps its value.
bool ReadSnapshot(const json::Value& snapshot, const Record& record, void* row);

}  // namespace bearward::model
