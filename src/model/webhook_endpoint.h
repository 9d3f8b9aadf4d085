// WebhookEndpoint: a URL to which events are delivered: an endpoint of the customer's product, or
// the callback of a subscriber in the API of a vendor.
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
#include "model/session.h"

namespace bearward::model {

// EndpointStatus: a kDisabled endpoint gets no events; its pending deliveries wait.
enum class EndpointStatus : std::uint8_t { kEnabled, kDisabled };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::EndpointStatus> {
  static constexpr std::array<std::string_view, 2> kWords = {"enabled", "disabled"};
};

namespace bearward::model {

// WebhookEndpoint is unique by its URL in its environment, unless it is a subscriber. `sealed` is
// crypto::KeyRing::Seal of its secret. After the secret was replaced, `previous_sealed` is the one
// before, with which deliveries are signed too until `previous_until`. The delivery owns the next
// members: one node sends to the endpoint until `leased_until`, none does before `paused_until`,
// `failures` counts the consecutive failures that are not about one event, and `failing_since` is
// the time of the first failed attempt after the last success, nullopt if there is none.
//
// A row with a `subject_kind` other than kEnvironment is a subscriber: a subject that gets events
// about objects, and only as long as it may read them. The members from `subject_kind` on are those
// of subscribers.
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
  std::optional<base::Time> failing_since;
  SubjectKind subject_kind = SubjectKind::kEnvironment;
  std::string subject;          // the id of the application or the user
  OrganizationId organization;  // in which the subject acts
  std::string name;
  std::string integration;           // the id of an object of the kind "integration", or empty
  std::vector<std::string> objects;  // ids; empty: no limit
  std::string filter;                // objects::FieldFilter, or empty
  bool includes_parts = false;       // whether parts of an object that are lists are sent
};

// EndpointFields returns the fields of both kinds of row, before those of one kind.
template <class... Rest>
constexpr auto EndpointFields(Uses url, Uses events, Rest... rest) {
  return std::to_array<Field>({
      F<&WebhookEndpoint::url>("endpoint_url", url),
      F<&WebhookEndpoint::status>("status", kStored | kShown | kUpdate),
      F<&WebhookEndpoint::events>("events", events),
      F<&WebhookEndpoint::sealed>("sealed", kStored),
      F<&WebhookEndpoint::previous_sealed>("previous_sealed", kStored | kUnaudited),
      F<&WebhookEndpoint::previous_until>("previous_until", kStored | kUnaudited),
      F<&WebhookEndpoint::leased_until>("leased_until", kStored | kConstant | kUnaudited),
      F<&WebhookEndpoint::paused_until>("paused_until", kStored | kConstant | kUnaudited),
      F<&WebhookEndpoint::failures>("failures", kStored | kConstant | kUnaudited),
      F<&WebhookEndpoint::failing_since>("failing_since", kStored | kConstant | kUnaudited),
      rest...,
  });
}

// kWebhookEndpointFields and kWebhookEndpoint describe endpoints.
inline constexpr auto kWebhookEndpointFields =
    EndpointFields(kEditable | kRequired, kEditable | kRequired | kMany);
inline constexpr RecordOf<WebhookEndpoint> kWebhookEndpoint({
    .object = "webhook_endpoint",
    .id_prefix = "we",
    .table = "webhook_endpoints",
    .fields = kWebhookEndpointFields,
});

// kWebhookSubscriberFields and kWebhookSubscriber describe subscribers. Their URL is not shown,
// because the URL of a vendor's workflow contains the right to start it.
inline constexpr Uses kSetOnce = kStored | kShown | kConstant;
inline constexpr auto kWebhookSubscriberFields =
    EndpointFields(kStored | kConstant, kSetOnce | kMany,
                   F<&WebhookEndpoint::subject_kind>("subject_kind", kSetOnce),
                   F<&WebhookEndpoint::subject>("subject_id", kSetOnce),
                   F<&WebhookEndpoint::organization>(kOrganizationField, kSetOnce | kFilter),
                   F<&WebhookEndpoint::name>("name", kSetOnce),
                   F<&WebhookEndpoint::integration>("integration_id", kSetOnce),
                   F<&WebhookEndpoint::objects>("object_ids", kSetOnce | kMany),
                   F<&WebhookEndpoint::filter>("filter", kSetOnce),
                   F<&WebhookEndpoint::includes_parts>("includes_parts", kSetOnce));
inline constexpr RecordOf<WebhookEndpoint> kWebhookSubscriber({
    .object = "webhook_subscriber",
    .id_prefix = "wsub",
    .table = "webhook_subscribers",
    .fields = kWebhookSubscriberFields,
});

// DescriptionOf returns the description of the table that a row is in.
inline const Record& DescriptionOf(const WebhookEndpoint& row) {
  return row.subject_kind == SubjectKind::kEnvironment ? kWebhookEndpoint : kWebhookSubscriber;
}

}  // namespace bearward::model
