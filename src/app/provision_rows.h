// TakeRows: the sections of a provisioning file whose keys come from a description.
#pragma once

#include "app/provision_value.h"
#include "base/result.h"
#include "provision/row_sections.h"

namespace bearward::app {

// TakeRows reads the entries of a section, a list of tables.
base::Status TakeRows(const Value& value, const provision::RowSection& section,
                      std::vector<provision::RowEntry>& entries);

// KeysOfRows returns the keys of an entry of a section.
std::vector<ProvisionKey> KeysOfRows(const provision::RowSection& section);

}  // namespace bearward::app
