#include "keys/environment_keys.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/invalid.h"
#include "base/near_miss.h"
#include "base/random_text.h"
#include "crypto/hash.h"
#include "keys/key_writes.h"
#include "model/changes.h"
#include "model/forms.h"
#include "model/permission.h"
#include "store/api_keys.h"
#include "store/environments.h"
#include "store/page.h"
#include "store/roles.h"
#include "store/search.h"
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

// kPermissionsOfKeys have a meaning in this program for keys of an environment, besides
// model::kSystemPermissions.
constexpr std::string_view kPermissionsOfKeys[] = {"tokens:verify", "client_tokens:create"};

base::Result<std::vector<std::string>> KnownPermissions(store::ReadTx& tx,
                                                        const model::EnvironmentId& environment) {
  std::vector<std::string> known(std::begin(kPermissionsOfKeys), std::end(kPermissionsOfKeys));
  for (const auto& one : model::kSystemPermissions) known.emplace_back(one.slug);
  store::PageQuery query;
  query.environment = environment;
  query.limit = store::kLongestPage;
  do {
    std::vector<model::Permission> page;
    BW_TRY_ASSIGN(const store::PageEnds ends, store::Permissions().List(tx, query, page));
    for (model::Permission& one : page) known.push_back(std::move(one.slug));
    query.after = ends.after;
  } while (query.after);
  return known;
}

// Halves returns the texts before and after the last colon of a permission.
std::pair<std::string_view, std::string_view> Halves(std::string_view permission) {
  const std::size_t colon = permission.rfind(':');
  if (colon == std::string_view::npos) return {{}, permission};
  return {permission.substr(0, colon), permission.substr(colon + 1)};
}

// IsMisspelled reports whether one half is that of the known permission and the other is a near
// miss. Whole names are not compared: forms:manage is as close to users:manage as many typos are.
bool IsMisspelled(std::string_view permission, std::string_view known) {
  const auto [object, operation] = Halves(permission);
  const auto [known_object, known_operation] = Halves(known);
  if (object == known_object) return base::NearMiss(operation, {&known_operation, 1}).has_value();
  return operation == known_operation && base::NearMiss(object, {&known_object, 1}).has_value();
}

// CheckSpelling refuses an unknown permission that resembles a known one: a key with it could do
// nothing. Other unknown names are accepted, because a policy may require them.
base::Status CheckSpelling(store::ReadTx& tx, const model::ApiKey& key) {
  BW_TRY_ASSIGN(const auto known, KnownPermissions(tx, key.environment));
  for (const std::string& permission : key.permissions) {
    if (std::ranges::find(known, permission) != known.end()) continue;
    const auto meant = std::ranges::find_if(
        known, [&permission](const auto& one) { return IsMisspelled(permission, one); });
    if (meant == known.end()) continue;
    return base::Fail(base::Invalid("invalid_permission",
                                    "Unknown permission \"" + permission + "\". Did you mean \"" +
                                        *meant +
                                        "\"? To use a new name, create its permission first.",
                                    {"permissions"}));
  }
  return {};
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
    if (wanted.permissions) BW_TRY(CheckSpelling(tx, key));
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

base::Result<std::vector<model::ApiKey>> EnvironmentKeys::List(const model::Caller& caller,
                                                               std::string_view search) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(auto keys, parts_.store.Read([&](store::ReadTx& tx) {
    return store::ListLiveApiKeys(tx, caller->environment);
  }));
  std::erase_if(keys, [search](const model::ApiKey& key) {
    return !store::BeginsWith(key.description, search);
  });
  return keys;
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
