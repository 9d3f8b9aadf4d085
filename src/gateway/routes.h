// Gateways: the rows under /gateway, one a family.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "door/route.h"
#include "http/trusted_proxies.h"
#include "observe/log.h"
#include "observe/metrics.h"
#include "policies/book.h"
#include "token/keys.h"
#include "token/profiles.h"
#include "verify/verifier.h"

namespace bearward::gateway {

// Uses is what the rows call; all of it must outlive them. `issuer` is the public base URL. Peers
// in `trusted` may ask.
struct Uses {
  verify::Verifier& verifier;
  policies::PolicyBook& book;
  const token::Keys& keys;
  const token::Profiles& profiles;
  observe::Registry& metrics;
  observe::Logger& log;
  const base::Clock& clock;
  std::string issuer;
  http::TrustedProxies trusted;
};

// Gateways owns what the rows refer to, so it must outlive the door. Its rows are open at the door:
// the credential that they judge is the client's, not the proxy's.
class Gateways {
 public:
  explicit Gateways(const Uses& uses);
  ~Gateways();

  // Routes gives the rows.
  std::vector<door::Route> Routes() const;

 private:
  struct Owned;
  std::unique_ptr<Owned> owned_;
};

}  // namespace bearward::gateway
