// Server: the authorization server that a request addresses. Each environment is one: the default
// one at the root, the others under /environments/{client id of the environment}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/call.h"
#include "model/ids.h"

namespace bearward::dialects::oauth {

// Site holds the URLs and paths of the authorization servers of this process. MakeSite computes it.
struct Site {
  std::string issuer;     // as configured; the `iss` of tokens, byte for byte
  std::string path;       // of the issuer, without a trailing slash; usually empty
  std::string origin;     // the issuer without its path
  std::string endpoints;  // prefix of the endpoint URLs
  // mounts are the path prefixes of the endpoints. If the issuer has a path, the endpoints are
  // served below it and also without it, for a proxy that removes the path.
  std::vector<std::string> mounts;
};

// MakeSite takes the public base URL and the dialect's setting `base`, which is appended to the
// issuer unless it repeats the issuer's path.
Site MakeSite(const std::string& issuer, const std::string& base);

// kEnvironmentPath is the path prefix of a named environment.
inline constexpr std::string_view kEnvironmentPath = "/environments/{environment}";

// Server is one environment as OAuth clients see it. The environment may not exist; then every
// lookup in it finds nothing.
struct Server {
  model::EnvironmentId environment;
  std::string issuer;     // recipients compare the `iss` of tokens byte for byte
  std::string endpoints;  // prefix of the endpoint URLs of this server

  // Url returns the URL of an endpoint, for example of "/oauth2/token".
  std::string Url(std::string_view path) const { return endpoints + std::string(path); }
};

// ServerOf reads the path of a call and never its headers, which the client controls. kUnavailable
// while the default environment is unknown.
base::Result<Server> ServerOf(const door::Call& call, const Site& site);

}  // namespace bearward::dialects::oauth
