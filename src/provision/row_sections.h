// RowSection: a section of a provisioning file whose keys are the fields of a description with
// kProvision, and the table of these sections. A new section needs a list in ProvisioningFile, a
// line here, and its rules in apply_rows.cc.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/feature_flag.h"
#include "model/policy_record.h"
#include "model/record.h"
#include "model/resource_type.h"
#include "provision/provisioning_file.h"

namespace bearward::provision {

// FieldMeaning is what the reference of provisioning files says about a field, in Markdown.
struct FieldMeaning {
  std::string_view field;
  std::string_view meaning;
};

// MeaningIn returns "" for a field that has none.
constexpr std::string_view MeaningIn(std::span<const FieldMeaning> meanings,
                                     std::string_view field) {
  const auto found = std::ranges::find(meanings, field, &FieldMeaning::field);
  return found == meanings.end() ? std::string_view() : found->meaning;
}

// RowSection describes one section. An entry refers to its row by Record::AddressName; a new row
// without a `name` gets that text as its name.
struct RowSection {
  std::string_view name;  // of the section in the file
  std::string_view kind;  // of its rows, in messages and in EntryMemory
  const model::Record& record;
  std::vector<RowEntry> ProvisioningFile::* entries;
  std::string_view meaning;  // of the section, as those of the fields
  std::span<const FieldMeaning> meanings;

  // HasOrganization says whether an entry may refer to an organization, by its id or its name.
  constexpr bool HasOrganization() const {
    return record.Find(model::kOrganizationField) != nullptr;
  }
};

inline constexpr FieldMeaning kEnvironmentMeanings[] = {
    {"sandbox", "Its keys are test keys (`sk_test_`, `bw_test_`)."},
    {"enabled", "`false` refuses every credential of it."},
};

inline constexpr FieldMeaning kPolicyMeanings[] = {
    {"credentials", "The credentials that it accepts; both if absent."},
    {"permissions", "All of them are required; without any, every live credential passes."},
    {"audience", "The resource that tokens must be for; without it, this server."},
    {"methods", "The methods that it covers; all if absent."},
    {"path_prefixes", "The begins of the paths that it covers; all if absent."},
    {"identity", "The names of the headers with the caller's identity."},
    {"identity_jwt", "The API also gets a signed token with the identity."},
    {"hide_credential", "The API does not get the credential."},
    {"path_forms", "Forms of paths that it allows besides plain ones."},
    {"cors_preflight", "Preflights of browsers pass without a credential."},
};
inline constexpr FieldMeaning kFeatureFlagMeanings[] = {
    {"name", "Its name; the slug if absent."},
    {"description", "What it switches."},
    {"tags", "Words to find it by."},
    {"enabled", "Whether it is on at all."},
    {"default_value", "Whether it is on for everyone, and not for its targets only."},
};
inline constexpr FieldMeaning kResourceTypeMeanings[] = {
    {"name", "Its name; the slug if absent."},
    {"description", "What such resources are."},
    {"parent",
     "The type of the parents of such resources; `organization` if absent. It cannot be "
     "changed."},
};

// kRowSections are applied in this order.
inline constexpr RowSection kRowSections[] = {
    {"policies", "policy", model::kPolicy, &ProvisioningFile::policies,
     "What gateways require of requests.", kPolicyMeanings},
    {"feature_flags", "feature flag", model::kFeatureFlag, &ProvisioningFile::feature_flags,
     "WorkOS' feature flags.", kFeatureFlagMeanings},
    {"resource_types", "resource type", model::kResourceType, &ProvisioningFile::resource_types,
     "Types of resources for WorkOS' fine-grained authorization.", kResourceTypeMeanings},
};

// NewRowOf returns a new row with the values of an entry, without an id that the server generates.
// kInvalid if a value is malformed.
base::Result<model::AnyRow> NewRowOf(const RowSection& section, const RowEntry& entry);

}  // namespace bearward::provision
