#include "webhooks/endpoints.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/digest.h"
#include "base/encode.h"
#include "base/invalid.h"
#include "egress/url.h"
#include "json/writer.h"
#include "store/webhooks.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using base::Result;
using model::WebhookEndpoint;

// A sealed secret of one endpoint must not open in another.
std::string PurposeOf(std::string_view id) { return "webhook-endpoint/" + std::string(id); }

}  // namespace

Endpoints::Endpoints(const resource::Parts& parts, Outside outside)
    : VerbsOf(
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
          parts),
      outside_(std::move(outside)),
      parts_(parts) {}

base::Status Endpoints::Check(const WebhookEndpoint& row) const {
  const auto url = egress::ParseUrl(row.url);
  if (!url || (url->address && !outside_.policy.Permits(*url->address))) {
    return base::Fail(base::Invalid("invalid_url",
                                    "`endpoint_url` must be an http or https URL of a public "
                                    "host, such as https://example.com/webhooks.",
                                    {"endpoint_url"}));
  }
  for (const std::string& event : row.events) {
    if (std::ranges::find(outside_.events, event) != outside_.events.end()) continue;
    return base::Fail(base::Invalid("unknown_event_type",
                                    "`events` has the unknown event type \"" + event + "\".",
                                    {"events"}));
  }
  return {};
}

base::Status Endpoints::Prepare(store::WriteTx& tx, const WebhookEndpoint* before,
                                WebhookEndpoint& row, const resource::Context& /*context*/) const {
  BW_TRY(Check(row));
  std::ranges::sort(row.events);
  const auto repeated = std::ranges::unique(row.events);
  row.events.erase(repeated.begin(), repeated.end());
  if (before != nullptr) return {};
  BW_TRY_ASSIGN(row.sealed, NewSecret(row.id));
  return store::SkipOldEvents(tx);
}

// 24 bytes are 32 characters of base64 without padding (Standard Webhooks requires at least 24).
Result<std::string> Endpoints::NewSecret(std::string_view id) const {
  std::array<std::uint8_t, 24> random{};
  parts_.entropy.Fill(random);
  const base::Secret secret("whsec_" + base::Base64Encode(base::AsBytes(random)));
  return outside_.ring.Seal(secret, PurposeOf(id));
}

Result<base::Secret> Endpoints::SecretOf(const WebhookEndpoint& endpoint) const {
  return outside_.ring.Open(endpoint.sealed, PurposeOf(endpoint.id));
}

Result<std::vector<std::string>> Endpoints::SecretMembers(
    std::span<const model::AnyRow> rows) const {
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    BW_TRY_ASSIGN(const base::Secret secret,
                  SecretOf(*static_cast<const WebhookEndpoint*>(row.get())));
    texts.push_back("\"secret\":" + json::Quote(secret.Reveal()));
  }
  return texts;
}

Result<std::span<const std::string_view>> Endpoints::EventNames(const model::Caller& caller) const {
  BW_TRY(CheckRead(caller));
  return outside_.events;
}

Result<Secrets> Endpoints::SecretsOf(const WebhookEndpoint& endpoint, base::Time now) const {
  Secrets secrets;
  BW_TRY_ASSIGN(secrets.present, SecretOf(endpoint));
  const bool overlaps =
      endpoint.previous_sealed && endpoint.previous_until && now < *endpoint.previous_until;
  if (overlaps) {
    BW_TRY_ASSIGN(secrets.previous,
                  outside_.ring.Open(*endpoint.previous_sealed, PurposeOf(endpoint.id)));
  }
  return secrets;
}

Result<WebhookEndpoint> Endpoints::RollSecret(const model::Caller& caller,
                                              const resource::Address& at) const {
  BW_TRY_ASSIGN(const WebhookEndpoint present, Get(caller, at));
  BW_TRY_ASSIGN(const std::string sealed, NewSecret(present.id));
  const base::Time until = parts_.clock.Now() + kOverlap;
  return Update(caller, at, [&](WebhookEndpoint& row) -> base::Status {
    row.previous_sealed = std::exchange(row.sealed, sealed);
    row.previous_until = until;
    return {};
  });
}

}  // namespace bearward::webhooks
