// Cors: which web pages may read responses, by the CORS protocol of the Fetch standard.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "door/reply.h"
#include "http/message.h"

namespace bearward::door {

// Cors is the setting cors.origins, and the origins that the API has added. The default allows no
// origin. Immutable; safe from any thread.
class Cors {
 public:
  // Origins returns a list of origins, never nullptr. It must not block.
  using Origins = std::function<std::shared_ptr<const std::set<std::string, std::less<>>>()>;

  Cors() = default;
  // Parse reads the origins: each is a scheme, host and optional port as a browser sends it, or "*"
  // for every origin. kInvalid "bad_origin" names the first value that is neither.
  static base::Result<Cors> Parse(std::vector<std::string> origins);

  // Add allows the origins that `more` returns at the time of a request.
  void Add(Origins more) { more_ = std::move(more); }

  bool enabled() const { return any_ || !origins_.empty() || (more_ && !more_()->empty()); }
  // AddTo adds the CORS headers to the response of a cross-origin route. An origin must match byte
  // for byte (incident class K2) and may then send credentials; "*" allows reading without
  // credentials.
  void AddTo(const http::Request& request, Reply& reply) const;
  // AddPreflightTo adds the CORS headers to a preflight response. `methods` are those of the path.
  void AddPreflightTo(const http::Request& request, std::string_view methods, Reply& reply) const;
  // IsPreflight says whether the request is a CORS preflight.
  static bool IsPreflight(const http::Request& request);

 private:
  bool Allow(const http::Request& request, Reply& reply) const;

  bool IsListed(std::string_view origin) const;

  std::vector<std::string> origins_;
  Origins more_;
  bool any_ = false;
};

}  // namespace bearward::door
