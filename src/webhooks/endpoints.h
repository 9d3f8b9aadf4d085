// Endpoints: the URLs of the customer's product to which events are delivered.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "egress/address_policy.h"
#include "model/webhook_endpoint.h"
#include "resource/verbs.h"

namespace bearward::webhooks {

// kOverlap is the time for which deliveries are signed with the previous secret too.
inline constexpr std::chrono::hours kOverlap{24};

// Secrets are those of one endpoint. `previous` is empty unless deliveries are signed with it too.
struct Secrets {
  base::Secret present;
  base::Secret previous;
};

// Endpoints adds the rules of endpoints to the verbs. It is safe from any thread. Only a caller
// that acts for the environment may perform its operations. Errors of a change: kInvalid
// "invalid_url" for a URL that egress::ParseUrl refuses or whose literal address the policy
// refuses; kInvalid "unknown_event_type" for an event that is not among `events`.
class Endpoints : public resource::VerbsOf<model::WebhookEndpoint> {
 public:
  // Outside are the dependencies besides the usual ones; they must outlive the endpoints. `events`
  // are the names of all events to which an endpoint may subscribe.
  struct Outside {
    const crypto::KeyRing& ring;
    egress::AddressPolicy policy;
    std::span<const std::string_view> events;
  };
  Endpoints(const resource::Parts& parts, Outside outside);

  // EventNames returns the names of all events to which an endpoint may subscribe, for a caller
  // that acts for the environment.
  base::Result<std::span<const std::string_view>> EventNames(const model::Caller& caller) const;
  // SecretsOf opens the secrets of an endpoint that sign a request at `now`. A secret is a text
  // such as "whsec_..."; errors of crypto::KeyRing::Open.
  base::Result<Secrets> SecretsOf(const model::WebhookEndpoint& endpoint, base::Time now) const;
  // SecretMembers returns the member `secret` of each endpoint, as a text such as `"secret":"..."`.
  base::Result<std::vector<std::string>> SecretMembers(std::span<const model::AnyRow> rows) const;
  // RollSecret replaces the secret. The previous one stays valid for kOverlap.
  base::Result<model::WebhookEndpoint> RollSecret(const model::Caller& caller,
                                                  const resource::Address& at) const;

 private:
  base::Result<base::Secret> SecretOf(const model::WebhookEndpoint& endpoint) const;
  base::Status Prepare(store::WriteTx& tx, const model::WebhookEndpoint* before,
                       model::WebhookEndpoint& row, const resource::Context& context) const;
  base::Status Check(const model::WebhookEndpoint& row) const;
  base::Result<std::string> NewSecret(std::string_view id) const;

  Outside outside_;
  resource::Parts parts_;
};

}  // namespace bearward::webhooks
