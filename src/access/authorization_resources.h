// AuthorizationResources: the resources of the customer's product on which members have roles.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/authorization_resource.h"
#include "resource/verbs.h"

namespace bearward::access {

// AuthorizationResources adds the rules of resources to the verbs; it is safe from any thread. The
// parent of a resource has the parent type of its type (model/resource_type.h). kNotFound
// "resource_type_not_found" for an unknown type, kInvalid "invalid_value" for a parent of another
// type. The resource that stands for an organization can be read; it has no row, so it cannot be
// changed or deleted, and no list has it.
class AuthorizationResources : public resource::VerbsOf<model::AuthorizationResource> {
 public:
  // The description is kAuthorizationResource or kResourceByExternalId.
  AuthorizationResources(const model::RecordOf<model::AuthorizationResource>& record,
                         const resource::Parts& parts);

  // Read is Get, and finds the resource of an organization too if the caller acts for the
  // environment.
  base::Result<model::AuthorizationResource> Read(const model::Caller& caller,
                                                  const resource::Address& at) const;
  // Remove deletes a resource. Without `cascade` kConflict "resource_has_dependents" if it has
  // children or role assignments, else these are deleted too, each resource with its event; the
  // same error for more than kMostDescendants.
  base::Result<model::AuthorizationResource> Remove(const model::Caller& caller,
                                                    const resource::Address& at,
                                                    const bool& cascade) const;
  // ChildrenOf is the condition of the children of the resource that a request names, for a caller
  // that acts for the environment. An empty organization is that of the resource; an external id
  // needs one.
  base::Result<store::Condition> ChildrenOf(const model::Caller& caller,
                                            const model::OrganizationId& organization,
                                            const model::ResourceReference& parent) const;

  // FindAll returns those of at most 256 resources that exist, by their ids.
  base::Result<std::map<std::string, model::AuthorizationResource>> FindAll(
      const model::Caller& caller, const std::vector<std::string>& ids) const;

  static constexpr std::size_t kMostDescendants = 1'000;

 private:
  resource::Parts parts_;
  resource::VerbsOf<model::AuthorizationResource> cascading_;
};

}  // namespace bearward::access
