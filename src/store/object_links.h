// Search of objects by their external ids.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// LinkQuery selects the objects of a kind that have an external id in a field, of which the
// organization is an accepted member. The link may be that of another organization, which this one
// must not see in a field of the class kCompany.
struct LinkQuery {
  const model::EnvironmentId& environment;
  const model::OrganizationId& organization;
  std::string_view kind;
  std::string_view field_name;
  std::string_view external_id;
};
// ListLinkedObjects returns their ids, in ascending order.
base::Result<std::vector<model::ObjectId>> ListLinkedObjects(ReadTx& tx, const LinkQuery& query);

}  // namespace bearward::store
