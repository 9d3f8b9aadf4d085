// Environment: an isolated set of data and keys. A token, id or secret of one environment is not
// valid in another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/ids.h"

namespace bearward::model {

// Environment is one row of [[environments]] in the provisioning file. The one with the lowest
// position is the default. A disabled environment refuses every credential.
struct Environment {
  EnvironmentId id;
  std::string name;
  bool sandbox = false;
  bool enabled = true;
  std::int64_t position = 0;
  base::Time created_at;
};

// ClientIdOf returns the public client id of an environment, client_ + the ULID of its id. Its
// signing keys are published under this name (contracts: WorkOS 4.2, /sso/jwks/{client_id}).
inline std::string ClientIdOf(const EnvironmentId& id) {
  return "client_" + id.text.substr(id.text.find('_') + 1);
}

// EnvironmentOfClientId is the inverse of ClientIdOf. It returns an empty id, which matches no row,
// for a text that is not the client id of an environment.
inline EnvironmentId EnvironmentOfClientId(std::string_view client_id) {
  constexpr std::string_view kPrefix = "client_";
  if (!client_id.starts_with(kPrefix)) return {};
  return EnvironmentId{"env_" + std::string(client_id.substr(kPrefix.size()))};
}

}  // namespace bearward::model
