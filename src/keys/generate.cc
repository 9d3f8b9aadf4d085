#include <string>
#include <utility>

#include "base/id.h"
#include "crypto/hash.h"
#include "keys/key_writes.h"
#include "keys/keys.h"
#include "model/changes.h"
#include "store/api_keys.h"
#include "verify/authority.h"

namespace bearward::keys {
namespace {

constexpr std::size_t kHintLength = 4;

// InheritedLimit returns the limit of the replaced key, whether that is live or was just revoked.
base::Result<std::optional<model::RateLimit>> InheritedLimit(
    store::ReadTx& tx, const model::ApiKey& key, const std::optional<model::ApiKey>& live) {
  if (live) return live->rate_limit;
  BW_TRY_ASSIGN(const auto last, store::FindLastApiKeyOfUser(tx, key.environment, *key.user));
  return last ? last->rate_limit : std::nullopt;
}

}  // namespace

base::Result<NewApiKey> Keys::Generate(const model::Caller& caller, const model::UserId& user,
                                       std::string_view description) {
  BW_TRY(CheckDescription(description));
  const base::Time now = parts_.clock.Now();
  base::Secret value(base::NewUuid(parts_.entropy));
  const std::string_view text = value.Reveal();
  model::ApiKey key{.environment = caller->environment,
                    .id = model::NewId<model::ApiKeyId>("key", now, parts_.entropy),
                    .user = user,
                    .hash = crypto::Sha256(text),
                    .hint = std::string(text.substr(text.size() - kHintLength)),
                    .description = std::string(description),
                    .created_at = now,
                    .expires_at = {},
                    .revoked_at = {}};
  const model::EventBy by(caller, now);
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto acted_on, verify::AuthorizeUser(tx, caller.principal(), user,
                                                             {.permission = "keys:manage",
                                                              .self = verify::Self::kBySession}));
    const auto& home = acted_on.home;
    BW_TRY_ASSIGN(auto old, store::FindLiveApiKeyOfUser(tx, caller->environment, user));
    BW_TRY_ASSIGN(key.rate_limit, InheritedLimit(tx, key, old));
    if (old) BW_TRY(LogRevoked(tx, by, std::move(*old), home));
    BW_TRY(store::InsertApiKey(tx, key));
    return tx.Append(by.Make(model::EventType::kApiKeyCreated, key.id.text, home,
                             model::Changes::Created(key).Json()));
  }));
  return NewApiKey{key, std::move(value)};
}

}  // namespace bearward::keys
