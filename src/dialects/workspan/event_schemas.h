// EventSchemas: the schemas of the bodies of callbacks (contracts: WorkSpan 2.5).
#pragma once

#include <string>
#include <string_view>

#include "partner_data/integrations.h"

namespace bearward::dialects::workspan {

// SchemaOfEvent returns the JSON Schema (draft 4) of the body of one event of the catalogue, and
// SchemaOfIntegration that of the object events of an integration, with the fields that it names.
std::string SchemaOfEvent(std::string_view name);
std::string SchemaOfIntegration(const partner_data::IntegrationInfo& integration);

}  // namespace bearward::dialects::workspan
