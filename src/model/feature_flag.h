// FeatureFlag: a switch of the customer's product, for an environment and for chosen users and
// organizations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/forms.h"
#include "model/record.h"

namespace bearward::model {

// FeatureFlag is on for everyone if it is `enabled` and `default_value` is true; with another
// `default_value`, only for its targets. Flags come from provisioning files.
struct FeatureFlag : Entity {
  std::string slug;
  std::string name;
  std::optional<std::string> description;
  std::vector<std::string> tags;
  bool enabled = false;
  bool default_value = false;
};

// kFeatureFlagFields and kFeatureFlag are its description.
inline constexpr Field kFeatureFlagFields[] = {
    F<&FeatureFlag::slug>("slug", kStored | kShown | kConstant | kProvision, &kSlug),
    F<&FeatureFlag::name>("name", kStored | kShown | kProvision, &kName),
    F<&FeatureFlag::description>("description", kStored | kShown | kProvision, &kDescription),
    F<&FeatureFlag::tags>("tags", kStored | kShown | kProvision, &kName),
    F<&FeatureFlag::enabled>("enabled", kStored | kShown | kProvision),
    F<&FeatureFlag::default_value>("default_value", kStored | kShown | kProvision),
};
inline constexpr RecordOf<FeatureFlag> kFeatureFlag({
    .object = "feature_flag",
    .id_prefix = "flag",
    .table = "feature_flags",
    .address = "slug",
    .fields = kFeatureFlagFields,
});

}  // namespace bearward::model
