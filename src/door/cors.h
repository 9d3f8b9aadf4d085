// Cors: which web pages may read responses, by the CORS protocol of the Fetch standard.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "door/reply.h"
#include "http/message.h"

namespace bearward::door {

// Cors is the setting cors.origins, and the origins that the API has added to environments. The
// default allows no origin. Immutable; safe from any thread.
class Cors {
 public:
  // Added are the origins of the environments. Its functions are called from any thread and must
  // not block. `may_allow` is false if no environment has one; it is called for each response and
  // must not lock. `allows` says whether the origin belongs to the environment, or to any if
  // `environment` is empty.
  struct Added {
    std::function<bool()> may_allow = nullptr;
    std::function<bool(std::string_view origin, std::string_view environment)> allows = nullptr;
  };

  Cors() = default;
  // Parse reads the origins: each is a scheme, host and optional port as a browser sends it, or "*"
  // for every origin. kInvalid "bad_origin" names the first value that is neither.
  static base::Result<Cors> Parse(std::vector<std::string> origins);

  // AllowHeaders lets pages send these request headers too. The default has those that every
  // dialect reads.
  void AllowHeaders(const std::vector<std::string_view>& names);
  // Add allows also the origins of the environments.
  void Add(Added added) { added_ = std::move(added); }

  bool enabled() const {
    return any_ || !origins_.empty() || (added_.may_allow && added_.may_allow());
  }
  // NamesOrigin says whether the request is from a page.
  static bool NamesOrigin(const http::Request& request);
  // AddTo adds the CORS headers to the response of a cross-origin route, which is about this
  // environment, "" for none. An origin must match byte for byte (incident class K2) and may then
  // send credentials; "*" allows reading without credentials.
  void AddTo(const http::Request& request, std::string_view environment, Reply& reply) const;
  // AddPreflightTo adds the CORS headers to a preflight response. `methods` are those of the path.
  // It allows the origins of all environments.
  void AddPreflightTo(const http::Request& request, std::string_view methods, Reply& reply) const;
  // IsPreflight says whether the request is a CORS preflight.
  static bool IsPreflight(const http::Request& request);

 private:
  bool Allow(const http::Request& request, std::string_view environment, Reply& reply) const;
  bool IsListed(std::string_view origin, std::string_view environment) const;

  std::vector<std::string> origins_;
  Added added_;
  std::string request_headers_ = "Authorization, Content-Type, X-Request-Id";
  bool any_ = false;
};

}  // namespace bearward::door
