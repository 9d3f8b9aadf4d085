#include "gateway/routes.h"

#include <deque>
#include <utility>

#include "gateway/families.h"
#include "gateway/gateway_decider.h"

namespace bearward::gateway {

// The dialects are in a deque, because routes point to them.
struct Gateways::Owned {
  explicit Owned(const Uses& uses)
      : tokens({uses.keys, uses.profiles, uses.clock}, uses.issuer),
        decider({uses.verifier, uses.cache, tokens, uses.log, uses.metrics,
                 door::CredentialHeaders(uses.forms)},
                uses.trusted) {
    for (const Family& family : Families()) {
      door::Dialect& dialect = dialects.emplace_back();
      dialect.name = family.operation;
      dialect.judges_others = true;
      // The rest of the path is the client's and must be compared unchanged.
      dialect.mount.exact_paths = true;
      dialect.mount.prefixes = {std::string(family.prefix)};
      // A masked refusal has no body.
      if (!family.masks_status) dialect.errors.contents = kErrors;
      dialect.errors.write = [this, &family](const base::Error& error, const door::Call& call) {
        return decider.Refuse(family, error, call);
      };
    }
  }

  IdentityTokens tokens;
  GatewayDecider decider;
  std::deque<door::Dialect> dialects;
};

Gateways::Gateways(const Uses& uses) : owned_(std::make_unique<Owned>(uses)) {}
Gateways::~Gateways() = default;

std::vector<door::Route> Gateways::Routes() const {
  std::vector<door::Route> routes;
  GatewayDecider& decider = owned_->decider;
  std::size_t next = 0;
  for (const Family& family : Families()) {
    door::Route& route = routes.emplace_back();
    route.method = family.method;
    route.pattern = family.pattern;
    route.guard = door::OpenGuard();
    route.run_on = door::RunOn::kReading;
    route.run = [&decider, &family](door::Call& call) { return decider.Judge(family, call); };
    route.try_cached = [&decider, &family](door::Call& call) {
      return decider.TryCached(family, call);
    };
    route.ignores_body = true;
    route.operation = family.operation;
    route.summary = family.summary;
    route.contract = family.contract;
    route.dialect = &owned_->dialects[next++];
  }
  return routes;
}

void Gateways::ReplaceTrusted(http::TrustedProxies trusted) {
  owned_->decider.ReplaceTrusted(std::move(trusted));
}

}  // namespace bearward::gateway
