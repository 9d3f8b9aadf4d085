// Subscribers: the callbacks that applications and users register in the APIs of vendors.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/key_ring.h"
#include "egress/address_policy.h"
#include "model/webhook_endpoint.h"
#include "webhooks/receivers.h"

namespace bearward::webhooks {

// kMostSubscribers limits the subscribers of one subject, kLongestName the bytes of a name, and
// kMostSubscribedObjects the objects of a subscriber.
inline constexpr std::size_t kMostSubscribers = 100;
inline constexpr std::size_t kLongestName = 255;
inline constexpr std::size_t kMostSubscribedObjects = 1000;

// Subscribers is safe from any thread. A subject manages the subscribers that it has registered,
// with the functions ...Own; those of others do not exist for it: kNotFound
// "webhook_subscriber_not_found". The verbs are for the environment, which sees all of them.
class Subscribers : public Receivers {
 public:
  // The key ring must outlive the subscribers.
  Subscribers(const resource::Parts& parts, const crypto::KeyRing& ring,
              egress::AddressPolicy policy);

  // Check fails for a subscriber that AddOwn refuses whatever the store contains. Call it before
  // its objects are read, because it limits their number. kInvalid "invalid_url", "invalid_name" or
  // "too_many_objects" with the field in `fields`.
  base::Status Check(const model::WebhookEndpoint& row) const;
  // AddOwn registers a subscriber of the caller. The row has url, events, name, integration,
  // objects, filter and includes_parts; whether the subject may read what they name was checked
  // before. Errors of Check; kInvalid "too_many_subscribers".
  base::Result<model::WebhookEndpoint> AddOwn(const model::Caller& caller,
                                              model::WebhookEndpoint row) const;
  base::Result<std::vector<model::WebhookEndpoint>> ListOwn(const model::Caller& caller) const;
  base::Result<model::WebhookEndpoint> GetOwn(const model::Caller& caller,
                                              const std::string& id) const;
  base::Status DeleteOwn(const model::Caller& caller, const std::string& id) const;

  // PrivateMembers returns the members `secret` and `endpoint_url` of each subscriber, as a text.
  base::Result<std::vector<std::string>> PrivateMembers(std::span<const model::AnyRow> rows) const;
};

}  // namespace bearward::webhooks
