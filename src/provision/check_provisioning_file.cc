#include "provision/check_provisioning_file.h"

#include <algorithm>

#include "base/id.h"
#include "base/invalid.h"
#include "model/forms.h"
#include "model/resource.h"
#include "provision/applying.h"
#include "provision/row_sections.h"
#include "token/client_keys.h"

namespace bearward::provision {
namespace {

constexpr std::size_t kLongestName = 200;
// Clients read numbers as IEEE 754 doubles (RFC 8259 section 6).
constexpr std::int64_t kHighestNumber = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kShortestSecret = 8;
constexpr std::string_view kSecretKeyPrefix = "sk_";
constexpr std::size_t kShortestSecretKey = 8;

// Ids, client ids, slugs and kinds are used in paths, headers and tokens without encoding.
bool IsId(std::string_view text) { return model::IsWord(text, "._-+@~"); }

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName && text.front() != ' ' &&
         text.back() != ' ' && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

// Checker keeps the first mistake of one entry.
class Checker {
 public:
  explicit Checker(const Where& where) : where_(where) {}

  Checker& Require(bool holds, std::string_view text) {
    if (!holds && status_) status_ = base::Fail(Mistake(where_, text));
    return *this;
  }
  Checker& Name(std::string_view key, std::string_view text) {
    return Require(!text.empty(), "`" + std::string(key) + "` is missing. It is required here.")
        .OptionalName(key, text);
  }
  Checker& OptionalName(std::string_view key, std::string_view text) {
    return Require(text.empty() || IsName(text),
                   "`" + std::string(key) +
                       "` is not a name. A name has up to 200 bytes, no control "
                       "characters and no space at either end.");
  }
  Checker& Id(std::string_view key, std::string_view text) {
    return Require(!text.empty(), "`" + std::string(key) + "` is missing. It is required here.")
        .OptionalId(key, text);
  }
  Checker& OptionalId(std::string_view key, std::string_view text) {
    return Require(text.empty() || IsId(text),
                   "`" + std::string(key) +
                       "` is malformed. Use up to 128 letters, digits and any "
                       "of . _ - + @ ~");
  }
  Checker& Number(const std::optional<std::int64_t>& number) {
    return Require(!number || (*number > 0 && *number <= kHighestNumber),
                   "`number` is out of range. It must be from 1 to 9007199254740991.");
  }
  base::Status status() const { return status_; }

 private:
  const Where& where_;
  base::Status status_;
};

base::Status CheckEnvironment(const RowEntry& entry) {
  return Checker(entry.where).Name("name", entry.name).status();
}

void CheckPermissions(const std::optional<std::vector<std::string>>& permissions,
                      Checker& checker) {
  for (const std::string& permission : permissions.value_or(std::vector<std::string>{})) {
    checker.Require(model::IsPermission(permission), "the permission " + Quoted(permission) +
                                                         " is malformed. Write it like forms:read");
  }
}

base::Status Check(const RoleEntry& entry) {
  Checker checker(entry.where);
  checker.Id("slug", entry.slug).OptionalName("name", entry.name.value_or(""));
  CheckPermissions(entry.permissions, checker);
  return checker.status();
}

base::Status Check(const OrganizationEntry& entry) {
  return Checker(entry.where)
      .Name("name", entry.name)
      .OptionalId("id", entry.id)
      .Number(entry.number)
      .status();
}

base::Status Check(const UserEntry& entry) {
  Checker checker(entry.where);
  checker
      .Require(!entry.username.empty() || !entry.email.empty(),
               "the user has no name. Give `username` or `email`.")
      .OptionalName("username", entry.username)
      // HTTP's Basic scheme ends the name at the first colon (RFC 7617 section 2).
      .Require(!entry.username.contains(':'), "`username` has a colon. Leave it out.")
      .OptionalName("email", entry.email)
      .Require(entry.email.empty() || (entry.email.contains('@') && !entry.email.contains(' ') &&
                                       !entry.email.contains(':')),
               "`email` is malformed. Write it like ann@acme.example")
      .OptionalId("id", entry.id)
      .Number(entry.number)
      .Require(entry.password.empty() || entry.password_hash.empty(),
               "`password` and `password_hash` are both given. Keep one of them.")
      .Require(entry.password.Reveal().size() <= model::kLongestPassword,
               "`password` is too long. It may have up to 1024 bytes.")
      .Require(
          !entry.password_hash.empty() ||
              (!entry.password_hash_type && !entry.password_salt_position),
          "`password_hash_type` and `password_salt_position` describe a `password_hash`, which "
          "is missing.");
  for (const MembershipEntry& membership :
       entry.memberships.value_or(std::vector<MembershipEntry>{})) {
    BW_TRY(Checker(membership.where).Name("organization", membership.organization).status());
  }
  BW_TRY(checker.status());
  if (entry.password_hash.empty()) return {};
  BW_TRY(ImportedHash(entry));
  return {};
}

base::Status Check(const AccessProfileEntry& entry) {
  Checker checker(entry.where);
  checker.Name("name", entry.name);
  for (const model::AccessGrant& grant : entry.allows.value_or(std::vector<model::AccessGrant>{})) {
    checker.Require(grant.kind == "*" || IsId(grant.kind),
                    "the kind " + Quoted(grant.kind) + " is malformed. Write it like form, or *");
  }
  return checker.status();
}

void CheckRights(const ApplicationEntry& entry, Checker& checker) {
  using Texts = std::vector<std::string>;
  CheckPermissions(entry.permissions, checker);
  for (const std::string& audience : entry.audiences.value_or(Texts{})) {
    checker.Require(model::IsResource(audience),
                    "the audience " + Quoted(audience) +
                        " is malformed. Write an absolute URI without a "
                        "fragment, like https://api.acme.example");
  }
  const std::string jwks = entry.jwks.value_or("");
  if (jwks.empty()) return;
  const auto keys = token::ReadNewClientKeys(jwks);
  checker.Require(keys.has_value(), "`jwks` is not a set of public keys for signatures: " +
                                        (keys ? std::string() : keys.error().public_text) + ".");
}

base::Status Check(const ApplicationEntry& entry) {
  const std::string_view secret = entry.client_secret.Reveal();
  Checker checker(entry.where);
  checker.Name("name", entry.name)
      .Name("organization", entry.organization)
      .OptionalId("client_id", entry.client_id)
      .Require(secret.empty() ||
                   (secret.size() >= kShortestSecret &&
                    std::ranges::all_of(secret, [](char c) { return c >= ' ' && c < 0x7f; })),
               "`client_secret` is malformed. Use at least 8 printable characters, best 32 random "
               "ones, or leave it out to generate one.");
  CheckRights(entry, checker);
  return checker.status();
}

void CheckImported(const ApiKeyEntry& entry, Checker& checker) {
  const bool imported = entry.value_sha256.has_value();
  checker
      .Require(!imported || entry.value.empty(),
               "the key has both `value` and `value_sha256`. Leave one out.")
      .Require(!imported || entry.user.empty(),
               "`value_sha256` is for keys of an environment or an organization. Give the `value` "
               "of a user's key, which is a GUID.")
      .Require(entry.organization.empty() || imported,
               "a key of an organization is imported by its `value_sha256`. Other keys of "
               "organizations are made through the API.")
      .Require(entry.organization.empty() || !entry.rate_limit,
               "`rate_limit` is not for keys of organizations. Limit the organization instead.");
}

base::Status Check(const ApiKeyEntry& entry) {
  Checker checker(entry.where);
  checker
      .Require(!entry.user.empty() || !entry.organization.empty() || !entry.environment.empty(),
               "the key has no owner. Give `user` for a user's key, `organization` for an imported "
               "key of an organization, or `environment` alone for the environment's secret key.")
      .Require(entry.user.empty() || entry.organization.empty(),
               "the key has two owners, `user` and `organization`. Leave one out.")
      .Require(entry.user.empty() || !entry.permissions,
               "`permissions` is for a key of an environment only. The key of a user has those of "
               "the user; leave `permissions` out")
      .OptionalName("description", entry.description.value_or(""));
  CheckImported(entry, checker);
  CheckPermissions(entry.permissions, checker);
  const std::string_view value = entry.value.Reveal();
  if (value.empty()) return checker.status();
  if (!entry.user.empty()) {
    return checker
        .Require(base::CanonicalUuid(value).has_value(),
                 "`value` of a user's key is not a GUID. Leave it out to generate one.")
        .status();
  }
  return checker
      .Require(value.starts_with(kSecretKeyPrefix) &&
                   value.size() >= kSecretKeyPrefix.size() + kShortestSecretKey &&
                   model::IsWord(value, "_"),
               "`value` of an environment's key is malformed. It begins with sk_, followed by at "
               "least 8 letters, digits or underscores.")
      .status();
}

base::Status Check(const ObjectEntry& entry) {
  for (const MemberEntry& member : entry.members.value_or(std::vector<MemberEntry>{})) {
    BW_TRY(Checker(member.where).Name("organization", member.organization).status());
  }
  return Checker(entry.where)
      .Id("kind", entry.kind)
      .Name("name", entry.name)
      .Name("organization", entry.organization)
      .OptionalId("id", entry.id)
      .Number(entry.number)
      .status();
}

// CheckAlone checks what the description of a row cannot state.
base::Status CheckAlone(const model::Record& record, const void* row) {
  if (&record == &model::kPolicy)
    return model::CheckPolicy(*static_cast<const model::Policy*>(row));
  const bool is_organization =
      &record == &model::kResourceType &&
      static_cast<const model::ResourceType*>(row)->slug == model::kOrganizationType;
  if (!is_organization) return {};
  return base::Fail(base::Invalid("invalid_value", "`organization` exists always."));
}

// The row has valid defaults for the values that the entry omits.
base::Status CheckRowEntry(const RowSection& section, const RowEntry& entry) {
  BW_TRY(Checker(entry.where)
             .Require(!entry.name.empty(), "`" + std::string(section.record.AddressName()) +
                                               "` is missing. It is required here.")
             .status());
  const auto row = NewRowOf(section, entry);
  base::Status checked;
  if (row) {
    checked = CheckAlone(section.record, row->get());
  } else {
    checked = base::Fail(row.error());
  }
  if (checked) return {};
  return base::Fail(Mistake(entry.where, "the " + std::string(section.kind) + " " +
                                             Quoted(entry.name) +
                                             " is malformed: " + checked.error().public_text));
}

template <class Entry>
base::Status CheckAll(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) BW_TRY(Check(entry));
  return {};
}

}  // namespace

base::Status CheckProvisioningFile(const ProvisioningFile& world) {
  for (const RowEntry& entry : world.environments) BW_TRY(CheckEnvironment(entry));
  BW_TRY(CheckAll(world.roles));
  BW_TRY(CheckAll(world.organizations));
  BW_TRY(CheckAll(world.users));
  BW_TRY(CheckAll(world.access_profiles));
  BW_TRY(CheckAll(world.applications));
  BW_TRY(CheckAll(world.api_keys));
  BW_TRY(CheckAll(world.objects));
  for (const RowSection& section : kRowSections) {
    for (const RowEntry& entry : world.*section.entries) BW_TRY(CheckRowEntry(section, entry));
  }
  return {};
}

}  // namespace bearward::provision
