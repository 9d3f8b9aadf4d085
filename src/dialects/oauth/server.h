// Server: which authorization server a request means. Each environment is one: the default one at
// the root, every other under /environments/{its client id}.
#pragma once

#include <string>
#include <string_view>

#include "door/call.h"
#include "model/ids.h"

namespace bearward::dialects::oauth {

// Site is where the program is reached.
struct Site {
  std::string issuer;  // the public base URL, without a slash at the end
  std::string base;    // the prefix under which the endpoints are mounted, mostly empty
};

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

// ServerOf reads the path of a call, never its headers: they are the client's.
Server ServerOf(const door::Call& call, const Site& site);

}  // namespace bearward::dialects::oauth
