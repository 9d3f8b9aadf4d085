#include "webhooks/disabler.h"

#include "egress/url.h"
#include "mail/administrator_addresses.h"
#include "mail/codes.h"
#include "model/changes.h"
#include "model/event.h"
#include "store/webhooks.h"
#include "webhooks/receivers.h"

namespace bearward::webhooks {
namespace {

using model::WebhookEndpoint;

// An email that could not be sent for so long is of no use any more.
constexpr std::chrono::hours kNoticeLife = std::chrono::days(7);

}  // namespace

bool NoteFailedAttempt(WebhookEndpoint& receiver, base::Time now) {
  const bool is_first = !receiver.failing_since || *receiver.failing_since < receiver.updated_at;
  if (is_first) receiver.failing_since = now;
  return now - *receiver.failing_since >= kLongestFailing;
}

base::Result<std::string> Disabler::NoticeOf(const WebhookEndpoint& receiver) const {
  const auto url = egress::ParseUrl(receiver.url);
  std::string text = receiver.id;
  if (url) text += " (" + url->host + ")";
  if (receiver.failing_since) {
    text += ", since " + base::FormatIsoMillis(*receiver.failing_since);
  }
  return mail::SealText(ring_, base::Secret(text), receiver.id);
}

base::Status Disabler::Disable(store::WriteTx& tx, const WebhookEndpoint& receiver,
                               const std::string& notice, base::Time now) const {
  const auto& table = store::TableOfEndpoint(receiver);
  BW_TRY_ASSIGN(const auto before, table.Find(tx, receiver.environment, receiver.id));
  if (!before || before->updated_at != receiver.updated_at) return {};
  WebhookEndpoint after = *before;
  const model::EventBy by(receiver.environment, model::Actor(), now);
  after.status = model::EndpointStatus::kDisabled;
  after.updated_at = by.at();
  BW_TRY(table.Update(tx, after));
  BW_TRY(
      tx.Append(by.Make(model::EventType::kWebhookEndpointUpdated, receiver.id,
                        OrganizationOf(receiver), model::Changes::Between(*before, after).Json())));
  if (notice.empty()) return {};
  BW_TRY_ASSIGN(const auto recipients, mail::AdministratorAddresses(tx, receiver.environment));
  for (const mail::Recipient& recipient : recipients) {
    BW_TRY(outbox_.Add(tx,
                       {.environment = receiver.environment,
                        .letter = mail::Letter::kWebhookDisabled,
                        .to = recipient.address,
                        .user = recipient.user,
                        .organization = OrganizationOf(receiver),
                        .code_id = receiver.id,
                        .sealed = notice,
                        .expires_at = now + kNoticeLife},
                       now));
  }
  return {};
}

}  // namespace bearward::webhooks
