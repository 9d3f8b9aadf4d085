#include <utility>

#include "base/encode.h"
#include "base/text_set.h"
#include "crypto/hash.h"
#include "crypto/mac.h"
#include "provision/applying.h"
#include "provision/new_rows.h"
#include "store/api_keys.h"
#include "store/organization_api_keys.h"
#include "store/roles.h"

namespace bearward::provision {
namespace {

using model::OrganizationApiKey;

constexpr std::string_view kKind = "organization api key";
constexpr std::size_t kShownDigits = 8;

// Owner is the organization whose key an entry describes.
struct Owner {
  model::Environment environment;
  model::Organization organization;
};

Change ChangeOf(const Owner& owner, const ApiKeyEntry& entry, std::string_view id,
                Change::Verb verb) {
  return {.verb = verb,
          .kind = std::string(kKind),
          .environment = owner.environment.name,
          .name = entry.description.value_or(owner.organization.name),
          .id = std::string(id)};
}

base::Status CheckPermissionsExist(Applying& applying, const Owner& owner,
                                   const ApiKeyEntry& entry) {
  for (const std::string& slug : entry.permissions.value_or(std::vector<std::string>())) {
    BW_TRY_ASSIGN(const auto found,
                  store::Permissions().FindBy(applying.tx, owner.environment.id, "slug", slug));
    if (found) continue;
    return base::Fail(Mistake(entry.where, "no permission has the slug " + Quoted(slug) +
                                               ". Give it to a role of the file first."));
  }
  return {};
}

base::Result<std::optional<OrganizationApiKey>> Match(Applying& applying, const Owner& owner,
                                                      const ApiKeyEntry& entry) {
  BW_TRY_ASSIGN(auto found, store::FindOrganizationApiKeyByHash(applying.tx, *entry.value_sha256));
  BW_TRY_ASSIGN(const auto other, store::FindApiKeyByHash(applying.tx, *entry.value_sha256));
  const bool is_foreign = found && (found->environment != owner.environment.id || found->user ||
                                    found->organization != owner.organization.id);
  if (!other && !is_foreign) return found;
  return base::Fail(Mistake(entry.value_where, "this value is the key of another owner."));
}

// NewKey shows the begin of the digest in place of the value, which is unknown.
OrganizationApiKey NewKey(Applying& applying, const Owner& owner, const ApiKeyEntry& entry) {
  OrganizationApiKey key;
  key.id = NewIdOf(applying, model::kOrganizationApiKey.id_prefix);
  key.environment = owner.environment.id;
  key.organization = owner.organization.id;
  key.hash = store::HashText(*entry.value_sha256);
  key.obfuscated_value = "sha256:" + key.hash.substr(0, kShownDigits) + "...";
  key.name = owner.organization.name;
  key.expires_at = entry.expires_at;
  key.created_at = applying.now;
  return key;
}

// Put writes a new or changed key with its event.
base::Status Put(Applying& applying, const Owner& owner, const ApiKeyEntry& entry,
                 const std::optional<OrganizationApiKey>& before, OrganizationApiKey key) {
  key.updated_at = applying.now;
  const auto& table = store::OrganizationApiKeys();
  BW_TRY(before ? table.Update(applying.tx, key) : table.Insert(applying.tx, key));
  BW_TRY(Append(applying,
                before ? model::EventType::kApiKeyUpdated : model::EventType::kApiKeyCreated,
                owner.environment.id, key.organization, key.id,
                before ? model::Changes::Between(*before, key) : model::Changes::Created(key)));
  Record(applying, ChangeOf(owner, entry, key.id, VerbOf(!before)));
  return {};
}

base::Status Describe(Applying& applying, const Owner& owner, const ApiKeyEntry& entry,
                      const std::optional<OrganizationApiKey>& before) {
  OrganizationApiKey key = before ? *before : NewKey(applying, owner, entry);
  BW_TRY(DescribeOnce(applying, entry.where, kKind, owner.environment.id, key.hash));
  BW_TRY_ASSIGN(EntryMemory memory, MemoryOf(applying, owner.environment, kKind, key.id, !before));
  bool changed = memory.Assign(key.name, entry.description, "description");
  changed |= memory.Assign(key.permissions, entry.permissions, "permissions");
  key.permissions = base::SortedUnique(std::move(key.permissions));
  BW_TRY(
      SaveMemory(applying, memory, entry.where, ChangeOf(owner, entry, key.id, VerbOf(!before))));
  return before && !changed ? base::Status() : Put(applying, owner, entry, before, std::move(key));
}

// A key that was deleted since an earlier file named it stays deleted: it may have leaked (incident
// class B4).
base::Status Apply(Applying& applying, const ApiKeyEntry& entry) {
  Owner owner;
  BW_TRY_ASSIGN(owner.environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY_ASSIGN(owner.organization,
                OrganizationOf(applying, entry.where, owner.environment, entry.organization));
  BW_TRY(CheckPermissionsExist(applying, owner, entry));
  BW_TRY_ASSIGN(const auto found, Match(applying, owner, entry));
  const base::Digest digest = crypto::HmacSha256(
      applying.digest_key.Reveal(), "organization api key " + store::HashText(*entry.value_sha256));
  BW_TRY_ASSIGN(EntryMemory values,
                MemoryOf(applying, owner.environment, "organization api key digest",
                         base::HexEncode(base::AsBytes(digest)), false));
  const Stated stated = values.Note("value_sha256", "");
  if (!found && stated != Stated::kNew) {
    Change kept = ChangeOf(owner, entry, "", Change::Verb::kKept);
    kept.note = PlaceOf(entry.value_where) +
                ": the API key was deleted after it was applied, and stays deleted. Remove the "
                "entry.";
    Record(applying, std::move(kept));
    return {};
  }
  BW_TRY(values.Save(applying.tx));
  return Describe(applying, owner, entry, found);
}

}  // namespace

base::Status ApplyImportedKeys(Applying& applying) {
  for (const ApiKeyEntry& entry : applying.world.api_keys) {
    if (!entry.organization.empty()) BW_TRY(Apply(applying, entry));
  }
  return {};
}

}  // namespace bearward::provision
