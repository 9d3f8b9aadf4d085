// Environments: reads the environments of the installation.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/environment.h"
#include "store/store.h"

namespace bearward::environments {

// Environments is safe from any thread.
class Environments {
 public:
  explicit Environments(store::Store& store) : store_(store) {}

  // OfClient returns the environment that publishes keys under a client id: its own
  // (model::ClientIdOf), or that of an application of the environment in which it is requested.
  // Applications of other environments are kNotFound "client_not_found", like unknown ids.
  base::Result<model::Environment> OfClient(const model::EnvironmentId& asked,
                                            std::string_view client_id);

 private:
  store::Store& store_;
};

}  // namespace bearward::environments
