// Deliveries: the log of deliveries and attempts, for the customer's environment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/webhook_delivery.h"
#include "model/webhook_endpoint.h"
#include "resource/verbs.h"
#include "store/transaction.h"
#include "webhooks/audience.h"
#include "webhooks/endpoints.h"
#include "webhooks/subscribers.h"

namespace bearward::webhooks {

// kReplayedPages is the maximum of pages of store::FindEvents that one replay reads. It reads no
// further page after kEnoughReplayed deliveries, or kEnoughReplayedBytes of their payloads.
inline constexpr int kReplayedPages = 20;
inline constexpr std::size_t kEnoughReplayed = 1000;
inline constexpr std::size_t kEnoughReplayedBytes = std::size_t{8} << 20U;

// ReplayRange selects events of the log: from `from` on, before `to`, and with numbers greater than
// `after`, which is decimal. One of `from` and `after` is required.
struct ReplayRange {
  std::optional<base::Time> from = std::nullopt;
  std::optional<base::Time> to = std::nullopt;
  std::optional<std::string> after = std::nullopt;
};

// Replayed is the number of deliveries that a replay has planned. `after` is the number of the last
// event that it has read, if events of the range remain.
struct Replayed {
  std::int64_t planned = 0;
  std::optional<std::string> after = std::nullopt;
};

// Deliveries is safe from any thread. Only a caller that acts for the environment may perform its
// operations. The log has the deliveries of endpoints and of subscribers: kNotFound
// "webhook_endpoint_not_found" for an id that is neither.
class Deliveries : public resource::VerbsOf<model::WebhookDelivery> {
 public:
  // Forms are those of the events: the test of an endpoint, and all events for each kind of
  // receiver.
  struct Forms {
    MakeTest make_test;
    Audiences audiences;
  };
  Deliveries(const resource::Parts& parts, const Endpoints& endpoints,
             const Subscribers& subscribers, Forms forms);

  base::Result<resource::Page> ListOf(const model::Caller& caller, const std::string& endpoint,
                                      store::PageQuery query) const;
  // AttemptsOf lists the attempts of one delivery.
  base::Result<resource::Page> AttemptsOf(const model::Caller& caller, const std::string& endpoint,
                                          const std::string& delivery,
                                          store::PageQuery query) const;
  // Resend sends the event of a delivery once more, at once, as a new delivery with the same id of
  // the event. It does not wait for other deliveries.
  base::Result<model::WebhookDelivery> Resend(const model::Caller& caller,
                                              const resource::Address& at) const;
  // Replay plans the deliveries of a part of the log to one receiver again: those of its
  // subscription, with the rights that it has now, since it was made. The ids of the events are the
  // same as at first. Deliveries about one object keep their order, also to those that are pending
  // (see store::PlanDelivery), and an event whose delivery is pending is not planned again. A
  // replay that plans nothing is not in the event log. kInvalid "missing_field" without a begin,
  // "invalid_cursor" for an `after` that is no number.
  base::Result<Replayed> Replay(const model::Caller& caller, const std::string& receiver,
                                const ReplayRange& range) const;
  // SendTest sends a test event, also if the endpoint is not subscribed to it.
  base::Result<model::AnyRow> SendTest(const model::Caller& caller, const model::AnyRow& row) const;

  const resource::Verbs& attempts() const { return attempts_; }

 private:
  // Found is what a replay has read: deliveries without ids and times.
  struct Found {
    std::vector<model::WebhookDelivery> deliveries = {};
    std::optional<std::string> after = std::nullopt;
  };
  // FindReceiver returns an endpoint or a subscriber.
  base::Result<model::WebhookEndpoint> FindReceiver(const model::Caller& caller,
                                                    const std::string& id) const;
  base::Result<Found> FindAgain(store::ReadTx& tx, const model::WebhookEndpoint& receiver,
                                const ReplayRange& range) const;
  base::Result<model::WebhookDelivery> Insert(const model::Caller& caller,
                                              const model::WebhookDelivery& wanted) const;

  resource::Parts parts_;
  const Endpoints& endpoints_;
  const Subscribers& subscribers_;
  const Forms forms_;
  resource::VerbsOf<model::WebhookAttempt> attempts_;
};

}  // namespace bearward::webhooks
