// Server: which authorization server a request means. Each environment is one: the default one at
// the root, every other under /environments/{its client id}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/call.h"
#include "model/ids.h"

namespace bearward::dialects::oauth {

// Site is where this program's authorization servers are. MakeSite computes it.
struct Site {
  std::string issuer;     // as configured: tokens hold it byte for byte
  std::string path;       // the path of the issuer, without a slash at the end; mostly empty
  std::string origin;     // the issuer up to its path
  std::string endpoints;  // what the paths of the endpoints are appended to
  // mounts are the prefixes under which the endpoints are served. Where the issuer has a path they
  // are served below it and also without it, for a proxy that removes the path.
  std::vector<std::string> mounts;
};

// MakeSite takes the public base URL and the setting `base` of the dialect, which is appended to
// the issuer unless it repeats the issuer's path.
Site MakeSite(const std::string& issuer, const std::string& base);

// kEnvironmentPath begins the paths of a named environment.
inline constexpr std::string_view kEnvironmentPath = "/environments/{environment}";

// Server is one environment as OAuth clients see it. Whether there is such an environment is
// another question: nothing is found in one that does not exist.
struct Server {
  model::EnvironmentId environment;
  std::string issuer;     // compared byte for byte by whoever checks a token
  std::string endpoints;  // what the paths of this server's endpoints are appended to

  // Url gives the address of an endpoint, for example of "/oauth2/token".
  std::string Url(std::string_view path) const { return endpoints + std::string(path); }
};

// ServerOf reads the path of a call, never its headers: they are the client's. kUnavailable while
// the default environment is unknown.
base::Result<Server> ServerOf(const door::Call& call, const Site& site);

}  // namespace bearward::dialects::oauth
