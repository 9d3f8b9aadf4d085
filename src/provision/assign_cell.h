// AssignCell: the values of entries whose keys come from a table of fields. Internal to the module.
#pragma once

#include <string_view>

#include "model/fields.h"
#include "provision/entry_memory.h"

namespace bearward::provision {

// AssignCell records the value of the file as `name`, sets the field of the row to it if it is new,
// and returns whether that is a change. If it is unknown whether the value is new, only `false` is
// assigned, which restores no right, and another value is kept (EntryMemory::Keep).
bool AssignCell(const model::Field& field, const model::Cell& cell, std::string_view name,
                EntryMemory& memory, void* row);

}  // namespace bearward::provision
