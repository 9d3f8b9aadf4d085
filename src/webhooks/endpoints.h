// Endpoints: the URLs of the customer's product to which events are delivered.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/key_ring.h"
#include "egress/address_policy.h"
#include "model/webhook_endpoint.h"
#include "resource/verbs.h"
#include "webhooks/receivers.h"

namespace bearward::webhooks {

// Endpoints adds the rules of endpoints to the verbs. Errors of a change: kInvalid "invalid_url"
// for a URL that egress::ParseUrl refuses or whose literal address the policy refuses; kInvalid
// "unknown_event_type" for an event that is not among `events`.
class Endpoints : public Receivers {
 public:
  // Outside are the dependencies besides the usual ones; they must outlive the endpoints. `events`
  // are the names of all events to which an endpoint may subscribe.
  struct Outside {
    const crypto::KeyRing& ring;
    egress::AddressPolicy policy;
    std::span<const std::string_view> events;
  };
  Endpoints(const resource::Parts& parts, const Outside& outside);

  // EventNames returns the names of all events to which an endpoint may subscribe, for a caller
  // that acts for the environment.
  base::Result<std::span<const std::string_view>> EventNames(const model::Caller& caller) const;
  // SecretMembers returns the member `secret` of each endpoint, as a text such as `"secret":"..."`.
  base::Result<std::vector<std::string>> SecretMembers(std::span<const model::AnyRow> rows) const;

 private:
  base::Status Prepare(store::WriteTx& tx, const model::WebhookEndpoint* before,
                       model::WebhookEndpoint& row, const resource::Context& context) const;
  base::Status Check(const model::WebhookEndpoint& row) const;

  std::span<const std::string_view> events_;
};

}  // namespace bearward::webhooks
