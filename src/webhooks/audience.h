// Audience: how one kind of receiver gets the events of the log. A dialect supplies the functions.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/event.h"
#include "model/webhook_delivery.h"
#include "model/webhook_endpoint.h"
#include "store/transaction.h"

namespace bearward::webhooks {

// kEndpointRetryTime and kSubscriberRetryTime are how long a delivery to an endpoint and to a
// subscriber is repeated (contracts: WorkOS 4.12, WorkSpan section 7).
inline constexpr std::chrono::hours kEndpointRetryTime{72};
inline constexpr std::chrono::hours kSubscriberRetryTime{24};

// Encoded is an event in the form of a vendor. `body` is the whole body of the request, before
// Audience::admit adapts it to a receiver.
struct Encoded {
  std::string id;
  std::string event;  // its name
  std::string body;
};

// Body is the body of a request; nullopt if the receiver gets nothing.
using Body = base::Result<std::optional<std::string>>;

// Audience is one kind of receiver. All functions run inside a transaction and may run again. An
// error of `admit` or `recheck` is one of the store: nothing is planned or sent, and it is tried
// again. What a receiver may not see is nullopt.
struct Audience {
  // Encode returns the events that the vendor has for an event of the log, with different ids. A
  // receiver gets them in this order.
  using Encode =
      std::function<base::Result<std::vector<Encoded>>(store::ReadTx& tx, const model::Event&)>;
  using Admit = std::function<Body(store::ReadTx& tx, const model::WebhookEndpoint& receiver,
                                   const Encoded& encoded)>;
  using Recheck = std::function<Body(store::ReadTx& tx, const model::WebhookEndpoint& receiver,
                                     const model::WebhookDelivery& delivery)>;

  Encode encode;
  // admit returns the body for a receiver of the environment of the event.
  Admit admit;
  // recheck returns the body again when it is sent, with the rights that the receiver has then.
  // Empty: the stored body is sent.
  Recheck recheck = nullptr;
  // retry_time is how long a delivery is repeated after its event.
  std::chrono::hours retry_time = kSubscriberRetryTime;
  // signs_as_workos adds the header of WorkOS to those of Standard Webhooks.
  bool signs_as_workos = false;
};

// Audiences are indexed by WebhookEndpoint::subject_kind. One without `encode` gets nothing.
using Audiences = std::array<Audience, 3>;
inline const Audience& AudienceOf(const Audiences& audiences, model::SubjectKind kind) {
  return audiences.at(static_cast<std::size_t>(kind));
}
inline Audience& AudienceOf(Audiences& audiences, model::SubjectKind kind) {
  return audiences.at(static_cast<std::size_t>(kind));
}

// EncodeOne returns the one event that a vendor has for an event of the log; nullopt for none.
using EncodeOne =
    std::function<base::Result<std::optional<Encoded>>(store::ReadTx& tx, const model::Event&)>;
// EndpointAudience returns that of the endpoints of a customer's product: each gets all events of
// its environment to which it is subscribed, for kEndpointRetryTime.
Audience EndpointAudience(EncodeOne encode);

// MakeTest returns the event that tests an endpoint, with this id.
using MakeTest = std::function<Encoded(const std::string& id, base::Time now)>;

}  // namespace bearward::webhooks
