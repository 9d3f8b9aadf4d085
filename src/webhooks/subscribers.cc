#include "webhooks/subscribers.h"

#include <utility>

#include "base/id.h"
#include "base/invalid.h"
#include "base/utf8.h"
#include "json/writer.h"
#include "model/changes.h"
#include "store/webhooks.h"

namespace bearward::webhooks {
namespace {

using enum model::EventType;
using base::Result;
using model::WebhookEndpoint;

bool IsOf(const WebhookEndpoint& row, const model::Caller& caller) {
  return row.subject_kind == caller->subject_kind && row.subject == caller->subject_id.view() &&
         row.organization == *caller->organization;
}

Result<WebhookEndpoint> FindOwn(store::ReadTx& tx, const model::Caller& caller,
                                const std::string& id) {
  BW_TRY_ASSIGN(auto found, store::WebhookSubscribers().Find(tx, caller->environment, id));
  if (found && IsOf(*found, caller)) return *std::move(found);
  return base::Fail(base::NotFound("webhook_subscriber_not_found", "No such subscriber."));
}

Result<std::vector<WebhookEndpoint>> ReadOwn(store::ReadTx& tx, const model::Caller& caller) {
  BW_TRY_ASSIGN(auto rows,
                store::ListSubscribersOf(tx, caller->environment, caller->subject_id.view()));
  std::erase_if(rows, [&](const WebhookEndpoint& row) { return !IsOf(row, caller); });
  return rows;
}

}  // namespace

Subscribers::Subscribers(const resource::Parts& parts, const crypto::KeyRing& ring,
                         egress::AddressPolicy policy)
    : Receivers(
          model::kWebhookSubscriber,
          {.read = {},
           .write = {},
           .events = {kWebhookEndpointCreated, kWebhookEndpointUpdated, kWebhookEndpointDeleted}},
          parts, ring, std::move(policy)) {}

base::Status Subscribers::Check(const WebhookEndpoint& row) const {
  if (!IsReceiverUrl(row.url)) {
    return base::Fail(base::Invalid("invalid_url",
                                    "The callback must be an http or https URL of a public host, "
                                    "such as https://example.com/callback.",
                                    {"url"}));
  }
  if (row.name.empty() || row.name.size() > kLongestName || base::HasControlCharacter(row.name)) {
    return base::Fail(base::Invalid("invalid_name",
                                    "The name must have 1 to " + std::to_string(kLongestName) +
                                        " bytes and no control character.",
                                    {"name"}));
  }
  if (row.objects.size() > kMostSubscribedObjects) {
    return base::Fail(base::Invalid(
        "too_many_objects",
        "A subscriber can name " + std::to_string(kMostSubscribedObjects) + " objects.",
        {"object_ids"}));
  }
  return {};
}

Result<WebhookEndpoint> Subscribers::AddOwn(const model::Caller& caller,
                                            WebhookEndpoint row) const {
  BW_TRY(Check(row));
  const model::EventBy by(caller, parts().clock.Now());
  row.id = "wsub_" + base::NewUlid(by.at(), parts().entropy);
  row.environment = caller->environment;
  row.created_at = row.updated_at = by.at();
  row.subject_kind = caller->subject_kind;
  row.subject = std::string(caller->subject_id.view());
  row.organization = caller->organization;
  BW_TRY_ASSIGN(row.sealed, NewSecret(row.id));
  BW_TRY(parts().store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto present, ReadOwn(tx, caller));
    if (present.size() >= kMostSubscribers) {
      return base::Fail(base::Invalid("too_many_subscribers",
                                      "At most " + std::to_string(kMostSubscribers) +
                                          " subscribers are possible. Delete one first."));
    }
    BW_TRY(store::SkipOldEvents(tx));
    BW_TRY(store::WebhookSubscribers().Insert(tx, row));
    return tx.Append(by.Make(kWebhookEndpointCreated, row.id, row.organization,
                             model::Changes::Created(row).Json()));
  }));
  return row;
}

Result<std::vector<WebhookEndpoint>> Subscribers::ListOwn(const model::Caller& caller) const {
  return parts().store.Read([&](store::ReadTx& tx) { return ReadOwn(tx, caller); });
}

Result<WebhookEndpoint> Subscribers::GetOwn(const model::Caller& caller,
                                            const std::string& id) const {
  return parts().store.Read([&](store::ReadTx& tx) { return FindOwn(tx, caller, id); });
}

base::Status Subscribers::DeleteOwn(const model::Caller& caller, const std::string& id) const {
  const model::EventBy by(caller, parts().clock.Now());
  return parts().store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const WebhookEndpoint row, FindOwn(tx, caller, id));
    BW_TRY(store::WebhookSubscribers().Delete(tx, row));
    return tx.Append(by.Make(kWebhookEndpointDeleted, row.id, row.organization,
                             model::Changes::Deleted(row).Json()));
  });
}

Result<std::vector<std::string>> Subscribers::PrivateMembers(
    std::span<const model::AnyRow> rows) const {
  std::vector<std::string> texts;
  for (const model::AnyRow& any : rows) {
    const auto& row = *static_cast<const WebhookEndpoint*>(any.get());
    BW_TRY_ASSIGN(const base::Secret secret, SecretOf(row));
    texts.push_back("\"endpoint_url\":" + json::Quote(row.url) +
                    ",\"secret\":" + json::Quote(secret.Reveal()));
  }
  return texts;
}

}  // namespace bearward::webhooks
