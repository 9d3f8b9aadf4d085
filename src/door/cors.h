// Cors: which web pages may read answers, by the CORS protocol of the Fetch standard.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/reply.h"
#include "http/message.h"

namespace bearward::door {

// Cors is the setting cors.origins. The default allows no page. Immutable and safe from any thread.
class Cors {
 public:
  Cors() = default;
  // Parse reads the origins: each is scheme, host and optional port, as a browser writes it, or "*"
  // for every page. kInvalid "bad_origin" names the one that is neither.
  static base::Result<Cors> Parse(std::vector<std::string> origins);

  bool enabled() const { return any_ || !origins_.empty(); }
  // AddTo marks the answer to a request of a cross-origin row. An origin matches byte for byte
  // (incident class K2) and may send credentials; "*" allows reading without credentials.
  void AddTo(const http::Request& request, Reply& reply) const;
  // AddPreflightTo does the same for the answer to a preflight. `methods` are those of the path.
  void AddPreflightTo(const http::Request& request, std::string_view methods, Reply& reply) const;
  // IsPreflight says whether a request asks what another one may do.
  static bool IsPreflight(const http::Request& request);

 private:
  bool Allow(const http::Request& request, Reply& reply) const;

  std::vector<std::string> origins_;
  bool any_ = false;
};

}  // namespace bearward::door
