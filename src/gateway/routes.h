// Gateways: the routes under /gateway, one per proxy family.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "door/route.h"
#include "http/trusted_proxies.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "policies/policy_cache.h"
#include "token/keys.h"
#include "token/profiles.h"
#include "verify/verifier.h"

namespace bearward::gateway {

// Uses are the dependencies of the routes; all of them must outlive the routes. `issuer` is the
// public base URL. Only peers in `trusted` may ask. `forms` are the forms of credential of all
// mounts: a second credential in any of them is refused.
struct Uses {
  verify::Verifier& verifier;
  policies::PolicyCache& cache;
  token::Keys& keys;
  const token::Profiles& profiles;
  observe::Registry& metrics;
  observe::Logger& log;
  const base::Clock& clock;
  std::string issuer;
  http::TrustedProxies trusted;
  door::CredentialForms forms;
};

// Gateways owns what its routes refer to, so it must outlive the door. The routes are open at the
// door, because the credential that they verify is the client's, not the proxy's.
class Gateways {
 public:
  explicit Gateways(const Uses& uses);
  ~Gateways();

  // Routes returns the routes.
  std::vector<door::Route> Routes() const;
  // ReplaceTrusted replaces Uses::trusted for later requests.
  void ReplaceTrusted(http::TrustedProxies trusted);

 private:
  struct Owned;
  std::unique_ptr<Owned> owned_;
};

}  // namespace bearward::gateway
