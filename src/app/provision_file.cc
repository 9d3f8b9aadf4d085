#include "app/provision_file.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "app/provision_rows.h"
#include "app/provision_value.h"
#include "app/toml.h"
#include "base/encode.h"

namespace bearward::app {
namespace {

using provision::Where;

// More overloads of Take (provision_value.h).

template <base::Worded T>
base::Status Take(const Value& value, T& target) {
  std::string word;
  BW_TRY(Take(value, word));
  const auto parsed = base::ParseWord<T>(word);
  if (!parsed) return UnknownWord(value, base::WordsOf<T>::kWords, word);
  target = *parsed;
  return {};
}

base::Status Take(const Value& value, model::AccessGrant& target) {
  std::string text;
  BW_TRY(Take(value, text));
  auto grant = model::ParseGrant(text);
  if (!grant) {
    return Refuse(value.where(), "\"" + text +
                                     "\" is not a grant. Write kind:operation, with the "
                                     "operation read, write or link, for example *:read");
  }
  target = *std::move(grant);
  return {};
}

// A rate limit, or "none" to remove the limit.
base::Status Take(const Value& value, std::optional<model::RateLimit>& target) {
  std::string text;
  BW_TRY(Take(value, text));
  target = model::ParseRateLimit(text);
  if (target || text == "none") return {};
  return Refuse(value.where(), "\"" + text +
                                   "\" is not a rate limit. Write permits/seconds, for example "
                                   "100/60s, with \" monitor\" after it to count only, or none.");
}

base::Status Take(const Value& value, base::Time& target) {
  std::string text;
  BW_TRY(Take(value, text));
  const auto time = base::ParseIso(text);
  if (!time) {
    return Refuse(value.where(),
                  "\"" + text + "\" is not a time. Write it like \"2031-05-06T07:08:09Z\"");
  }
  target = *time;
  return {};
}

// Field is one key of a table of the file, and the target of its value.
template <class Entry>
struct Field {
  std::string_view key;
  base::Status (*set)(const Value& value, Entry& entry);
};

// Entries are assigned by the key tables at the end of this file.
base::Status Take(const Value& value, provision::EnvironmentEntry& entry);
base::Status Take(const Value& value, provision::RoleEntry& entry);
base::Status Take(const Value& value, provision::OrganizationEntry& entry);
base::Status Take(const Value& value, provision::MembershipEntry& entry);
base::Status Take(const Value& value, provision::UserEntry& entry);
base::Status Take(const Value& value, provision::AccessProfileEntry& entry);
base::Status Take(const Value& value, provision::ApplicationEntry& entry);
base::Status Take(const Value& value, provision::ApiKeyEntry& entry);
base::Status Take(const Value& value, provision::MemberEntry& entry);
base::Status Take(const Value& value, provision::ObjectEntry& entry);

template <class T>
base::Status Take(const Value& value, std::vector<T>& target) {
  const auto* array = value.node.as_array();
  if (!array) return WrongType(value, "a list in brackets.");
  target.clear();
  for (const toml::node& node : *array) {
    BW_TRY(Take(Value{node, value.file, value.key}, target.emplace_back()));
  }
  return {};
}

template <class T>
base::Status Take(const Value& value, std::optional<T>& target) {
  return Take(value, target.emplace());
}

template <auto kMember, class Entry>
base::Status Set(const Value& value, Entry& entry) {
  return Take(value, entry.*kMember);
}

base::Status SetFields(const Value& value, provision::ObjectEntry& entry) {
  return Take(value, JsonFields{entry.fields.emplace()});
}

base::Status SetClientSecret(const Value& value, provision::ApplicationEntry& entry) {
  entry.client_secret_where = value.where();
  return Take(value, entry.client_secret);
}

base::Status SetKeyValue(const Value& value, provision::ApiKeyEntry& entry) {
  entry.value_where = value.where();
  return Take(value, entry.value);
}

// In hex, or in base64 as in an export of Unkey.
base::Status SetKeyDigest(const Value& value, provision::ApiKeyEntry& entry) {
  std::string text;
  BW_TRY(Take(value, text));
  entry.value_where = value.where();
  base::Digest& digest = entry.value_sha256.emplace();
  auto bytes = text.size() == 2 * digest.size() ? base::HexDecode(text) : base::Base64Decode(text);
  if (!bytes || bytes->size() != digest.size()) {
    return Refuse(value.where(),
                  "`value_sha256` is not a SHA-256 digest. Write its 64 digits of hex, or the 44 "
                  "characters of its base64 with padding");
  }
  std::ranges::copy(*bytes, digest.begin());
  return {};
}

template <class Entry>
std::vector<std::string_view> KeysOf(std::span<const Field<Entry>> fields) {
  std::vector<std::string_view> keys;
  for (const Field<Entry>& field : fields) keys.push_back(field.key);
  return keys;
}

template <class Entry>
base::Status TakeEntry(const Value& value, std::span<const Field<Entry>> fields, Entry& entry) {
  const auto* table = value.node.as_table();
  if (!table) return WrongType(value, "a table.");
  entry.where = value.where();
  for (const auto& [key, node] : *table) {
    const auto field = std::ranges::find(fields, key.str(), &Field<Entry>::key);
    if (field == fields.end()) return UnknownKey(key, value, KeysOf(fields));
    BW_TRY(field->set({node, value.file, field->key}, entry));
  }
  return {};
}

base::Status Take(const Value& value, provision::EnvironmentEntry& entry) {
  using E = provision::EnvironmentEntry;
  static constexpr Field<E> kFields[] = {
      {"name", Set<&E::name>}, {"sandbox", Set<&E::sandbox>}, {"enabled", Set<&E::enabled>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::RoleEntry& entry) {
  using E = provision::RoleEntry;
  static constexpr Field<E> kFields[] = {{"environment", Set<&E::environment>},
                                         {"slug", Set<&E::slug>},
                                         {"name", Set<&E::name>},
                                         {"permissions", Set<&E::permissions>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::OrganizationEntry& entry) {
  using E = provision::OrganizationEntry;
  static constexpr Field<E> kFields[] = {{"environment", Set<&E::environment>},
                                         {"name", Set<&E::name>},
                                         {"id", Set<&E::id>},
                                         {"number", Set<&E::number>},
                                         {"password_policy", Set<&E::password_policy>},
                                         {"enabled", Set<&E::enabled>},
                                         {"rate_limit", Set<&E::rate_limit>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::MembershipEntry& entry) {
  using E = provision::MembershipEntry;
  static constexpr Field<E> kFields[] = {{"organization", Set<&E::organization>},
                                         {"roles", Set<&E::roles>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::UserEntry& entry) {
  using E = provision::UserEntry;
  static constexpr Field<E> kFields[] = {
      {"environment", Set<&E::environment>},
      {"username", Set<&E::username>},
      {"email", Set<&E::email>},
      {"id", Set<&E::id>},
      {"password", Set<&E::password>},
      {"password_hash", Set<&E::password_hash>},
      {"password_hash_type", Set<&E::password_hash_type>},
      {"password_salt_position", Set<&E::password_salt_position>},
      {"number", Set<&E::number>},
      {"first_name", Set<&E::first_name>},
      {"last_name", Set<&E::last_name>},
      {"job_title", Set<&E::job_title>},
      {"active", Set<&E::active>},
      {"integrator", Set<&E::integrator>},
      {"password_change_required", Set<&E::password_change_required>},
      {"memberships", Set<&E::memberships>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::AccessProfileEntry& entry) {
  using E = provision::AccessProfileEntry;
  static constexpr Field<E> kFields[] = {
      {"environment", Set<&E::environment>}, {"name", Set<&E::name>}, {"allows", Set<&E::allows>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::ApplicationEntry& entry) {
  using E = provision::ApplicationEntry;
  static constexpr Field<E> kFields[] = {{"environment", Set<&E::environment>},
                                         {"name", Set<&E::name>},
                                         {"organization", Set<&E::organization>},
                                         {"access_profile", Set<&E::access_profile>},
                                         {"client_id", Set<&E::client_id>},
                                         {"client_secret", SetClientSecret},
                                         {"enabled", Set<&E::enabled>},
                                         {"permissions", Set<&E::permissions>},
                                         {"audiences", Set<&E::audiences>},
                                         {"token_format", Set<&E::token_format>},
                                         {"refresh_tokens", Set<&E::refresh_tokens>},
                                         {"jwks", Set<&E::jwks>},
                                         {"rate_limit", Set<&E::rate_limit>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::ApiKeyEntry& entry) {
  using E = provision::ApiKeyEntry;
  static constexpr Field<E> kFields[] = {
      {"environment", Set<&E::environment>},   {"user", Set<&E::user>},
      {"organization", Set<&E::organization>}, {"value", SetKeyValue},
      {"value_sha256", SetKeyDigest},          {"description", Set<&E::description>},
      {"expires_at", Set<&E::expires_at>},     {"rate_limit", Set<&E::rate_limit>},
      {"permissions", Set<&E::permissions>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::MemberEntry& entry) {
  using E = provision::MemberEntry;
  static constexpr Field<E> kFields[] = {{"organization", Set<&E::organization>},
                                         {"user", Set<&E::user>},
                                         {"level", Set<&E::level>},
                                         {"state", Set<&E::state>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::ObjectEntry& entry) {
  using E = provision::ObjectEntry;
  static constexpr Field<E> kFields[] = {{"environment", Set<&E::environment>},
                                         {"kind", Set<&E::kind>},
                                         {"name", Set<&E::name>},
                                         {"id", Set<&E::id>},
                                         {"number", Set<&E::number>},
                                         {"organization", Set<&E::organization>},
                                         {"fields", SetFields},
                                         {"roles", Set<&E::roles>},
                                         {"members", Set<&E::members>}};
  return TakeEntry<E>(value, kFields, entry);
}

// CheckList refuses a plain [x], a common mistake for [[x]].
base::Status CheckList(const Value& value) {
  if (!value.node.is_table()) return {};
  const std::string key(value.key);
  return Refuse(value.where(), "[" + key + "] is one table of a list. Write [[" + key + "]]");
}

// TakeSection reads [[x]], [[x]] ...
template <auto kMember>
base::Status TakeSection(const Value& value, provision::ProvisioningFile& world) {
  return Take(value, world.*kMember);
}

base::Result<provision::ProvisioningFile> ReadProvisioningFile(const toml::table& file,
                                                               const std::string& file_name) {
  using W = provision::ProvisioningFile;
  static constexpr Field<W> kSections[] = {{"environments", TakeSection<&W::environments>},
                                           {"roles", TakeSection<&W::roles>},
                                           {"organizations", TakeSection<&W::organizations>},
                                           {"users", TakeSection<&W::users>},
                                           {"access_profiles", TakeSection<&W::access_profiles>},
                                           {"applications", TakeSection<&W::applications>},
                                           {"api_keys", TakeSection<&W::api_keys>},
                                           {"objects", TakeSection<&W::objects>}};
  auto known = KeysOf<W>(kSections);
  for (const provision::RowSection& section : provision::kRowSections) {
    known.push_back(section.name);
  }
  provision::ProvisioningFile world;
  for (const auto& [key, node] : file) {
    const Value value{node, file_name, key.str()};
    if (std::ranges::find(known, key.str()) == known.end()) {
      return UnknownKey(key, {file, file_name, "the file"}, known);
    }
    BW_TRY(CheckList(value));
    const auto section = std::ranges::find(kSections, key.str(), &Field<W>::key);
    if (section != std::end(kSections)) {
      BW_TRY(section->set(value, world));
      continue;
    }
    const auto& rows =
        *std::ranges::find(provision::kRowSections, key.str(), &provision::RowSection::name);
    BW_TRY(TakeRows(value, rows, world.*rows.entries));
  }
  return world;
}

}  // namespace

base::Result<provision::ProvisioningFile> ParseProvisionFile(std::string_view text,
                                                             const std::string& file_name) {
  BW_TRY_ASSIGN(const toml::table file, ParseToml(text, file_name, kProvisionReason));
  return ReadProvisioningFile(file, file_name);
}

}  // namespace bearward::app
