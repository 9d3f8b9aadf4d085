// CheckResourceType: checks the type of resource of a role or a permission.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/permission.h"
#include "store/authorization.h"

namespace bearward::access {

// CheckResourceType fails with kNotFound "resource_type_not_found" for an unknown type. The type
// `organization` always exists.
inline base::Status CheckResourceType(store::ReadTx& tx, const model::EnvironmentId& environment,
                                      std::string_view slug) {
  if (slug == model::kOrganizationType) return {};
  BW_TRY_ASSIGN(const auto found, store::ResourceTypes().FindBy(tx, environment, "slug", slug));
  if (found) return {};
  base::Error error = base::NotFound("resource_type_not_found", "No such resource type.");
  error.fields.emplace_back(slug);
  return base::Fail(std::move(error));
}

}  // namespace bearward::access
