#include "webhooks/endpoints.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"
#include "base/near_miss.h"
#include "base/text_set.h"
#include "json/writer.h"
#include "store/webhooks.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using model::WebhookEndpoint;

}  // namespace

Endpoints::Endpoints(const resource::Parts& parts, const Outside& outside)
    : Receivers(
          model::kWebhookEndpoint,
          {.read = {},
           .write = {},
           .events = {kWebhookEndpointCreated, kWebhookEndpointUpdated, kWebhookEndpointDeleted},
           .prepare =
               [this](store::WriteTx& tx, const void* before, void* row,
                      const resource::Context& context) {
                 return Prepare(tx, static_cast<const WebhookEndpoint*>(before),
                                *static_cast<WebhookEndpoint*>(row), context);
               }},
          parts, outside.ring, outside.policy),
      events_(outside.events) {}

base::Status Endpoints::Check(const WebhookEndpoint& row) const {
  if (!IsReceiverUrl(row.url)) {
    return base::Fail(base::Invalid("invalid_url",
                                    "`endpoint_url` must be an http or https URL of a public "
                                    "host, such as https://example.com/webhooks.",
                                    {"endpoint_url"}));
  }
  for (const std::string& event : row.events) {
    if (std::ranges::find(events_, event) != events_.end()) continue;
    return base::Fail(base::Invalid("unknown_event_type",
                                    "`events` has the unknown event type \"" + event + "\"." +
                                        base::Suggest(event, events_, ""),
                                    {"events"}));
  }
  return {};
}

base::Status Endpoints::Prepare(store::WriteTx& tx, const WebhookEndpoint* before,
                                WebhookEndpoint& row, const resource::Context& /*context*/) const {
  BW_TRY(Check(row));
  row.events = base::SortedUnique(std::move(row.events));
  if (before != nullptr) return {};
  BW_TRY_ASSIGN(row.sealed, NewSecret(row.id));
  return store::SkipOldEvents(tx);
}

base::Result<std::vector<std::string>> Endpoints::SecretMembers(
    std::span<const model::AnyRow> rows) const {
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    BW_TRY_ASSIGN(const base::Secret secret,
                  SecretOf(*static_cast<const WebhookEndpoint*>(row.get())));
    texts.push_back("\"secret\":" + json::Quote(secret.Reveal()));
  }
  return texts;
}

base::Result<std::span<const std::string_view>> Endpoints::EventNames(
    const model::Caller& caller) const {
  BW_TRY(CheckRead(caller));
  return events_;
}

}  // namespace bearward::webhooks
