#include <utility>

#include "base/encode.h"
#include "base/id.h"
#include "base/random_text.h"
#include "crypto/hash.h"
#include "crypto/mac.h"
#include "provision/applying.h"
#include "store/api_keys.h"
#include "store/memberships.h"
#include "store/organization_api_keys.h"

namespace bearward::provision {
namespace {

constexpr std::size_t kSecretKeyLength = 32;
constexpr std::size_t kHintLength = 4;
constexpr std::size_t kShortestKey = 19;  // sk_ and 16 characters

// Owner is the owner of the key that an entry describes.
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
  // A user has one live key, so a second entry would replace the key of the first.
  BW_TRY(DescribeOnce(applying, entry.where, "key of a user", owner.environment.id, user.id.text));
  return owner;
}

// Canonical returns the form that is hashed: the case of a GUID is ignored.
std::string Canonical(const ApiKeyEntry& entry) {
  if (entry.user.empty()) return std::string(entry.value.Reveal());
  return base::CanonicalUuid(entry.value.Reveal()).value_or("");
}

// HashOf returns the digest under which the key of an entry is stored.
base::Digest HashOf(const ApiKeyEntry& entry) {
  return entry.value_sha256 ? *entry.value_sha256 : crypto::Sha256(Canonical(entry));
}

// IsGiven returns whether the entry says which key it is; otherwise one is generated.
bool IsGiven(const ApiKeyEntry& entry) { return entry.value_sha256 || !entry.value.empty(); }

std::string MakeUp(Applying& applying, const Owner& owner) {
  if (owner.user) return base::NewUuid(applying.entropy);
  return (owner.environment.sandbox ? "sk_test_" : "sk_live_") +
         base::RandomText(base::kBase62, kSecretKeyLength, applying.entropy);
}

// Match returns the row of an entry: the key with its value or, without a value, the unrevoked key
// of the owner.
base::Result<std::optional<model::ApiKey>> Match(Applying& applying, const Owner& owner,
                                                 const ApiKeyEntry& entry) {
  if (!IsGiven(entry)) {
    if (owner.user) {
      return store::FindLiveApiKeyOfUser(applying.tx, owner.environment.id, *owner.user);
    }
    return store::FindLiveApiKeyOfEnvironment(applying.tx, owner.environment.id,
                                              entry.description.value_or(""));
  }
  const base::Digest hash = HashOf(entry);
  BW_TRY_ASSIGN(auto found, store::FindApiKeyByHash(applying.tx, hash));
  BW_TRY_ASSIGN(const auto other, store::FindOrganizationApiKeyByHash(applying.tx, hash));
  if (other ||
      (found && (found->environment != owner.environment.id || found->user != owner.user))) {
    return base::Fail(Mistake(entry.where,
                              "this value is the key of another owner. Choose another value, or "
                              "leave it out to generate one."));
  }
  return found;
}

base::Status RevokePresent(Applying& applying, const Owner& owner) {
  if (!owner.user) return {};
  BW_TRY_ASSIGN(auto present,
                store::FindLiveApiKeyOfUser(applying.tx, owner.environment.id, *owner.user));
  if (!present) return {};
  const model::ApiKey before = *present;
  present->revoked_at = applying.now;
  BW_TRY(store::UpdateApiKey(applying.tx, *present));
  return Append(applying, model::EventType::kApiKeyRevoked, owner.environment.id,
                owner.organization, present->id.text, model::Changes::Between(before, *present));
}

Change ChangeOf(const Owner& owner, const ApiKeyEntry& entry, const model::ApiKey& key) {
  std::string name = owner.user ? entry.user : key.description;
  if (name.empty()) name = owner.environment.name;
  return {.kind = "api key",
          .environment = owner.environment.name,
          .name = std::move(name),
          .id = key.id.text};
}

// Only new keys are checked, so that shorter keys that release 0.1.0 stored stay valid. A GUID is
// long enough.
base::Status CheckLength(const ApiKeyEntry& entry) {
  if (entry.value.empty() || entry.value.Reveal().size() >= kShortestKey) return {};
  return base::Fail(Mistake(entry.where,
                            "`value` is too short. A new key has at least 16 characters after "
                            "sk_; leave it out to generate one."));
}

void RecordKey(Applying& applying, const Owner& owner, const ApiKeyEntry& entry, Change::Verb verb,
               const model::ApiKey& key, const base::Secret& made_up) {
  Change change = ChangeOf(owner, entry, key);
  change.verb = verb;
  change.secret = made_up;
  Record(applying, std::move(change));
}

base::Result<model::ApiKey> Create(Applying& applying, const Owner& owner,
                                   const ApiKeyEntry& entry) {
  BW_TRY(CheckLength(entry));
  BW_TRY(RevokePresent(applying, owner));
  const base::Secret made_up(IsGiven(entry) ? std::string() : MakeUp(applying, owner));
  const base::Secret value = IsGiven(entry) ? base::Secret(Canonical(entry)) : made_up;
  model::ApiKey key;
  key.environment = owner.environment.id;
  key.id = model::NewId<model::ApiKeyId>("key", applying.now, applying.entropy);
  key.user = owner.user;
  key.hash = IsGiven(entry) ? HashOf(entry) : crypto::Sha256(value.Reveal());
  // The end of an imported key is unknown.
  if (!entry.value_sha256) key.hint = value.Reveal().substr(value.Reveal().size() - kHintLength);
  key.description = entry.description.value_or("");
  key.created_at = applying.now;
  key.expires_at = entry.expires_at;
  key.rate_limit = entry.rate_limit.value_or(std::nullopt);
  if (entry.permissions) key.permissions = *entry.permissions;
  BW_TRY(store::InsertApiKey(applying.tx, key));
  BW_TRY(DescribeOnce(applying, entry.where, "api key", owner.environment.id, key.id.text));
  BW_TRY(Append(applying, model::EventType::kApiKeyCreated, owner.environment.id,
                owner.organization, key.id.text, model::Changes::Created(key)));
  RecordKey(applying, owner, entry, Change::Verb::kCreated, key, made_up);
  return key;
}

// Update sets description, limit and permissions of a live key to those of the entry.
base::Status Update(Applying& applying, const Owner& owner, const ApiKeyEntry& entry,
                    model::ApiKey& key, EntryMemory& memory) {
  const model::ApiKey before = key;
  bool changed = memory.Assign(key.description, entry.description, "description");
  changed |= memory.Assign(key.rate_limit, entry.rate_limit, "rate_limit");
  changed |= memory.Assign(key.permissions, entry.permissions, "permissions");
  BW_TRY(SaveMemory(applying, memory, entry.where, ChangeOf(owner, entry, key)));
  if (!changed) return {};
  BW_TRY(store::UpdateApiKey(applying.tx, key));
  BW_TRY(Append(applying, model::EventType::kApiKeyUpdated, owner.environment.id,
                owner.organization, key.id.text, model::Changes::Between(before, key)));
  RecordKey(applying, owner, entry, Change::Verb::kUpdated, key, base::Secret());
  return {};
}

// KeepRevoked records that the key of an entry stays revoked, because the entry is unchanged.
void KeepRevoked(Applying& applying, const Owner& owner, const ApiKeyEntry& entry,
                 const model::ApiKey& key) {
  Change kept = ChangeOf(owner, entry, key);
  kept.verb = Change::Verb::kKept;
  kept.note = PlaceOf(PlaceOr(entry.value_where, entry.where)) +
              ": the API key was revoked after it was applied, and stays revoked. Remove the "
              "entry, or give it a fresh `value`.";
  Record(applying, std::move(kept));
}

base::Error RevokedValue(const ApiKeyEntry& entry) {
  return Mistake(PlaceOr(entry.value_where, entry.where),
                 "`value` is an API key that was revoked. A revoked key is never accepted again. "
                 "Choose a fresh value, or leave it out to generate one.");
}

// ValueText returns the text that is recorded for an entry's value. The record of an environment's
// key is found by a digest of the value, so it need not contain the value again.
base::Secret ValueText(const Owner& owner, const ApiKeyEntry& entry) {
  return base::Secret(owner.user ? Canonical(entry) : std::string());
}

// ValueMemory returns the record of the value of an entry in earlier files. A user has one key and
// so one record, of the last value. An environment has many keys and one record per value. For an
// entry without a value, the record says that a key was generated. A record remains after the row
// of the key was deleted.
base::Result<EntryMemory> ValueMemory(Applying& applying, const Owner& owner,
                                      const ApiKeyEntry& entry) {
  const auto of = [&](std::string_view kind, std::string_view id) {
    return MemoryOf(applying, owner.environment, kind, id, false);
  };
  if (!IsGiven(entry) && owner.user) return of("generated api key", "user " + owner.user->text);
  if (!IsGiven(entry)) {
    return of("generated api key", "environment " + entry.description.value_or(""));
  }
  if (owner.user) return of("api key of user", owner.user->text);
  const std::string text = entry.value_sha256
                               ? "api key digest " + store::HashText(*entry.value_sha256)
                               : "api key " + Canonical(entry);
  const base::Digest digest = crypto::HmacSha256(applying.digest_key.Reveal(), text);
  return of("api key value", base::HexEncode(base::AsBytes(digest)));
}

// CheckRevoked refuses a revoked key that is new in the file. A key that an earlier file named
// stays revoked without an error. For a key of release 0.1.0, and after the master key was
// replaced, this is unknown; the key counts as named, because the server must start with an
// unchanged file.
base::Status CheckRevoked(Applying& applying, const Owner& owner, const ApiKeyEntry& entry,
                          const model::ApiKey& key, bool is_same) {
  BW_TRY_ASSIGN(const auto memory,
                MemoryOf(applying, owner.environment, "api key", key.id.text, false));
  if (!is_same && !memory.has_other_key()) return base::Fail(RevokedValue(entry));
  KeepRevoked(applying, owner, entry, key);
  return {};
}

base::Status ApplyApiKey(Applying& applying, const ApiKeyEntry& entry) {
  BW_TRY_ASSIGN(const Owner owner, OwnerOf(applying, entry));
  BW_TRY_ASSIGN(auto found, Match(applying, owner, entry));
  BW_TRY_ASSIGN(EntryMemory value_memory, ValueMemory(applying, owner, entry));
  const Stated stated = value_memory.Note("value", ValueText(owner, entry).Reveal());
  const bool is_same = stated != Stated::kNew;
  const bool is_new = !found;
  if (is_new && is_same) {
    if (stated == Stated::kSame) KeepRevoked(applying, owner, entry, model::ApiKey());
    if (stated == Stated::kUnknown) value_memory.Keep("value");
    return SaveMemory(applying, value_memory, entry.where, ChangeOf(owner, entry, model::ApiKey()));
  }
  if (is_new) {
    BW_TRY_ASSIGN(found, Create(applying, owner, entry));
  } else {
    BW_TRY(DescribeOnce(applying, entry.where, "api key", owner.environment.id, found->id.text));
  }
  if (found->revoked_at) return CheckRevoked(applying, owner, entry, *found, is_same);
  BW_TRY(value_memory.Save(applying.tx));
  BW_TRY_ASSIGN(EntryMemory memory,
                MemoryOf(applying, owner.environment, "api key", found->id.text, is_new));
  return Update(applying, owner, entry, *found, memory);
}

}  // namespace

base::Status ApplyApiKeys(Applying& applying) {
  // Entries with a value come first, so that an entry without one does not match a key that an
  // entry with a value describes.
  for (const bool valued : {true, false}) {
    for (const ApiKeyEntry& entry : applying.world.api_keys) {
      if (!entry.organization.empty() || IsGiven(entry) != valued) continue;
      BW_TRY(ApplyApiKey(applying, entry));
    }
  }
  return ApplyImportedKeys(applying);
}

}  // namespace bearward::provision
