#include "keys/environment_keys.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"
#include "base/random_text.h"
#include "crypto/hash.h"
#include "keys/key_writes.h"
#include "model/changes.h"
#include "model/forms.h"
#include "store/api_keys.h"
#include "store/environments.h"
#include "verify/authority.h"

namespace bearward::keys {
namespace {

constexpr std::size_t kHintLength = 4;
constexpr std::size_t kRandomLength = 32;  // 190 bits

base::Status Check(const NewEnvironmentKey& wanted, base::Time now) {
  BW_TRY(CheckDescription(wanted.description));
  if (wanted.expires_at && *wanted.expires_at <= now) {
    return base::Fail(
        base::Invalid("invalid_value", "`expires_at` must be in the future.", {"expires_at"}));
  }
  if (!wanted.permissions) return {};
  const auto wrong = std::ranges::find_if_not(*wanted.permissions, &model::IsPermission);
  if (wrong == wanted.permissions->end()) return {};
  return base::Fail(base::Invalid("invalid_permission",
                                  "\"" + *wrong +
                                      "\" is not the name of a permission. A name is like "
                                      "forms:read.",
                                  {"permissions"}));
}

}  // namespace

base::Result<NewApiKey> EnvironmentKeys::Create(const model::Caller& caller,
                                                const NewEnvironmentKey& wanted) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY(CheckNotByKey(caller));
  const base::Time now = parts_.clock.Now();
  BW_TRY(Check(wanted, now));
  const std::string random = base::RandomText(base::kBase62, kRandomLength, parts_.entropy);
  model::ApiKey key{.environment = caller->environment,
                    .id = model::NewId<model::ApiKeyId>("key", now, parts_.entropy),
                    .user = {},
                    .hint = random.substr(random.size() - kHintLength),
                    .description = wanted.description,
                    .created_at = now,
                    .expires_at = wanted.expires_at,
                    .revoked_at = {}};
  if (wanted.permissions) key.permissions = *wanted.permissions;
  const model::EventBy by(caller, now);
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<NewApiKey> {
    BW_TRY_ASSIGN(const auto environment, store::FindEnvironment(tx, key.environment));
    const bool sandbox = environment && environment->sandbox;
    base::Secret value((sandbox ? "sk_test_" : "sk_live_") + random);
    key.hash = crypto::Sha256(value.Reveal());
    BW_TRY(store::InsertApiKey(tx, key));
    BW_TRY(tx.Append(by.Make(model::EventType::kApiKeyCreated, key.id.text, std::nullopt,
                             model::Changes::Created(key).Json())));
    return NewApiKey{key, std::move(value)};
  });
}

base::Result<std::vector<model::ApiKey>> EnvironmentKeys::List(const model::Caller& caller) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return parts_.store.Read(
      [&](store::ReadTx& tx) { return store::ListLiveApiKeys(tx, caller->environment); });
}

base::Result<std::vector<store::UnusedKey>> EnvironmentKeys::ListUnused(const model::Caller& caller,
                                                                        base::Time since) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) {
    return store::ListUnusedKeys(tx, caller->environment, since, now);
  });
}

}  // namespace bearward::keys
