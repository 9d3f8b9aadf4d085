#include "dialects/oauth/server.h"

#include <utility>

#include "http/base_url.h"
#include "model/environment.h"

namespace bearward::dialects::oauth {
namespace {

bool IsBelow(std::string_view path, std::string_view top) {
  return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/');
}

}  // namespace

Site MakeSite(const std::string& issuer, const std::string& base) {
  const http::BaseUrl url =
      http::ParseBaseUrl(issuer).value_or(http::BaseUrl{.origin = issuer, .path = {}});
  const bool repeats = !url.path.empty() && IsBelow(base, url.path);
  const std::string below = repeats ? base : url.path + base;
  Site site{.issuer = issuer,
            .path = url.path,
            .origin = url.origin,
            .endpoints = url.origin + below,
            .mounts = {base}};
  if (below != base) site.mounts.push_back(below);
  return site;
}

base::Result<Server> ServerOf(const door::Call& call, const Site& site) {
  const std::string name = call.Param("environment");
  if (name.empty()) {
    BW_TRY_ASSIGN(model::EnvironmentId environment, call.environment());
    return Server{std::move(environment), site.issuer, site.endpoints};
  }
  const std::string path = "/environments/" + name;
  return Server{model::EnvironmentOfClientId(name), site.origin + site.path + path,
                site.endpoints + path};
}

}  // namespace bearward::dialects::oauth
