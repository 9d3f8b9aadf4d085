#include "app/provision_file.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/provision_rows.h"
#include "app/provision_tables.h"
#include "app/provision_value.h"
#include "app/toml.h"
#include "base/encode.h"

namespace bearward::app {
namespace {

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

// Field is one key of a table of the file: the target of its value, and what the reference says.
template <class Entry>
struct Field {
  std::string_view key;
  base::Status (*set)(const Value& value, Entry& entry);
  std::string (*type)();
  std::string_view meaning;
  bool required = false;
};

// IsEntry is a table of the file. kFields is its keys, at the end of this file.
template <class T>
concept IsEntry = requires(T& entry) { entry.where.line; };
template <IsEntry Entry>
base::Status Take(const Value& value, Entry& entry);

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

// TypeOf describes the values that Take accepts, for the reference.
template <class T>
struct TypeOf;
template <>
struct TypeOf<std::string> {
  static std::string Text() { return "text"; }
};
template <>
struct TypeOf<base::Secret> : TypeOf<std::string> {};
template <>
struct TypeOf<base::Time> {
  static std::string Text() { return "time, ISO 8601"; }
};
template <>
struct TypeOf<bool> {
  static std::string Text() { return "`true`, `false`"; }
};
template <>
struct TypeOf<std::int64_t> {
  static std::string Text() { return "whole number"; }
};
template <>
struct TypeOf<model::AccessGrant> {
  static std::string Text() { return "`kind:operation`"; }
};
template <>
struct TypeOf<std::optional<model::RateLimit>> {
  static std::string Text() { return "`permits/seconds`, `\"none\"`"; }
};
template <base::Worded T>
struct TypeOf<T> {
  static std::string Text() { return WordsText(base::WordsOf<T>::kWords); }
};
template <IsEntry T>
struct TypeOf<T> {
  static std::string Text() { return "table"; }
};
template <class T>
struct TypeOf<std::vector<T>> {
  static std::string Text() { return "list: " + TypeOf<T>::Text(); }
};
template <class T>
struct TypeOf<std::optional<T>> : TypeOf<T> {};

template <class Entry, class T>
struct MemberOf {
  using Owner = Entry;
  using Type = T;
};
template <class Entry, class T>
MemberOf<Entry, T> DescribeMember(T Entry::* member);
template <auto kMember>
using Member = decltype(DescribeMember(kMember));

constexpr bool kRequired = true;

// Key is a field whose value is a member of the entry.
template <auto kMember>
constexpr Field<typename Member<kMember>::Owner> Key(std::string_view key, std::string_view meaning,
                                                     bool required = false) {
  using Entry = typename Member<kMember>::Owner;
  return {key, [](const Value& value, Entry& entry) { return Take(value, entry.*kMember); },
          &TypeOf<typename Member<kMember>::Type>::Text, meaning, required};
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

constexpr std::string_view kInEnvironment = "The environment, by name; the default one if absent.";
constexpr std::string_view kRateLimited =
    "Limit of the requests, such as `100/60s`; `100/60s monitor` only counts them.";

template <class Entry>
constexpr std::array<Field<Entry>, 0> kFields = {};

template <>
constexpr auto kFields<provision::RoleEntry> = [] {
  using E = provision::RoleEntry;
  return std::to_array<Field<E>>({
      Key<&E::environment>("environment", kInEnvironment),
      Key<&E::slug>("slug", "How users and objects refer to it.", kRequired),
      Key<&E::name>("name", "The name that WorkMobile prints; the slug if absent."),
      Key<&E::permissions>("permissions", "What its holders may do, such as `forms:read`."),
  });
}();

template <>
constexpr auto kFields<provision::OrganizationEntry> = [] {
  using E = provision::OrganizationEntry;
  return std::to_array<Field<E>>({
      Key<&E::environment>("environment", kInEnvironment),
      Key<&E::name>("name", "Its name.", kRequired),
      Key<&E::id>("id", "Its id; generated if absent."),
      Key<&E::number>("number", "WorkMobile's `CustomerId`, TeleTracker's `account_id`."),
      Key<&E::password_policy>("password_policy", "The rules for passwords of its members."),
      Key<&E::enabled>("enabled", "`false` refuses its users and applications."),
      Key<&E::rate_limit>("rate_limit", kRateLimited),
  });
}();

template <>
constexpr auto kFields<provision::MembershipEntry> = [] {
  using E = provision::MembershipEntry;
  return std::to_array<Field<E>>({
      Key<&E::organization>("organization", "The organization, by id or name.", kRequired),
      Key<&E::roles>("roles", "The roles there, by slug."),
  });
}();

template <>
constexpr auto kFields<provision::UserEntry> = [] {
  using E = provision::UserEntry;
  return std::to_array<Field<E>>({
      Key<&E::environment>("environment", kInEnvironment),
      Key<&E::username>("username", "The name for signing in. Required without `email`."),
      Key<&E::email>("email", "The address, also for signing in. Required without `username`."),
      Key<&E::id>("id", "Its id; generated if absent."),
      Key<&E::password>("password", "The password; without it the user cannot sign in by one."),
      Key<&E::password_hash>("password_hash", "The hash of a password, instead of `password`."),
      Key<&E::password_hash_type>("password_hash_type", "The algorithm of `password_hash`."),
      Key<&E::password_salt_position>("password_salt_position",
                                      "Where the salt is in the input of an `ssha256` hash."),
      Key<&E::number>("number", "WorkMobile's `LoginId`."),
      Key<&E::first_name>("first_name", "First name."),
      Key<&E::last_name>("last_name", "Last name."),
      Key<&E::job_title>("job_title", "Job title."),
      Key<&E::active>("active", "`false` refuses the user and ends its sessions."),
      Key<&E::integrator>("integrator", "Signs in by TeleTracker's scheme Integrator only."),
      Key<&E::password_change_required>("password_change_required",
                                        "The next sign-in asks for a new password."),
      Key<&E::memberships>("memberships",
                           "All organizations of the user; the first one is its home."),
  });
}();

template <>
constexpr auto kFields<provision::AccessProfileEntry> = [] {
  using E = provision::AccessProfileEntry;
  return std::to_array<Field<E>>({
      Key<&E::environment>("environment", kInEnvironment),
      Key<&E::name>("name", "How applications refer to it.", kRequired),
      Key<&E::allows>("allows",
                      "Operations (`read`, `write`, `link`) on kinds of object; `*` is "
                      "every kind."),
  });
}();

template <>
constexpr auto kFields<provision::ApplicationEntry> = [] {
  using E = provision::ApplicationEntry;
  return std::to_array<Field<E>>({
      Key<&E::environment>("environment", kInEnvironment),
      Key<&E::name>("name", "Its name.", kRequired),
      Key<&E::organization>("organization", "The organization, by id or name.", kRequired),
      Key<&E::access_profile>("access_profile", "The access profile, by name."),
      Key<&E::client_id>("client_id", "Its client id; generated if absent."),
      Field<E>{"client_secret", SetClientSecret, &TypeOf<base::Secret>::Text,
               "Its secret; generated and printed once if absent."},
      Key<&E::enabled>("enabled", "`false` refuses it and its tokens."),
      Key<&E::permissions>("permissions", "The scopes that its OAuth tokens may have."),
      Key<&E::audiences>("audiences", "Resources besides this server that its tokens may be for."),
      Key<&E::token_format>("token_format", "The form of its OAuth tokens."),
      Key<&E::refresh_tokens>("refresh_tokens", "It also gets refresh tokens, which rotate."),
      Key<&E::jwks>("jwks", "Its public keys as JSON, for `private_key_jwt`."),
      Key<&E::rate_limit>("rate_limit", kRateLimited),
  });
}();

template <>
constexpr auto kFields<provision::ApiKeyEntry> = [] {
  using E = provision::ApiKeyEntry;
  return std::to_array<Field<E>>({
      Key<&E::environment>("environment", kInEnvironment),
      Key<&E::user>("user",
                    "The user, by id, username or email. Without it and without `organization` "
                    "the key is that of the environment, which must then be named."),
      Key<&E::organization>("organization",
                            "The organization of an imported key, by id or name. Not with "
                            "`user`."),
      Field<E>{"value", SetKeyValue, &TypeOf<base::Secret>::Text,
               "The key; generated and printed once if absent."},
      Field<E>{"value_sha256", SetKeyDigest, &TypeOf<std::string>::Text,
               "The SHA-256 digest of a key of another product, instead of `value`. Not for the "
               "key of a user."},
      Key<&E::description>("description", "What it is for."),
      Key<&E::expires_at>("expires_at",
                          "When a new key expires, such as `2031-05-06T07:08:09Z`; later it is "
                          "changed through the API."),
      Key<&E::rate_limit>("rate_limit", kRateLimited),
      Key<&E::permissions>("permissions",
                           "What the key may do; if absent, everything for a key of an "
                           "environment, nothing for one of an organization. Not with `user`."),
  });
}();

template <>
constexpr auto kFields<provision::MemberEntry> = [] {
  using E = provision::MemberEntry;
  return std::to_array<Field<E>>({
      Key<&E::organization>("organization",
                            "The organization, by id or name. Required without `user`."),
      Key<&E::user>("user", "The user, by id, username or email."),
      Key<&E::level>("level", "What it may do with the object; `participant` if absent."),
      Key<&E::state>("state", "Whether it has accepted; `accepted` if absent."),
  });
}();

template <>
constexpr auto kFields<provision::ObjectEntry> = [] {
  using E = provision::ObjectEntry;
  return std::to_array<Field<E>>({
      Key<&E::environment>("environment", kInEnvironment),
      Key<&E::kind>("kind", "Its kind, such as `form` or `opportunity`.", kRequired),
      Key<&E::name>("name", "Its name.", kRequired),
      Key<&E::id>("id", "Its id; generated if absent."),
      Key<&E::number>("number", "The number by which WorkMobile and TeleTracker refer to it."),
      Key<&E::organization>("organization", "The owner, by id or name.", kRequired),
      Field<E>{"fields", SetFields, [] { return std::string("table"); },
               "Its fields, with the names of the vendor's API."},
      Key<&E::roles>("roles", "The roles of the owner that see it; all if absent."),
      Key<&E::members>("members", "Others than the owner that see it, with their level."),
  });
}();

template <class Entry>
std::vector<std::string_view> KeysOf(std::span<const Field<Entry>> fields) {
  std::vector<std::string_view> keys;
  for (const Field<Entry>& field : fields) keys.push_back(field.key);
  return keys;
}

template <IsEntry Entry>
base::Status Take(const Value& value, Entry& entry) {
  constexpr std::span<const Field<Entry>> kKnown = kFields<Entry>;
  const auto* table = value.node.as_table();
  if (!table) return WrongType(value, "a table.");
  entry.where = value.where();
  for (const auto& [key, node] : *table) {
    const auto field = std::ranges::find(kKnown, key.str(), &Field<Entry>::key);
    if (field == kKnown.end()) return UnknownKey(key, value, KeysOf<Entry>(kKnown));
    BW_TRY(field->set({node, value.file, field->key}, entry));
  }
  return {};
}

// CheckList refuses a plain [x], a common mistake for [[x]].
base::Status CheckList(const Value& value) {
  if (!value.node.is_table()) return {};
  const std::string key(value.key);
  return Refuse(value.where(), "[" + key + "] is one table of a list. Write [[" + key + "]]");
}

// Section is a list of tables of the file: [[x]], [[x]] ...
struct Section {
  std::string_view name;
  std::string_view meaning;
  base::Status (*take)(const Value& value, provision::ProvisioningFile& world);
  std::vector<ProvisionKey> (*keys)();
};

template <class Entry>
std::vector<ProvisionKey> DescribeKeys() {
  std::vector<ProvisionKey> keys;
  for (const Field<Entry>& field : kFields<Entry>) {
    keys.push_back({field.key, field.type(), field.required, field.meaning});
  }
  return keys;
}

template <auto kMember>
constexpr Section SectionOf(std::string_view name, std::string_view meaning) {
  return {name, meaning,
          [](const Value& value, provision::ProvisioningFile& world) {
            return Take(value, world.*kMember);
          },
          &DescribeKeys<typename Member<kMember>::Type::value_type>};
}

using File = provision::ProvisioningFile;

base::Status TakeEnvironmentSection(const Value& value, File& world) {
  return TakeEnvironments(value, world.environments);
}

constexpr Section kSections[] = {
    {"environments", "Isolated sets of data and keys.", TakeEnvironmentSection, KeysOfEnvironments},
    SectionOf<&File::roles>("roles", "Named sets of permissions."),
    SectionOf<&File::organizations>("organizations", "Tenants."),
    SectionOf<&File::users>("users", "People."),
    SectionOf<&File::access_profiles>("access_profiles",
                                      "The kinds of object that applications may use."),
    SectionOf<&File::applications>("applications", "Machines: OAuth clients."),
    SectionOf<&File::api_keys>("api_keys", "API keys of users, organizations and environments."),
    SectionOf<&File::objects>("objects", "The data that the vendors' APIs serve."),
};

base::Result<provision::ProvisioningFile> ReadProvisioningFile(const toml::table& file,
                                                               const std::string& file_name) {
  std::vector<std::string_view> known;
  for (const Section& section : kSections) known.push_back(section.name);
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
    const auto* const section = std::ranges::find(kSections, key.str(), &Section::name);
    if (section != std::end(kSections)) {
      BW_TRY(section->take(value, world));
      continue;
    }
    const auto& rows =
        *std::ranges::find(provision::kRowSections, key.str(), &provision::RowSection::name);
    BW_TRY(TakeRows(value, rows, world.*rows.entries));
  }
  return world;
}

}  // namespace

std::vector<ProvisionTable> ProvisionTables() {
  std::vector<ProvisionTable> tables;
  for (const Section& section : kSections) {
    tables.push_back({section.name, section.meaning, section.keys()});
    if (section.name == "users") {
      tables.push_back({"users.memberships", "The organizations of a user, in a list.",
                        DescribeKeys<provision::MembershipEntry>()});
    } else if (section.name == "objects") {
      tables.push_back({"objects.members", "Who sees an object besides its owner, in a list.",
                        DescribeKeys<provision::MemberEntry>()});
    }
  }
  for (const provision::RowSection& section : provision::kRowSections) {
    tables.push_back({section.name, section.meaning, KeysOfRows(section)});
  }
  return tables;
}

base::Result<provision::ProvisioningFile> ParseProvisionFile(std::string_view text,
                                                             const std::string& file_name) {
  BW_TRY_ASSIGN(const toml::table file, ParseToml(text, file_name, kProvisionReason));
  return ReadProvisioningFile(file, file_name);
}

}  // namespace bearward::app
