// RowSection: a section of a provisioning file whose keys are the fields of a description with
// kProvision, and the table of these sections. A new section needs a list in ProvisioningFile, a
// line here, and its rules in apply_rows.cc.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/feature_flag.h"
#include "model/policy_record.h"
#include "model/record.h"
#include "model/resource_type.h"
#include "provision/provisioning_file.h"

namespace bearward::provision {

// RowSection describes one section. An entry refers to its row by Record::AddressName; a new row
// without a `name` gets that text as its name.
struct RowSection {
  std::string_view name;  // of the section in the file
  std::string_view kind;  // of its rows, in messages and in EntryMemory
  const model::Record& record;
  std::vector<RowEntry> ProvisioningFile::* entries;

  // HasOrganization says whether an entry may refer to an organization, by its id or its name.
  constexpr bool HasOrganization() const {
    return record.Find(model::kOrganizationField) != nullptr;
  }
};

// kRowSections are applied in this order.
inline constexpr RowSection kRowSections[] = {
    {"policies", "policy", model::kPolicy, &ProvisioningFile::policies},
    {"feature_flags", "feature flag", model::kFeatureFlag, &ProvisioningFile::feature_flags},
    {"resource_types", "resource type", model::kResourceType, &ProvisioningFile::resource_types},
};

// NewRowOf returns a new row with the values of an entry, without an id that the server generates.
// kInvalid if a value is malformed.
base::Result<model::AnyRow> NewRowOf(const RowSection& section, const RowEntry& entry);

}  // namespace bearward::provision
