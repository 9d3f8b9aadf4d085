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
// type of the parent of a resource is the parent of its type (model/resource_type.h). kNotFound
// "resource_type_not_found" for an unknown type, kInvalid "invalid_value" for a parent of another
// type. The resource that represents an organization can be read. It has no row, so it cannot be
// changed or deleted, and no list contains it.
class AuthorizationResources : public resource::VerbsOf<model::AuthorizationResource> {
 public:
  // The description is kAuthorizationResource or kResourceByExternalId.
  AuthorizationResources(const model::RecordOf<model::AuthorizationResource>& record,
                         const resource::Parts& parts);

  // Read is Get. For a caller that acts for the environment it also finds the resource that
  // represents an organization.
  base::Result<model::AuthorizationResource> Read(const model::Caller& caller,
                                                  const resource::Address& at) const;
  // Remove deletes a resource. With `cascade` it also deletes its descendants, each with an event,
  // and all role assignments on them; kConflict "resource_has_dependents" if there are more than
  // kMostDescendants. Without `cascade`, kConflict "resource_has_dependents" if the resource has
  // children or role assignments.
  base::Result<model::AuthorizationResource> Remove(const model::Caller& caller,
                                                    const resource::Address& at,
                                                    const bool& cascade) const;
  // ChildrenOf returns the condition that selects the children of the resource that a request
  // names. Only a caller that acts for the environment may call it. `organization` is required for
  // a reference by external id; otherwise it may be empty.
  base::Result<store::Condition> ChildrenOf(const model::Caller& caller,
                                            const model::OrganizationId& organization,
                                            const model::ResourceReference& parent) const;

  // FindAll returns the resources with these ids, at most 256, by id. It omits those that do not
  // exist for the caller.
  base::Result<std::map<std::string, model::AuthorizationResource>> FindAll(
      const model::Caller& caller, const std::vector<std::string>& ids) const;

  static constexpr std::size_t kMostDescendants = 1'000;

 private:
  resource::Parts parts_;
  resource::VerbsOf<model::AuthorizationResource> cascading_;
};

}  // namespace bearward::access
