#include "app/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <limits>
#include <type_traits>

#include "app/egress_settings.h"
#include "app/limit_settings.h"
#include "app/setting_checks.h"
#include "base/ascii.h"
#include "base/words.h"
#include "crypto/password_strength.h"
#include "door/cors.h"
#include "http/base_url.h"
#include "http/trusted_proxies.h"
#include "mail/message.h"
#include "observe/log.h"
#include "store/postgres_url.h"

namespace bearward::app {
namespace {

using Values = std::vector<std::string>;

// AlternativesOf returns the words of an enumeration for a message: "a, b or c".
template <base::Worded E>
std::string AlternativesOf() {
  const auto& words = base::WordsOf<E>::kWords;
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

// Scalar converts one C++ type to and from text.
template <class T>
struct Scalar;

template <>
struct Scalar<std::string> {
  static constexpr SettingKind kKind = SettingKind::kText;
  static base::Status Read(const std::string& text, std::string& out) {
    out = text;
    return {};
  }
  static std::string Write(const std::string& value) { return value; }
};

template <>
struct Scalar<bool> {
  static constexpr SettingKind kKind = SettingKind::kFlag;
  static base::Status Read(const std::string& text, bool& out) {
    if (text != "true" && text != "false") return base::Fail(BadValue("true or false"));
    out = text == "true";
    return {};
  }
  static std::string Write(bool value) { return value ? "true" : "false"; }
};

template <base::Worded E>
struct Scalar<E> {
  static constexpr SettingKind kKind = SettingKind::kText;
  static base::Status Read(const std::string& text, E& out) {
    const auto value = base::ParseWord<E>(text);
    if (!value) return base::Fail(NotAllowed(text, AlternativesOf<E>()));
    out = *value;
    return {};
  }
  static std::string Write(E value) { return std::string(base::Word(value)); }
};

base::Result<std::int64_t> ReadNumber(const std::string& text, std::int64_t highest) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || number < 0 || number > highest) {
    return base::Fail(BadValue("a whole number from 0 to " + std::to_string(highest)));
  }
  return number;
}

template <class T>
  requires(std::is_unsigned_v<T> && !std::is_same_v<T, bool>)
struct Scalar<T> {
  static constexpr SettingKind kKind = SettingKind::kNumber;
  static base::Status Read(const std::string& text, T& out) {
    constexpr std::int64_t kHighest = std::numeric_limits<std::uint32_t>::max();
    BW_TRY_ASSIGN(const std::int64_t number, ReadNumber(text, kHighest));
    out = static_cast<T>(number);
    return {};
  }
  static std::string Write(T value) { return std::to_string(value); }
};

template <class Rep, class Period>
struct Scalar<std::chrono::duration<Rep, Period>> {
  static constexpr SettingKind kKind = SettingKind::kNumber;
  static base::Status Read(const std::string& text, std::chrono::duration<Rep, Period>& out) {
    constexpr std::int64_t kHighest = std::numeric_limits<std::int32_t>::max();
    BW_TRY_ASSIGN(const std::int64_t number, ReadNumber(text, kHighest));
    out = std::chrono::duration<Rep, Period>(static_cast<Rep>(number));
    return {};
  }
  static std::string Write(std::chrono::duration<Rep, Period> value) {
    return std::to_string(value.count());
  }
};

// Member returns the row of a plain member, reached by one or two member pointers.
template <auto kFirst, auto... kRest>
auto& Reach(auto& config) {
  if constexpr (sizeof...(kRest) == 0) {
    return config.*kFirst;
  } else {
    return Reach<kRest...>(config.*kFirst);
  }
}

template <auto... kPath>
SettingRow Member(std::string name) {
  using T = std::remove_cvref_t<decltype(Reach<kPath...>(std::declval<Config&>()))>;
  return {std::move(name), Scalar<T>::kKind,
          [](Config& config, const std::string&, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            return Scalar<T>::Read(values.front(), Reach<kPath...>(config));
          },
          [](const Config& config, const std::string&) {
            return Values{Scalar<T>::Write(Reach<kPath...>(config))};
          }};
}

// StorageUrl accepts URLs only, because a password in another form may contain characters that end
// it early. Errors do not quote the value, and a URL with a password is not printed.
SettingRow StorageUrl() {
  return {"storage.url", SettingKind::kText,
          [](Config& config, const std::string&, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            if (!values.front().empty()) BW_TRY(store::CheckPostgresUrl(values.front()));
            config.storage.url = base::Secret(values.front());
            return {};
          },
          [](const Config& config, const std::string&) {
            return Values{std::string(config.storage.url.Reveal())};
          },
          [](const Config& config) {
            return !store::HasPassword(std::string(config.storage.url.Reveal()));
          }};
}

SettingRow StorageReaders() {
  SettingRow row = Member<&Config::storage, &StorageConfig::readers>("storage.readers");
  row.check = [](const std::string& text) -> base::Status {
    constexpr std::int64_t kMost = 64;
    BW_TRY_ASSIGN(const std::int64_t readers, ReadNumber(text, kMost));
    if (readers > 0) return {};
    return base::Fail(BadValue("a whole number from 1 to 64"));
  };
  return row;
}

// SubjectOf returns the middle part of a name such as dialects.workos.enabled.
std::string SubjectOf(const std::string& name) {
  const auto first = name.find('.') + 1;
  return name.substr(first, name.rfind('.') - first);
}

template <auto kMember>
SettingRow OfDialect(const std::string& dialect, std::string_view key) {
  using T = std::remove_cvref_t<decltype(std::declval<DialectConfig&>().*kMember)>;
  return {"dialects." + dialect + "." + std::string(key), Scalar<T>::kKind,
          [](Config& config, const std::string& name, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            return Scalar<T>::Read(values.front(), config.dialects[SubjectOf(name)].*kMember);
          },
          [](const Config& config, const std::string& name) {
            const auto found = config.dialects.find(SubjectOf(name));
            const DialectConfig dialect_config =
                found == config.dialects.end() ? DialectConfig{} : found->second;
            return Values{Scalar<T>::Write(dialect_config.*kMember)};
          }};
}

SettingRow HostOfDialect(const std::string& dialect) {
  SettingRow row = OfDialect<&DialectConfig::host>(dialect, "host");
  row.set = [](Config& config, const std::string& name, const Values& values) -> base::Status {
    if (values.size() != 1) return base::Fail(BadValue("one value"));
    const std::string& host = values.front();
    if (!host.empty() && !http::IsHostName(host)) {
      return base::Fail(base::Invalid(
          "bad_value", "= \"" + host +
                           "\" is not a host name. Write it without scheme, port and path, like "
                           "api.example.com, or \"\" for every host."));
    }
    config.dialects[SubjectOf(name)].host = base::Lower(host);
    return {};
  };
  return row;
}

template <auto kMember>
SettingRow OfProfile(std::string_view profile, std::string_view key) {
  return {"tokens." + std::string(profile) + "." + std::string(key), SettingKind::kNumber,
          [](Config& config, const std::string& name, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            std::chrono::seconds seconds{};
            BW_TRY(Scalar<std::chrono::seconds>::Read(values.front(), seconds));
            config.lifetimes[SubjectOf(name)].*kMember = seconds;
            return {};
          },
          [](const Config& config, const std::string& name) {
            const auto found = config.lifetimes.find(SubjectOf(name));
            if (found == config.lifetimes.end() || !(found->second.*kMember)) return Values{};
            return Values{std::to_string((found->second.*kMember)->count())};
          }};
}

// Checked returns the row of a text that must pass a check.
template <std::string Config::* kMember>
SettingRow Checked(std::string name, base::Status (*check)(const std::string& text)) {
  SettingRow row = Member<kMember>(std::move(name));
  row.check = check;
  return row;
}

base::Status CheckSchemaName(const std::string& text) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  constexpr std::size_t kMost = 63;  // PostgreSQL cuts longer names
  const bool fits = !text.empty() && text.size() <= kMost && (text[0] < '0' || text[0] > '9') &&
                    !text.starts_with("pg_") && std::ranges::all_of(text, is_allowed);
  if (fits) return {};
  return base::Fail(
      BadValue("the name of a schema: at most 63 of a-z, 0-9 and _, no digit first, not beginning "
               "with pg_"));
}

base::Status CheckLogLevel(const std::string& text) {
  if (base::ParseWord<observe::Level>(text)) return {};
  return base::Fail(NotAllowed(text, AlternativesOf<observe::Level>()));
}

SettingRow SchemaName() {
  SettingRow row = Member<&Config::storage, &StorageConfig::schema>("storage.schema");
  row.check = CheckSchemaName;
  return row;
}

base::Status CheckSmtp(const std::string& text) {
  const auto colon = text.rfind(':');
  const bool has_host = colon != std::string::npos && colon > 0;
  const bool has_port = has_host && ReadNumber(text.substr(colon + 1), 65535).value_or(0) > 0;
  if (text.empty() || has_port) return {};
  return base::Fail(
      NotAllowed(text, "host:port with a port from 1 to 65535, such as mail.example.com:587"));
}

base::Status CheckSender(const std::string& text) {
  if (text.empty() || mail::IsMailable(text)) return {};
  return base::Fail(BadValue("an email address such as no-reply@example.com"));
}

// CheckedMail is a setting of MailConfig with a check.
template <auto Of>
SettingRow CheckedMail(const char* name, base::Status (*check)(const std::string&)) {
  SettingRow row = Member<&Config::mail, Of>(name);
  row.check = check;
  return row;
}

// MailPassword is not printed.
SettingRow MailPassword() {
  return {"mail.password", SettingKind::kText,
          [](Config& config, const std::string&, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            config.mail.password = base::Secret(values.front());
            return {};
          },
          [](const Config&, const std::string&) { return Values{""}; },
          [](const Config&) { return false; }};
}

std::vector<SettingRow> MailRows() {
  using M = MailConfig;
  return {
      Member<&Config::mail, &M::spool>("mail.spool"),
      CheckedMail<&M::smtp>("mail.smtp", CheckSmtp),
      CheckedMail<&M::from>("mail.from", CheckSender),
      Member<&Config::mail, &M::tls>("mail.tls"),
      Member<&Config::mail, &M::ca_file>("mail.ca_file"),
      Member<&Config::mail, &M::username>("mail.username"),
      MailPassword(),
      CheckedMail<&M::invitation_url>("mail.invitation_url", CheckPage),
      CheckedMail<&M::password_reset_url>("mail.password_reset_url", CheckPage),
      Member<&Config::mail, &M::require_verified_email>("mail.require_verified_email"),
  };
}

template <Values Config::* kMember>
SettingRow List(const char* name) {
  return {name, SettingKind::kList,
          [](Config& config, const std::string&, const Values& values) -> base::Status {
            config.*kMember = values;
            return {};
          },
          [](const Config& config, const std::string&) { return config.*kMember; }};
}

// The issuer is stored as written, because tokens contain it byte for byte.
SettingRow Issuer() {
  return {"server.issuer", SettingKind::kText,
          [](Config& config, const std::string&, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            const std::string& text = values.front();
            if (const auto url = http::ParseBaseUrl(text); !text.empty() && !url) {
              return base::Fail(base::Invalid(
                  "bad_value", "= \"" + text + "\" " + url.error().public_text +
                                   ". Write the public base URL, like https://id.example.com or "
                                   "https://example.com/auth."));
            }
            config.issuer = text;
            return {};
          },
          [](const Config& config, const std::string&) { return Values{config.issuer}; }};
}

SettingRow TrustedProxies() {
  return {"server.trusted_proxies", SettingKind::kList,
          [](Config& config, const std::string&, const Values& values) -> base::Status {
            BW_TRY(http::TrustedProxies::Parse(values));
            config.trusted_proxies = values;
            return {};
          },
          [](const Config& config, const std::string&) {
            return config.trusted_proxies.value_or(Values());
          },
          [](const Config& config) { return config.trusted_proxies.has_value(); }};
}

// A delivery is retried for three days, so its row must live longer.
SettingRow RetainDeliveries() {
  SettingRow row = Member<&Config::retain_deliveries>("retention.delivery_days");
  row.check = [](const std::string& text) -> base::Status {
    constexpr std::int64_t kFewest = 4;
    constexpr std::int64_t kMost = 36'500;
    if (ReadNumber(text, kMost).value_or(0) >= kFewest) return {};
    return base::Fail(NotAllowed(text, "a number of days, at least 4"));
  };
  return row;
}

SettingRow CorsOrigins() {
  SettingRow row = List<&Config::cors_origins>("cors.origins");
  row.is_set = [](const Config& config) { return !config.cors_origins.empty(); };
  row.check = &CheckOrigin;
  return row;
}

SettingRow SecurityContacts() {
  SettingRow row = List<&Config::security_contacts>("security.contacts");
  row.is_set = [](const Config& config) { return !config.security_contacts.empty(); };
  row.check = &CheckContact;
  return row;
}

// TrustedProxiesOfGateway is the name of the setting in 0.1.0.
SettingRow TrustedProxiesOfGateway() {
  SettingRow row = TrustedProxies();
  row.replaced_by = "server.trusted_proxies";
  row.name = "gateway.trusted_proxies";
  row.is_set = [](const Config&) { return false; };
  return row;
}

template <auto kMember>
SettingRow Strength(const char* name) {
  SettingRow row = Member<&Config::password_strength, kMember>(name);
  row.check = [](const std::string& text) -> base::Status {
    BW_TRY(ReadNumber(text, crypto::kStrongest));
    return {};
  };
  return row;
}

std::vector<SettingRow> PlainRows() {
  using C = Config;
  using L = http::Limits;
  using P = door::PoolSizes;
  return {
      Member<&C::data>("server.data"),
      Checked<&C::http>("server.http", CheckListener),
      Checked<&C::https>("server.https", CheckListener),
      Checked<&C::operators>("server.operators", CheckListener),
      Checked<&C::unix_socket>("server.unix", CheckSocketPath),
      Issuer(),
      Member<&C::threads>("server.threads"),
      Member<&C::drain_delay>("server.drain_delay"),
      Member<&C::drain>("server.drain_seconds"),
      Member<&C::master_key_file>("server.master_key_file"),
      Member<&C::cached_verdicts>("server.cached_verdicts"),
      StorageUrl(),
      Member<&C::storage, &StorageConfig::url_file>("storage.url_file"),
      SchemaName(),
      StorageReaders(),
      Member<&C::tls_certificate>("tls.certificate"),
      Member<&C::tls_key>("tls.key"),
      Checked<&C::log_level>("log.level", CheckLogLevel),
      Member<&C::log_requests>("log.requests"),
      Member<&C::limits, &L::head_bytes>("limits.head_bytes"),
      Member<&C::limits, &L::header_count>("limits.header_count"),
      Member<&C::limits, &L::target_bytes>("limits.target_bytes"),
      Member<&C::limits, &L::body_bytes>("limits.body_bytes"),
      Member<&C::limits, &L::connections>("limits.connections"),
      Member<&C::limits, &L::connections_per_address>("limits.connections_per_address"),
      Member<&C::limits, &L::body_memory>("limits.body_memory_bytes"),
      Member<&C::limits, &L::first_byte_time>("limits.first_byte_ms"),
      Member<&C::limits, &L::idle_time>("limits.idle_ms"),
      Member<&C::limits, &L::head_time>("limits.head_ms"),
      Member<&C::limits, &L::body_time>("limits.body_ms"),
      Member<&C::limits, &L::write_time>("limits.write_ms"),
      Member<&C::pools, &P::workers>("pools.workers"),
      Member<&C::pools, &P::worker_queue>("pools.worker_queue"),
      Member<&C::pools, &P::hashers>("pools.hashers"),
      Member<&C::pools, &P::hash_queue>("pools.hash_queue"),
      Member<&C::password_cost, &crypto::PasswordCost::memory_kib>("passwords.memory_kib"),
      Member<&C::password_cost, &crypto::PasswordCost::passes>("passwords.passes"),
      Member<&C::password_memory>("passwords.memory_seconds"),
      Strength<&verify::MinimumStrength::of_operators>("passwords.minimum_strength"),
      Member<&C::password_failure>("passwords.failure_ms"),
      Member<&C::retain_sessions>("retention.session_days"),
      Member<&C::retain_events>("retention.event_days"),
      RetainDeliveries(),
      EgressAllow(),
      Member<&C::egress, &EgressConfig::ca_file>("egress.ca_file"),
      Member<&C::egress, &EgressConfig::stream_folder>("log_streams.folder"),
      Member<&C::replay_window>("tokens.replay_window_seconds"),
  };
}

std::vector<SettingRow> MakeRows() {
  std::vector<SettingRow> rows = PlainRows();
  const auto after_server = std::ranges::find_if(
      rows, [](const SettingRow& row) { return !row.name.starts_with("server."); });
  rows.insert(after_server, TrustedProxies());
  const token::Profiles profiles;
  for (const token::Profile& profile : profiles.rows()) {
    rows.push_back(OfProfile<&LifetimeConfig::access>(profile.name, "access_seconds"));
    if (!profile.refresh_after_access) continue;
    rows.push_back(OfProfile<&LifetimeConfig::refresh_after_access>(
        profile.name, "refresh_after_access_seconds"));
  }
  for (const char* dialect : {"workmobile", "workspan", "workos", "teletracker", "oauth"}) {
    rows.push_back(OfDialect<&DialectConfig::enabled>(dialect, "enabled"));
    rows.push_back(OfDialect<&DialectConfig::base>(dialect, "base"));
    rows.push_back(HostOfDialect(dialect));
    if (std::string_view(dialect) == "workspan")
      rows.push_back(List<&Config::redirect_uris>("dialects.workspan.redirect_uris"));
    if (std::string_view(dialect) == "workos") {
      rows.push_back(Member<&Config::workos_issuer>("dialects.workos.issuer"));
      rows.push_back(
          Strength<&verify::MinimumStrength::of_products>("dialects.workos.minimum_strength"));
      std::ranges::move(LimitRows(), std::back_inserter(rows));
    }
  }
  std::ranges::move(MailRows(), std::back_inserter(rows));
  rows.push_back(CorsOrigins());
  rows.push_back(SecurityContacts());
  rows.push_back(Checked<&Config::security_policy>("security.policy", CheckPage));
  rows.push_back(TrustedProxiesOfGateway());
  return rows;
}

}  // namespace

std::span<const SettingRow> SettingRows() {
  static const std::vector<SettingRow> kRows = MakeRows();
  return kRows;
}

}  // namespace bearward::app
