// Overview: the reports and integrations of an environment with their views and loads, for its
// administrators.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/caller.h"
#include "model/object.h"
#include "model/partner_result.h"
#include "store/objects.h"
#include "store/partner_results.h"
#include "store/store.h"

namespace bearward::partner_data {

// Overview is safe from any thread. `kind` is kReportKind, whose objects have views, or
// kIntegrationKind, whose objects have loads (kinds.h). Only a caller that acts for the environment
// may use it: kDenied "not_the_environment". kNotFound "report_not_found" or
// "integration_not_found", with the id in `fields`, for an id that no object of the kind has.
class Overview {
 public:
  explicit Overview(store::Store& store) : store_(store) {}

  // List returns a page of the objects. The environment and the kind of the query are replaced.
  base::Result<store::KeysetPage<model::Object>> List(const model::Caller& caller,
                                                      std::string_view kind,
                                                      store::KindQuery query) const;
  base::Result<model::Object> Read(const model::Caller& caller, std::string_view kind,
                                   const std::string& id) const;
  // Results returns a page of the views of a report or of the loads of an integration, without
  // their content. ViewOf (views.h) and ResultOf (loads.h) read them.
  base::Result<store::KeysetPage<model::PartnerResult>> Results(
      const model::Caller& caller, std::string_view kind, const std::string& id,
      const store::PageRequest& request) const;
  // ReadLoad returns a load of an integration with its faults as content: kNotFound
  // "load_not_found".
  base::Result<model::PartnerResult> ReadLoad(const model::Caller& caller,
                                              const std::string& integration,
                                              const std::string& load) const;

 private:
  store::Store& store_;
};

}  // namespace bearward::partner_data
