// Integrations: the integrations of an organization, for applications that subscribe to events of
// their objects (contracts: WorkSpan 2.5).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/caller.h"
#include "model/object.h"
#include "objects/row.h"
#include "store/store.h"
#include "store/transaction.h"

namespace bearward::partner_data {

// IntegrationInfo describes an integration. `fields` are the fields of its objects that it names,
// without duplicates.
struct IntegrationInfo {
  std::string id;
  std::string name;
  std::string type;
  std::string description;
  std::string object_kind;
  std::vector<std::string> fields = {};
};

// ReadIntegration returns what an object of the kind kIntegrationKind describes.
IntegrationInfo ReadIntegration(const objects::Row& row);

// Integrations is safe from any thread. Its callers are applications whose profile allows to read
// something (else kDenied).
class Integrations {
 public:
  explicit Integrations(store::Store& store) : store_(store) {}

  // CheckReader fails for a caller whose profile allows to read nothing.
  base::Status CheckReader(const model::Caller& caller) const;
  // List returns the integrations of which the caller may read the objects, by number.
  base::Result<std::vector<IntegrationInfo>> List(const model::Caller& caller) const;
  // Get: kNotFound "integration_not_found", kDenied if the profile does not cover its objects.
  base::Result<IntegrationInfo> Get(const model::Caller& caller, const std::string& id) const;
  // CheckReachable: kInvalid "unknown_object" with the id, for an object that the caller may not
  // read or that does not exist.
  base::Status CheckReachable(const model::Caller& caller,
                              const std::vector<std::string>& ids) const;

 private:
  store::Store& store_;
};

}  // namespace bearward::partner_data
