// Environment: an isolated world of data and keys. A token, id or secret of one means nothing in
// another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/ids.h"

namespace bearward::model {

// Environment is one row of the provisioning file's [[environments]]. The one with the lowest
// position is the default. A disabled environment refuses every credential.
struct Environment {
  EnvironmentId id;
  std::string name;
  bool sandbox = false;
  bool enabled = true;
  std::int64_t position = 0;
  base::Time created_at;
};

// ClientIdOf gives the public client id of an environment, client_ + the ULID of its id: the name
// under which its signing keys are published (contracts: WorkOS 4.2, /sso/jwks/{client_id}).
inline std::string ClientIdOf(const EnvironmentId& id) {
  return "client_" + id.text.substr(id.text.find('_') + 1);
}

// EnvironmentOfClientId is its inverse. What is no client id of an environment gives an empty id,
// under which nothing is ever found.
inline EnvironmentId EnvironmentOfClientId(std::string_view client_id) {
  constexpr std::string_view kPrefix = "client_";
  if (!client_id.starts_with(kPrefix)) return {};
  return EnvironmentId{"env_" + std::string(client_id.substr(kPrefix.size()))};
}

}  // namespace bearward::model
