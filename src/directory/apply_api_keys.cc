#include <utility>

#include "base/id.h"
#include "crypto/hash.h"
#include "directory/applying.h"
#include "directory/random_text.h"
#include "store/api_keys.h"
#include "store/memberships.h"

namespace bearward::directory {
namespace {

constexpr std::size_t kSecretKeyLength = 32;
constexpr std::size_t kHintLength = 4;

// Owner is whose key an entry describes.
struct Owner {
  model::Environment environment;
  std::optional<model::UserId> user;                  // none: the environment itself
  std::optional<model::OrganizationId> organization;  // the user's home, for events
};

base::Result<Owner> OwnerOf(Applying& applying, const ApiKeyEntry& entry) {
  Owner owner;
  BW_TRY_ASSIGN(owner.environment, EnvironmentOf(applying, entry.where, entry.environment));
  if (entry.user.empty()) return owner;
  BW_TRY_ASSIGN(const auto user, UserOf(applying, entry.where, owner.environment, entry.user));
  owner.user = user.id;
  BW_TRY_ASSIGN(const auto memberships,
                store::ListMemberships(applying.tx, owner.environment.id, user.id));
  if (!memberships.empty()) owner.organization = memberships.front().organization;
  // A user has one live key: a second entry would take it away from the first.
  BW_TRY(DescribeOnce(applying, entry.where, "key of a user", owner.environment.id, user.id.text));
  return owner;
}

// Canonical gives the form that is hashed: a GUID has one meaning in either case.
std::string Canonical(const ApiKeyEntry& entry) {
  if (entry.user.empty()) return std::string(entry.value.Reveal());
  return base::CanonicalUuid(entry.value.Reveal()).value_or("");
}

std::string MakeUp(Applying& applying, const Owner& owner) {
  if (owner.user) return base::NewUuid(applying.entropy);
  return (owner.environment.sandbox ? "sk_test_" : "sk_live_") +
         RandomText(kBase62, kSecretKeyLength, applying.entropy);
}

// Match finds the row of an entry: by its value, or without one by what the owner has already.
base::Result<std::optional<model::ApiKey>> Match(Applying& applying, const Owner& owner,
                                                 const ApiKeyEntry& entry) {
  if (entry.value.empty()) {
    if (owner.user) {
      return store::FindLiveApiKeyOfUser(applying.tx, owner.environment.id, *owner.user);
    }
    return store::FindLiveApiKeyOfEnvironment(applying.tx, owner.environment.id,
                                              entry.description.value_or(""));
  }
  BW_TRY_ASSIGN(auto found, store::FindApiKeyByHash(applying.tx, crypto::Sha256(Canonical(entry))));
  if (found && (found->environment != owner.environment.id || found->user != owner.user)) {
    return base::Fail(Mistake(entry.where,
                              "this value is somebody else's key. Choose a fresh value, or leave "
                              "it out to have one made."));
  }
  return found;
}

base::Status RevokePresent(Applying& applying, const Owner& owner) {
  if (!owner.user) return {};
  BW_TRY_ASSIGN(auto present,
                store::FindLiveApiKeyOfUser(applying.tx, owner.environment.id, *owner.user));
  if (!present) return {};
  present->revoked_at = applying.now;
  BW_TRY(store::UpdateApiKey(applying.tx, *present));
  return Append(applying, model::EventType::kApiKeyRevoked, owner.environment.id,
                owner.organization, present->id.text);
}

void RecordKey(Applying& applying, const Owner& owner, const ApiKeyEntry& entry, Change::Verb verb,
               const model::ApiKey& key, const base::Secret& made_up) {
  std::string name = owner.user ? entry.user : key.description;
  if (name.empty()) name = owner.environment.name;
  Record(applying, {.verb = verb,
                    .kind = "api key",
                    .environment = owner.environment.name,
                    .name = std::move(name),
                    .id = key.id.text,
                    .secret = made_up});
}

base::Status Create(Applying& applying, const Owner& owner, const ApiKeyEntry& entry) {
  BW_TRY(RevokePresent(applying, owner));
  const base::Secret made_up(entry.value.empty() ? MakeUp(applying, owner) : std::string());
  const base::Secret value = entry.value.empty() ? made_up : base::Secret(Canonical(entry));
  model::ApiKey key;
  key.environment = owner.environment.id;
  key.id = model::NewId<model::ApiKeyId>("key", applying.now, applying.entropy);
  key.user = owner.user;
  key.hash = crypto::Sha256(value.Reveal());
  key.hint = value.Reveal().substr(value.Reveal().size() - kHintLength);
  key.description = entry.description.value_or("");
  key.created_at = applying.now;
  key.rate_limit = entry.rate_limit.value_or(std::nullopt);
  BW_TRY(store::InsertApiKey(applying.tx, key));
  BW_TRY(DescribeOnce(applying, entry.where, "api key", owner.environment.id, key.id.text));
  BW_TRY(Append(applying, model::EventType::kApiKeyCreated, owner.environment.id,
                owner.organization, key.id.text));
  RecordKey(applying, owner, entry, Change::Verb::kCreated, key, made_up);
  return {};
}

base::Status ApplyApiKey(Applying& applying, const ApiKeyEntry& entry) {
  BW_TRY_ASSIGN(const Owner owner, OwnerOf(applying, entry));
  BW_TRY_ASSIGN(auto found, Match(applying, owner, entry));
  if (!found) return Create(applying, owner, entry);
  BW_TRY(DescribeOnce(applying, entry.where, "api key", owner.environment.id, found->id.text));
  // A revoked key stays revoked, whatever an old file says.
  if (found->revoked_at) return {};
  bool changed = Assign(found->description, entry.description);
  changed |= Assign(found->rate_limit, entry.rate_limit);
  if (!changed) return {};
  BW_TRY(store::UpdateApiKey(applying.tx, *found));
  BW_TRY(Append(applying, model::EventType::kApiKeyUpdated, owner.environment.id,
                owner.organization, found->id.text));
  RecordKey(applying, owner, entry, Change::Verb::kUpdated, *found, base::Secret());
  return {};
}

}  // namespace

base::Status ApplyApiKeys(Applying& applying) {
  // Given values first, so that an entry without one does not take the row of one with.
  for (const bool valued : {true, false}) {
    for (const ApiKeyEntry& entry : applying.world.api_keys) {
      if (entry.value.empty() != valued) BW_TRY(ApplyApiKey(applying, entry));
    }
  }
  return {};
}

}  // namespace bearward::directory
