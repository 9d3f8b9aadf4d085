#include "dialects/oauth/server.h"

#include "model/environment.h"

namespace bearward::dialects::oauth {

Server ServerOf(const door::Call& call, const Site& site) {
  const std::string name = call.Param("environment");
  if (name.empty()) return {call.environment(), site.issuer, site.issuer + site.base};
  const std::string path = "/environments/" + name;
  return {model::EnvironmentOfClientId(name), site.issuer + path, site.issuer + site.base + path};
}

}  // namespace bearward::dialects::oauth
