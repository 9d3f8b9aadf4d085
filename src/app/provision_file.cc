#include "app/provision_file.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "app/toml.h"
#include "base/near_miss.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

using provision::Where;

constexpr std::string_view kReason = "provisioning_file";

// Value is one value of the file and its name there: "number", or "users" for an entry.
struct Value {
  const toml::node& node;
  const std::string& file;
  std::string_view key;

  Where where() const { return {file, static_cast<int>(node.source().begin.line)}; }
};

std::unexpected<base::Error> Refuse(const Where& where, const std::string& text) {
  return base::Fail(base::Invalid(std::string(kReason),
                                  where.file + ":" + std::to_string(where.line) + ": " + text));
}

std::unexpected<base::Error> WrongType(const Value& value, std::string_view wanted) {
  return Refuse(value.where(), "`" + std::string(value.key) + "` has the wrong type. Write " +
                                   std::string(wanted));
}

// The overloads of Take assign one value to its target, or return why it is not allowed.

base::Status Take(const Value& value, std::string& target) {
  const auto* text = value.node.as_string();
  if (!text) return WrongType(value, "a text in quotes.");
  target = text->get();
  return {};
}

base::Status Take(const Value& value, base::Secret& target) {
  const auto* text = value.node.as_string();
  if (!text) return WrongType(value, "a text in quotes.");
  target = base::Secret(text->get());
  return {};
}

base::Status Take(const Value& value, bool& target) {
  const auto* flag = value.node.as_boolean();
  if (!flag) return WrongType(value, "true or false, without quotes.");
  target = flag->get();
  return {};
}

base::Status Take(const Value& value, std::int64_t& target) {
  const auto* number = value.node.as_integer();
  if (!number) return WrongType(value, "a whole number, without quotes.");
  target = number->get();
  return {};
}

// TakeWord reads one word of a closed set.
template <class T>
base::Status TakeWord(const Value& value, std::optional<T> (*parse)(std::string_view),
                      std::span<const std::string_view> words, T& target) {
  std::string word;
  BW_TRY(Take(value, word));
  if (const auto parsed = parse(word)) {
    target = *parsed;
    return {};
  }
  std::string all;
  for (const std::string_view known : words) all += (all.empty() ? "" : ", ") + std::string(known);
  return Refuse(value.where(), "`" + std::string(value.key) + "` cannot be \"" + word + "\"." +
                                   base::Suggest(word, words, "It is one of " + all + "."));
}

template <base::Worded T>
base::Status Take(const Value& value, T& target) {
  return TakeWord(value, base::ParseWord<T>, base::WordsOf<T>::kWords, target);
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

// JsonFields is the text of a JSON object.
struct JsonFields {
  std::string& text;
};

base::Status WriteJson(const Value& value, json::Writer& writer);

base::Status WriteTable(const Value& value, const toml::table& table, json::Writer& writer) {
  writer.BeginObject();
  for (const auto& [key, node] : table) {
    writer.Key(key.str());
    BW_TRY(WriteJson({node, value.file, key.str()}, writer));
  }
  writer.EndObject();
  return {};
}

base::Status WriteArray(const Value& value, const toml::array& array, json::Writer& writer) {
  writer.BeginArray();
  for (const toml::node& node : array) BW_TRY(WriteJson({node, value.file, value.key}, writer));
  writer.EndArray();
  return {};
}

// WriteJson converts a TOML value to JSON; dates and numbers that JSON lacks are refused.
base::Status WriteJson(const Value& value, json::Writer& writer) {
  const toml::node& node = value.node;
  if (const auto* table = node.as_table()) return WriteTable(value, *table, writer);
  if (const auto* array = node.as_array()) return WriteArray(value, *array, writer);
  const auto* number = node.as_floating_point();
  if (number && !std::isfinite(number->get())) {
    return WrongType(value, "a number that is finite.");
  }
  if (number) {
    writer.Double(number->get());
  } else if (const auto* text = node.as_string()) {
    writer.String(text->get());
  } else if (const auto* whole = node.as_integer()) {
    writer.Int(whole->get());
  } else if (const auto* flag = node.as_boolean()) {
    writer.Bool(flag->get());
  } else {
    return WrongType(value, "dates and times as texts in quotes.");
  }
  return {};
}

base::Status Take(const Value& value, JsonFields target) {
  const auto* table = value.node.as_table();
  if (!table) return WrongType(value, "a table, for example { Description = \"Form\" }.");
  target.text.clear();
  json::Writer writer(target.text);
  return WriteTable(value, *table, writer);
}

// Field is one key of a table of the file, and the target of its value.
template <class Entry>
struct Field {
  std::string_view key;
  base::Status (*set)(const Value& value, Entry& entry);
};

// Entries are assigned by the key tables at the end of this file.
base::Status Take(const Value& value, provision::MembershipEntry& entry);
base::Status Take(const Value& value, provision::MemberEntry& entry);

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

base::Status SetAudience(const Value& value, provision::PolicyEntry& entry) {
  std::string text;
  BW_TRY(Take(value, text));
  entry.audience.emplace();
  if (text != "none") *entry.audience = std::move(text);
  return {};
}

base::Status SetClientSecret(const Value& value, provision::ApplicationEntry& entry) {
  entry.client_secret_where = value.where();
  return Take(value, entry.client_secret);
}

base::Status SetKeyValue(const Value& value, provision::ApiKeyEntry& entry) {
  entry.value_where = value.where();
  return Take(value, entry.value);
}

template <class Entry>
std::unexpected<base::Error> UnknownKey(const toml::key& key, const Value& value,
                                        std::span<const Field<Entry>> fields) {
  std::vector<std::string_view> known;
  for (const Field<Entry>& field : fields) known.push_back(field.key);
  const Where where{value.file, static_cast<int>(key.source().begin.line)};
  return Refuse(where, "unknown key `" + std::string(key.str()) + "` in " + std::string(value.key) +
                           "." + base::Suggest(key.str(), known, "Leave it out."));
}

template <class Entry>
base::Status TakeEntry(const Value& value, std::span<const Field<Entry>> fields, Entry& entry) {
  const auto* table = value.node.as_table();
  if (!table) return WrongType(value, "a table.");
  entry.where = value.where();
  for (const auto& [key, node] : *table) {
    const auto field = std::ranges::find(fields, key.str(), &Field<Entry>::key);
    if (field == fields.end()) return UnknownKey(key, value, fields);
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

base::Status Take(const Value& value, provision::FeatureFlagEntry& entry) {
  using E = provision::FeatureFlagEntry;
  static constexpr Field<E> kFields[] = {{"environment", Set<&E::environment>},
                                         {"slug", Set<&E::slug>},
                                         {"name", Set<&E::name>},
                                         {"description", Set<&E::description>},
                                         {"tags", Set<&E::tags>},
                                         {"enabled", Set<&E::enabled>},
                                         {"default_value", Set<&E::default_value>}};
  return TakeEntry<E>(value, kFields, entry);
}

base::Status Take(const Value& value, provision::ResourceTypeEntry& entry) {
  using E = provision::ResourceTypeEntry;
  static constexpr Field<E> kFields[] = {{"environment", Set<&E::environment>},
                                         {"slug", Set<&E::slug>},
                                         {"name", Set<&E::name>},
                                         {"description", Set<&E::description>},
                                         {"parent", Set<&E::parent>}};
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
  static constexpr Field<E> kFields[] = {{"environment", Set<&E::environment>},
                                         {"user", Set<&E::user>},
                                         {"value", SetKeyValue},
                                         {"description", Set<&E::description>},
                                         {"rate_limit", Set<&E::rate_limit>},
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

base::Status Take(const Value& value, provision::PolicyEntry& entry) {
  using E = provision::PolicyEntry;
  static constexpr Field<E> kFields[] = {{"environment", Set<&E::environment>},
                                         {"name", Set<&E::name>},
                                         {"credentials", Set<&E::credentials>},
                                         {"permissions", Set<&E::permissions>},
                                         {"organization", Set<&E::organization>},
                                         {"audience", SetAudience},
                                         {"methods", Set<&E::methods>},
                                         {"path_prefixes", Set<&E::path_prefixes>},
                                         {"identity", Set<&E::identity>},
                                         {"identity_jwt", Set<&E::identity_jwt>},
                                         {"hide_credential", Set<&E::hide_credential>},
                                         {"path_forms", Set<&E::path_forms>},
                                         {"cors_preflight", Set<&E::cors_preflight>}};
  return TakeEntry<E>(value, kFields, entry);
}

// TakeSection reads [[x]], [[x]] ...; a plain [x] is a common mistake.
template <auto kMember>
base::Status TakeSection(const Value& value, provision::ProvisioningFile& world) {
  if (value.node.is_table()) {
    return Refuse(value.where(), "[" + std::string(value.key) +
                                     "] is one table of a list. Write [[" + std::string(value.key) +
                                     "]]");
  }
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
                                           {"objects", TakeSection<&W::objects>},
                                           {"policies", TakeSection<&W::policies>},
                                           {"feature_flags", TakeSection<&W::feature_flags>},
                                           {"resource_types", TakeSection<&W::resource_types>}};
  provision::ProvisioningFile world;
  for (const auto& [key, node] : file) {
    const auto section = std::ranges::find(kSections, key.str(), &Field<W>::key);
    const Value value{node, file_name, key.str()};
    if (section == std::end(kSections)) {
      return UnknownKey<W>(key, {file, file_name, "the file"}, kSections);
    }
    BW_TRY(section->set(value, world));
  }
  return world;
}

}  // namespace

base::Result<provision::ProvisioningFile> ParseProvisionFile(std::string_view text,
                                                             const std::string& file_name) {
  BW_TRY_ASSIGN(const toml::table file, ParseToml(text, file_name, kReason));
  return ReadProvisioningFile(file, file_name);
}

}  // namespace bearward::app
