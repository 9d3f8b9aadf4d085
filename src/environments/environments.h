// Environments: reads and changes the environments of the installation.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/environment.h"
#include "model/event.h"
#include "store/store.h"

namespace bearward::environments {

// EnvironmentChange lists the changes of an environment; absent members stay unchanged.
struct EnvironmentChange {
  std::optional<bool> sandbox = {};
  std::optional<bool> enabled = {};
};

// Environments is safe from any thread.
class Environments {
 public:
  explicit Environments(store::Store& store) : store_(store) {}

  // OfClient returns the environment that publishes keys under a client id: its own
  // (model::ClientIdOf), or that of an application of the environment in which it is requested.
  // Applications of other environments are kNotFound "client_not_found", like unknown ids.
  base::Result<model::Environment> OfClient(const model::EnvironmentId& asked,
                                            std::string_view client_id);
  // List returns all environments, the default one first.
  base::Result<std::vector<model::Environment>> List();
  // Find returns the environment with this name or id; kNotFound "environment_not_found".
  base::Result<model::Environment> Find(std::string_view text);
  // Update changes it at the time `at`. An environment that is disabled refuses every credential:
  // its sessions end, so that enabling it again restores none. Errors as for Find; kConflict
  // "default_environment" if an actor other than the command line disables the first one.
  base::Result<model::Environment> Update(std::string_view text, const EnvironmentChange& change,
                                          const model::Actor& actor, base::Time at);

 private:
  store::Store& store_;
};

}  // namespace bearward::environments
