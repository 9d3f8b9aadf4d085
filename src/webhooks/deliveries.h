// Deliveries: the log of deliveries and attempts, for the customer's environment.
#pragma once

#include <string>

#include "base/result.h"
#include "model/webhook_delivery.h"
#include "resource/verbs.h"
#include "webhooks/audience.h"
#include "webhooks/endpoints.h"
#include "webhooks/subscribers.h"

namespace bearward::webhooks {

// Deliveries is safe from any thread. Only a caller that acts for the environment may perform its
// operations. The log has the deliveries of endpoints and of subscribers: kNotFound
// "webhook_endpoint_not_found" for an id that is neither.
class Deliveries : public resource::VerbsOf<model::WebhookDelivery> {
 public:
  Deliveries(const resource::Parts& parts, const Endpoints& endpoints,
             const Subscribers& subscribers, MakeTest make_test);

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
  // SendTest sends a test event, also if the endpoint is not subscribed to it.
  base::Result<model::AnyRow> SendTest(const model::Caller& caller, const model::AnyRow& row) const;

  const resource::Verbs& attempts() const { return attempts_; }

 private:
  // CheckReceiver fails for an id that is neither an endpoint nor a subscriber.
  base::Status CheckReceiver(const model::Caller& caller, const std::string& id) const;
  base::Result<model::WebhookDelivery> Insert(const model::Caller& caller,
                                              const model::WebhookDelivery& wanted) const;

  resource::Parts parts_;
  const Endpoints& endpoints_;
  const Subscribers& subscribers_;
  const MakeTest make_test_;
  resource::VerbsOf<model::WebhookAttempt> attempts_;
};

}  // namespace bearward::webhooks
