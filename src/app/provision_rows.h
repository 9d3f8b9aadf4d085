// TakeRows, TakeEnvironments: the sections of a provisioning file whose keys come from a
// description.
#pragma once

#include "app/provision_tables.h"
#include "app/provision_value.h"
#include "base/result.h"
#include "provision/row_sections.h"

namespace bearward::app {

// TakeEnvironments reads the entries of [[environments]], whose keys are `name` and the fields of
// an environment with kProvision.
base::Status TakeEnvironments(const Value& value, std::vector<provision::RowEntry>& entries);

// TakeRows reads the entries of a section, a list of tables.
base::Status TakeRows(const Value& value, const provision::RowSection& section,
                      std::vector<provision::RowEntry>& entries);

// KeysOfEnvironments returns the keys of an entry of [[environments]], KeysOfRows those of a
// section.
std::vector<ProvisionKey> KeysOfEnvironments();
std::vector<ProvisionKey> KeysOfRows(const provision::RowSection& section);

}  // namespace bearward::app
