// ProvisionReference: the document that lists all keys of provisioning files
// (docs/provisioning-reference.md).
#pragma once

#include <string>

namespace bearward::app {

// ProvisionReference returns the page, in Markdown, from the tables that read the file.
std::string ProvisionReference();

}  // namespace bearward::app
