// WebhookEndpoint: a URL of the customer's product to which events are delivered.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/words.h"
#include "model/record.h"

namespace bearward::model {

// EndpointStatus: a kDisabled endpoint gets no events; its pending deliveries wait.
enum class EndpointStatus : std::uint8_t { kEnabled, kDisabled };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::EndpointStatus> {
  static constexpr std::array<std::string_view, 2> kWords = {"enabled", "disabled"};
};

namespace bearward::model {

// WebhookEndpoint is unique by its URL in its environment. `sealed` is crypto::KeyRing::Seal of its
// secret. After the secret was replaced, `previous_sealed` is the one before, with which deliveries
// are signed too until `previous_until`. The delivery owns the other members: one node sends to the
// endpoint until `leased_until`, none does before `paused_until`, and `failures` counts the
// consecutive failures that are not about one event.
struct WebhookEndpoint : Entity {
  std::string url;
  EndpointStatus status = EndpointStatus::kEnabled;
  std::vector<std::string> events;
  std::string sealed;
  std::optional<std::string> previous_sealed;
  std::optional<base::Time> previous_until;
  std::optional<base::Time> leased_until;
  std::optional<base::Time> paused_until;
  std::int64_t failures = 0;
};

// kWebhookEndpointFields and kWebhookEndpoint are its description.
inline constexpr Field kWebhookEndpointFields[] = {
    F<&WebhookEndpoint::url>("endpoint_url", kEditable | kRequired),
    F<&WebhookEndpoint::status>("status", kStored | kShown | kUpdate),
    F<&WebhookEndpoint::events>("events", kEditable | kRequired | kMany),
    F<&WebhookEndpoint::sealed>("sealed", kStored),
    F<&WebhookEndpoint::previous_sealed>("previous_sealed", kStored | kUnaudited),
    F<&WebhookEndpoint::previous_until>("previous_until", kStored | kUnaudited),
    F<&WebhookEndpoint::leased_until>("leased_until", kStored | kConstant | kUnaudited),
    F<&WebhookEndpoint::paused_until>("paused_until", kStored | kConstant | kUnaudited),
    F<&WebhookEndpoint::failures>("failures", kStored | kConstant | kUnaudited),
};
inline constexpr RecordOf<WebhookEndpoint> kWebhookEndpoint({
    .object = "webhook_endpoint",
    .id_prefix = "we",
    .table = "webhook_endpoints",
    .fields = kWebhookEndpointFields,
});
inline const Record& DescriptionOf(const WebhookEndpoint& /*row*/) { return kWebhookEndpoint; }

}  // namespace bearward::model
