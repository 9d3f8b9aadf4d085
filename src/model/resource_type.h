// ResourceType: a kind of thing in the customer's product to which roles and permissions apply.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/forms.h"
#include "model/permission.h"
#include "model/record.h"

namespace bearward::model {

// kDeepestResource is the maximum number of resources from one below the organization down to a
// resource, and of types from one below `organization` down to a type.
inline constexpr std::size_t kDeepestResource = 5;

// ResourceType names the type that resources may have as their parent: `organization`, or another
// type. Types come from provisioning files. The parent never changes, so types form a tree, and
// resources a tree of at most kDeepestResource levels.
struct ResourceType : Entity {
  std::string slug;
  std::string name;
  std::optional<std::string> description;
  std::string parent{kOrganizationType};
};

// kResourceTypeFields and kResourceType are its description.
inline constexpr Field kResourceTypeFields[] = {
    F<&ResourceType::slug>("slug", kStored | kShown | kConstant | kProvision, &kSlug),
    F<&ResourceType::name>("name", kStored | kShown | kProvision, &kName),
    F<&ResourceType::description>("description", kStored | kShown | kProvision, &kDescription),
    F<&ResourceType::parent>("parent", kStored | kShown | kConstant | kProvision, &kSlug),
};
inline constexpr RecordOf<ResourceType> kResourceType({
    .object = "resource_type",
    .id_prefix = "resource_type",
    .table = "resource_types",
    .address = "slug",
    .fields = kResourceTypeFields,
});

}  // namespace bearward::model
