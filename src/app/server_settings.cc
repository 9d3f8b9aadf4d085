#include <algorithm>
#include <iterator>

#include "app/setting_members.h"
#include "app/setting_tables.h"
#include "http/base_url.h"
#include "http/trusted_proxies.h"
#include "observe/log.h"
#include "store/postgres_url.h"

namespace bearward::app {
namespace {

using Values = SettingValues;

// StorageUrl accepts URLs only, because a password in another form may contain characters that end
// it early. Errors do not quote the value, and a URL with a password is not printed.
SettingRow StorageUrl() {
  return {
      .name = "storage.url",
      .meaning =
          "The database: `postgresql://...`; empty: the embedded database in "
          "`server.data`.",
      .set = [](Config& config, const std::string&, const Values& values) -> base::Status {
        if (values.size() != 1) return base::Fail(BadValue("one value"));
        if (!values.front().empty()) BW_TRY(store::CheckPostgresUrl(values.front()));
        config.storage.url = base::Secret(values.front());
        return {};
      },
      .get = [](const Config& config,
                const std::string&) { return Values{std::string(config.storage.url.Reveal())}; },
      .is_set =
          [](const Config& config) {
            return !store::HasPassword(std::string(config.storage.url.Reveal()));
          },
      .has_secret = [](const Config& config) { return !config.storage.url.empty(); }};
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

// The issuer is stored as written, because tokens contain it byte for byte.
SettingRow Issuer() {
  SettingRow row = Member<&Config::issuer>(
      "server.issuer",
      "The public base URL, which tokens name; empty: see [the issuer](running.md#the-issuer).");
  row.set = [](Config& config, const std::string&, const Values& values) -> base::Status {
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
  };
  return row;
}

SettingRow TrustedProxies(std::string name) {
  return {.name = std::move(name),
          .meaning =
              "Addresses and ranges of the proxies whose `X-Forwarded-For` and `Forwarded` "
              "name the client, and that may use `/gateway`. Without it, the headers of every "
              "peer are ignored and loopback peers may use `/gateway`.",
          .kind = SettingKind::kList,
          .set = [](Config& config, const std::string&, const Values& values) -> base::Status {
            BW_TRY(http::TrustedProxies::Parse(values));
            config.trusted_proxies = values;
            return {};
          },
          .get = [](const Config& config,
                    const std::string&) { return config.trusted_proxies.value_or(Values()); },
          .is_set = [](const Config& config) { return config.trusted_proxies.has_value(); }};
}

// TrustedProxiesOfGateway is the name of the setting in 0.1.0.
SettingRow TrustedProxiesOfGateway() {
  SettingRow row = TrustedProxies("gateway.trusted_proxies");
  row.replaced_by = "server.trusted_proxies";
  row.is_set = [](const Config&) { return false; };
  return row;
}

}  // namespace

std::vector<SettingRow> ServerRows() {
  using C = Config;
  using S = StorageConfig;
  constexpr std::int64_t kMostReaders = 64;
  constexpr std::int64_t kMostThreads = 1'024;
  return {
      Member<&C::data>("server.data", "The data folder: database, keys and certificates."),
      Member<&C::http>("server.http", "Address and port for HTTP, or `off`.", CheckListener),
      Member<&C::https>("server.https", "Address and port for HTTPS, or `off`.", CheckListener),
      Member<&C::operators>("server.operators",
                            "Address and port for `/metrics`, `/livez` and `/readyz` alone; "
                            "`/metrics` is then not served elsewhere. Or `off`.",
                            CheckListener),
      Member<&C::profiling>("server.profiling",
                            "Whether the operators' listener also serves `/debug/profile` and "
                            "`/debug/threads`. Without that listener it has no effect."),
      Member<&C::unix_socket>("server.unix",
                              "Path of a unix socket for gateways on this machine; empty: none.",
                              CheckSocketPath),
      Issuer(),
      Member<&C::threads>("server.threads", "I/O threads, at most 1024; 0: one for each core.",
                          CheckFrom<0, kMostThreads>),
      Member<&C::slow_request>("server.slow_request_ms",
                               "Milliseconds from which a request is a line of level `warn`, also "
                               "if `log.requests` is false; 0: none."),
      Member<&C::drain_delay>("server.drain_delay",
                              "Seconds from SIGTERM until the listeners close."),
      Member<&C::drain>("server.drain_seconds",
                        "Seconds for which running requests may then go on."),
      Member<&C::master_key_file>(
          "server.master_key_file",
          "File of the master key; empty: `master.key` in the data folder."),
      Member<&C::cached_verdicts>("server.cached_verdicts",
                                  "Verified credentials that are remembered, at 215 bytes each, "
                                  "allocated when needed."),
      TrustedProxies("server.trusted_proxies"),
      StorageUrl(),
      Member<&C::storage, &S::url_file>("storage.url_file", "A file that has `storage.url`."),
      Member<&C::storage, &S::schema>("storage.schema", "The schema of PostgreSQL.",
                                      CheckSchemaName),
      Member<&C::storage, &S::readers>("storage.readers",
                                       "Connections that read from the database, 1 to 64.",
                                       CheckFrom<1, kMostReaders>),
      Member<&C::tls_certificate>("tls.certificate",
                                  "File of the certificate chain (PEM); empty: one is made in the "
                                  "data folder."),
      Member<&C::tls_key>("tls.key", "File of its private key (PEM)."),
      Member<&C::http2>("tls.http2", "Whether `server.https` offers HTTP/2 besides HTTP/1.1."),
      Member<&C::log_level>(
          "log.level",
          "The least level of lines other than requests: `debug`, `info`, `warn`, "
          "`error` or `off`.",
          CheckLogLevel),
      Member<&C::log_requests>(
          "log.requests", "Whether each request is a line of the log, whatever `log.level` is."),
  };
}

std::vector<SettingRow> WebRows() {
  using C = Config;
  return {
      List<&C::cors_origins>(
          "cors.origins",
          "Origins of web pages that may read the responses of token, client and "
          "sign-in endpoints.",
          &CheckOrigin),
      List<&C::security_contacts>("security.contacts",
                                  "Contacts in `/.well-known/security.txt` (RFC 9116), such as "
                                  "`mailto:security@acme.example`.",
                                  &CheckContact),
      Member<&C::security_policy>("security.policy", "The page of the policy in `security.txt`.",
                                  CheckPage),
      TrustedProxiesOfGateway(),
  };
}

}  // namespace bearward::app
