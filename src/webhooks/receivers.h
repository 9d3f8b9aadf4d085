// Receivers: what endpoints and subscribers have in common: their secrets and their addresses.
#pragma once

#include <chrono>
#include <optional>
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

// Secrets are those of one receiver. `previous` is empty unless deliveries are signed with it too.
struct Secrets {
  base::Secret present;
  base::Secret previous;
};

// OrganizationOf returns the organization that an event about a receiver concerns; nullopt for an
// endpoint, which belongs to no organization.
std::optional<model::OrganizationId> OrganizationOf(const model::WebhookEndpoint& receiver);

// Receivers is safe from any thread. Only a caller that acts for the environment may perform its
// verbs.
class Receivers : public resource::VerbsOf<model::WebhookEndpoint> {
 public:
  // SecretsOf opens the secrets of a receiver, of either table, that sign a request at `now`. A
  // secret is a text such as "whsec_..."; errors of crypto::KeyRing::Open.
  base::Result<Secrets> SecretsOf(const model::WebhookEndpoint& receiver, base::Time now) const;
  // RollSecret replaces the secret. The previous one stays valid for kOverlap.
  base::Result<model::WebhookEndpoint> RollSecret(const model::Caller& caller,
                                                  const resource::Address& at) const;

 protected:
  Receivers(const model::RecordOf<model::WebhookEndpoint>& record, resource::Rules rules,
            const resource::Parts& parts, const crypto::KeyRing& ring,
            egress::AddressPolicy policy);

  base::Result<base::Secret> SecretOf(const model::WebhookEndpoint& receiver) const;
  base::Result<std::string> NewSecret(std::string_view id) const;
  // IsReceiverUrl says whether egress::ParseUrl accepts a URL, and the policy its literal address.
  bool IsReceiverUrl(std::string_view url) const;
  const resource::Parts& parts() const { return parts_; }

 private:
  resource::Parts parts_;
  const crypto::KeyRing& ring_;
  egress::AddressPolicy policy_;
};

}  // namespace bearward::webhooks
