#include "webhooks/receivers.h"

#include <array>
#include <cstdint>
#include <utility>

#include "base/digest.h"
#include "base/encode.h"
#include "egress/url.h"

namespace bearward::webhooks {
namespace {

using base::Result;
using model::WebhookEndpoint;

// A sealed secret of one receiver must not open in another.
std::string PurposeOf(std::string_view id) { return "webhook-endpoint/" + std::string(id); }

}  // namespace

std::optional<model::OrganizationId> OrganizationOf(const WebhookEndpoint& receiver) {
  if (receiver.organization.text.empty()) return std::nullopt;
  return receiver.organization;
}

Receivers::Receivers(const model::RecordOf<WebhookEndpoint>& record, resource::Rules rules,
                     const resource::Parts& parts, const crypto::KeyRing& ring,
                     egress::AddressPolicy policy)
    : VerbsOf(record, std::move(rules), parts),
      parts_(parts),
      ring_(ring),
      policy_(std::move(policy)) {}

bool Receivers::IsReceiverUrl(std::string_view url) const {
  const auto parsed = egress::ParseUrl(url);
  return parsed && (!parsed->address || policy_.Permits(*parsed->address));
}

// 24 bytes are 32 characters of base64 without padding (Standard Webhooks requires at least 24).
Result<std::string> Receivers::NewSecret(std::string_view id) const {
  std::array<std::uint8_t, 24> random{};
  parts_.entropy.Fill(random);
  const base::Secret secret("whsec_" + base::Base64Encode(base::AsBytes(random)));
  return ring_.Seal(secret, PurposeOf(id));
}

Result<base::Secret> Receivers::SecretOf(const WebhookEndpoint& receiver) const {
  return ring_.Open(receiver.sealed, PurposeOf(receiver.id));
}

Result<Secrets> Receivers::SecretsOf(const WebhookEndpoint& receiver, base::Time now) const {
  Secrets secrets;
  BW_TRY_ASSIGN(secrets.present, SecretOf(receiver));
  const bool overlaps =
      receiver.previous_sealed && receiver.previous_until && now < *receiver.previous_until;
  if (overlaps) {
    BW_TRY_ASSIGN(secrets.previous, ring_.Open(*receiver.previous_sealed, PurposeOf(receiver.id)));
  }
  return secrets;
}

Result<WebhookEndpoint> Receivers::RollSecret(const model::Caller& caller,
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
