#include "webhooks/audience.h"

#include <algorithm>
#include <utility>

namespace bearward::webhooks {

Audience EndpointAudience(EncodeOne encode) {
  Audience audience;
  audience.encode = [encode = std::move(encode)](
                        store::ReadTx& tx,
                        const model::Event& event) -> base::Result<std::vector<Encoded>> {
    BW_TRY_ASSIGN(auto encoded, encode(tx, event));
    std::vector<Encoded> events;
    if (encoded) events.push_back(*std::move(encoded));
    return events;
  };
  audience.admit = [](store::ReadTx& /*tx*/, const model::WebhookEndpoint& receiver,
                      const Encoded& encoded) -> Body {
    // The events of an endpoint are sorted when it is written.
    if (!std::ranges::binary_search(receiver.events, encoded.event)) return std::nullopt;
    return encoded.body;
  };
  audience.retry_time = kEndpointRetryTime;
  audience.signs_as_workos = true;
  return audience;
}

}  // namespace bearward::webhooks
