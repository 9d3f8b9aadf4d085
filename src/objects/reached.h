// Reached: the objects of a kind that an application may read, with the values that its
// organization may see.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/reader.h"
#include "model/access.h"
#include "model/caller.h"
#include "model/object.h"
#include "objects/row.h"
#include "store/transaction.h"

namespace bearward::objects {

// ReachedRow is an object with the rights on it, and its external ids.
struct ReachedRow {
  Row row;
  model::Rights rights;
  std::vector<model::ExternalId> links = {};
};

// ListReached evaluates the rule (contracts: WorkSpan section 4, steps 3 to 5) for all objects of a
// kind, in order of number: those that the organization may read, if the profile allows `operation`
// on the kind. The members of `organization` count, which is that of
// the caller unless the caller may see what another organization sees. Errors as for CheckOwn.
base::Result<std::vector<ReachedRow>> ListReached(store::ReadTx& tx,
                                                  const model::Principal& principal,
                                                  const model::OrganizationId& organization,
                                                  std::string_view kind,
                                                  model::Operation operation);

// FindReached evaluates the rule for one object, after the profile was checked, with the members of
// the caller's organization, and without external ids; nullopt if the organization may not read it.
base::Result<std::optional<ReachedRow>> FindReached(store::ReadTx& tx,
                                                    const model::Principal& principal,
                                                    const model::ObjectId& id);

// VisibleValue returns a value of an object by its field name, as members of `viewer` see it: a
// field of the object, else an external id with this name; null if there is none. Financial fields
// need the right, and company fields are those of the owner of the object (contracts: WorkSpan
// section 4, steps 6 and 7).
json::Value VisibleValue(const ReachedRow& reached, std::string_view field,
                         const model::OrganizationId& viewer);

// VisibleFields returns all fields of an object by the same rules, with its external ids as the
// fields of their names.
json::Object VisibleFields(const ReachedRow& reached, const model::OrganizationId& viewer);

// RemoveFinancial removes the fields that need the right to view financial fields.
void RemoveFinancial(json::Object& fields);

}  // namespace bearward::objects
