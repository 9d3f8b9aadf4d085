// WebhookDelivery: an event for one endpoint, and the attempts to deliver it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/words.h"
#include "model/record.h"

namespace bearward::model {

// DeliveryState: kFailed is final, nothing is sent any more.
enum class DeliveryState : std::uint8_t { kPending, kDelivered, kFailed };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::DeliveryState> {
  static constexpr std::array<std::string_view, 3> kWords = {"pending", "delivered", "failed"};
};

namespace bearward::model {

// WebhookDelivery has the request body `payload`, which every attempt sends unchanged. Deliveries
// to one endpoint about one object are sent in the order of `sequence`: while an earlier one is
// pending, `next_at` has no value. Otherwise it is the time of the next attempt.
struct WebhookDelivery : Entity {
  std::string endpoint;
  std::string event_id;
  std::string event;
  std::string object_id;
  std::int64_t sequence = 0;
  std::string payload;
  DeliveryState state = DeliveryState::kPending;
  std::int64_t attempts = 0;
  std::optional<base::Time> next_at;
};

// kWebhookDeliveryFields and kWebhookDelivery are its description.
inline constexpr Field kWebhookDeliveryFields[] = {
    F<&WebhookDelivery::endpoint>("endpoint_id", kStored | kShown | kConstant),
    F<&WebhookDelivery::event_id>("event_id", kStored | kShown | kConstant),
    F<&WebhookDelivery::event>("event", kStored | kShown | kConstant),
    F<&WebhookDelivery::object_id>("object_id", kStored | kShown | kConstant),
    F<&WebhookDelivery::sequence>("sequence", kStored | kConstant | kUnaudited),
    F<&WebhookDelivery::payload>("payload", kStored | kShown | kConstant | kUnaudited),
    F<&WebhookDelivery::state>("state", kStored | kShown),
    F<&WebhookDelivery::attempts>("attempts", kStored | kShown),
    F<&WebhookDelivery::next_at>("next_at", kStored | kShown),
};
inline constexpr RecordOf<WebhookDelivery> kWebhookDelivery({
    .object = "webhook_delivery",
    .id_prefix = "wd",
    .table = "webhook_deliveries",
    .fields = kWebhookDeliveryFields,
});

// WebhookAttempt is one request. It has the status of the response, or the reason why there is
// none. `response` is the beginning of the response's body.
struct WebhookAttempt : Entity {
  std::string endpoint;
  std::string delivery;
  std::optional<std::int64_t> status_code;
  std::optional<std::string> reason;
  std::int64_t duration_ms = 0;
  std::string response;
};

// kWebhookAttemptFields and kWebhookAttempt are its description.
inline constexpr Field kWebhookAttemptFields[] = {
    F<&WebhookAttempt::endpoint>("endpoint_id", kStored | kShown | kConstant),
    F<&WebhookAttempt::delivery>("delivery_id", kStored | kShown | kConstant),
    F<&WebhookAttempt::status_code>("status_code", kStored | kShown),
    F<&WebhookAttempt::reason>("reason", kStored | kShown),
    F<&WebhookAttempt::duration_ms>("duration_ms", kStored | kShown),
    F<&WebhookAttempt::response>("response", kStored | kShown),
};
inline constexpr RecordOf<WebhookAttempt> kWebhookAttempt({
    .object = "webhook_attempt",
    .id_prefix = "wa",
    .table = "webhook_attempts",
    .fields = kWebhookAttemptFields,
});

}  // namespace bearward::model
