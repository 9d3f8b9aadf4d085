// CheckRow: the rules of single fields (Field::check, Record::key_check, kMostItems), for rows that
// come from a body, from a provisioning file or from code.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/record.h"

namespace bearward::model {

// CheckCell validates the value of one field: kInvalid with the reason Record::invalid and the name
// of the field.
base::Status CheckCell(const Record& record, const Field& field, const Cell& cell);

// WrongValue returns that error, for a value that must be `wants`.
base::Error WrongValue(const Record& record, std::string_view field, std::string_view wants);

// CheckRow validates the key and all fields of a row in the same way. Values that equal those of
// `before`, the stored row, are not checked: an earlier version may have accepted them.
base::Status CheckRow(const Record& record, const void* row, const void* before = nullptr);

}  // namespace bearward::model
