// Config: every setting of the program with its default. Settings are read from a file, then from
// the environment, then from flags. Unknown names are errors in all three.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/egress_config.h"
#include "app/inherited_sockets.h"
#include "app/mail_config.h"
#include "app/storage_config.h"
#include "app/telemetry_config.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/password.h"
#include "dialects/workos/limits.h"
#include "door/door.h"
#include "http/limits.h"
#include "token/profiles.h"
#include "verify/new_password.h"

namespace bearward::app {

// DialectConfig states whether a dialect is served, under which path prefix, and for which host, in
// lower case; empty: for every host.
struct DialectConfig {
  bool enabled = true;
  std::string base;
  std::string host;
};

// LifetimeConfig overrides the lifetimes of one token profile; an empty value keeps the profile's
// own.
struct LifetimeConfig {
  std::optional<std::chrono::seconds> access;
  std::optional<std::chrono::seconds> refresh_after_access;
};

// Config is complete after construction, because the defaults need no file.
struct Config {
  std::string data = "./data";
  std::string http = "127.0.0.1:8080";             // or "off"
  std::string https = "127.0.0.1:8443";            // or "off"
  std::string operators = "off";                   // address for metrics and health alone, or "off"
  bool profiling = false;                          // /debug on the operators' listener
  std::string unix_socket;                         // path of a socket for this machine; empty: none
  std::string issuer;                              // empty: see KeptIssuer
  unsigned threads = 0;                            // 0: one per core
  std::chrono::seconds drain_delay{2}, drain{20};  // see server_settings.cc
  std::string master_key_file;                     // empty: master.key in the data folder
  std::string tls_certificate;  // empty: made in the data folder at the first start
  std::string tls_key;
  bool http2 = true;  // offer HTTP/2 on HTTPS
  StorageConfig storage;
  MailConfig mail;
  std::string log_level = "info";
  bool log_requests = true;
  std::chrono::milliseconds slow_request{1'000};  // zero: no request counts as slow
  http::Limits limits;
  door::PoolSizes pools;
  crypto::PasswordCost password_cost;
  verify::MinimumStrength password_strength{.of_operators = 0, .of_products = 3};
  std::chrono::seconds password_memory{300};
  std::chrono::days password_age{0};  // of a password that has not expired; 0: it never expires
  // password_failure is the minimum time of the response to a failed sign-in
  // (verify::Passwords::failure_time); zero: no minimum.
  std::chrono::milliseconds password_failure{300};
  // cached_verdicts bounds the memory of the verifier: 215 bytes per verdict, allocated only when
  // needed. This number of credentials fits, unless nearly every credential has a different
  // subject.
  std::uint64_t cached_verdicts = 1'000'000;
  std::chrono::seconds replay_window{10};
  std::chrono::days retain_sessions{30};
  std::chrono::days retain_events{400};
  std::chrono::days retain_deliveries{30};
  EgressConfig egress;
  TelemetryConfig telemetry;
  std::map<std::string, LifetimeConfig, std::less<>> lifetimes;  // by name of the profile
  std::map<std::string, DialectConfig, std::less<>> dialects;    // by name of the dialect
  std::vector<std::string> redirect_uris;                        // of WorkSpan's authorization step
  token::IssuerForm workos_issuer = token::IssuerForm::kUrl;     // of WorkOS' tokens
  model::ClassLimits workos_limits = dialects::workos::DefaultLimits();
  // trusted_proxies are the peers, as addresses and ranges, whose X-Forwarded-For and Forwarded
  // name the client, and that may use /gateway. Unset: the headers of every peer are ignored, and
  // loopback peers may use /gateway.
  std::optional<std::vector<std::string>> trusted_proxies;
  // announced is not a setting: the URL of the first listener once it listens (see KeptIssuer).
  std::string announced;
  std::string notify_socket;   // not a setting: NOTIFY_SOCKET (service_manager.h)
  InheritedSockets inherited;  // not a setting
  bool in_memory = false;      // not a setting: `serve --memory`
  std::string assets_dir;      // not a setting: `serve --assets-dir` (asset_folder.h), or empty
  // reached_by is not a setting: the options, each after a space, with which other commands use the
  // same data as this one.
  std::string reached_by;
  // cors_origins are the origins of web pages that may read the responses of the token, client and
  // sign-in endpoints (door/cors.h).
  std::vector<std::string> cors_origins;
  // security_contacts and security_policy are in /.well-known/security.txt (RFC 9116), which exists
  // if there is a contact.
  std::vector<std::string> security_contacts;
  std::string security_policy;
  // warnings are about settings that work but have a newer form.
  std::vector<std::string> warnings;
};

// Setting is one value for a Config, and its origin ("bearward.toml:12", "BEARWARD_SERVER__HTTP",
// "--http") for the error text.
struct Setting {
  std::string name;  // section.key
  std::vector<std::string> values;
  std::string origin;
};

// Put applies one setting. kInvalid "ORIGIN: what is wrong" for an unknown name, with the nearest
// known name as a hint, and for a value that is not allowed.
base::Status Put(Config& config, const Setting& setting);

// ReadConfigText returns the settings of a TOML text; kInvalid "FILE:LINE: ..." if malformed.
base::Result<std::vector<Setting>> ReadConfigText(std::string_view text, const std::string& file);
// ReadEnvironment returns the settings of the variables BEARWARD_SECTION__KEY; KEY_FILE names a
// file that contains the value. List members are separated by commas, and a dot within a section is
// "__" or "_". BEARWARD_MASTER_KEY_FILE is server.master_key_file. An unknown variable of this form
// is kInvalid, and so is one that lacks only an underscore.
base::Result<std::vector<Setting>> ReadEnvironment(const char* const* variables);
// kConfigVariable names the settings file if --config does not.
inline constexpr std::string_view kConfigVariable = "BEARWARD_CONFIG";
// FindVariable returns the value of a variable, "" if it is not set.
std::string FindVariable(const char* const* variables, std::string_view name);
// WarnOfVariables returns a warning about each other variable whose name begins with BEARWARD_,
// except those that Kubernetes and Docker set for a service of this name.
std::vector<std::string> WarnOfVariables(const char* const* variables);

// PrintConfig returns the whole configuration as TOML text that parses to an equal Config.
std::string PrintConfig(const Config& config);

// IssuerOf returns the public base URL of a configuration without the store, as release 0.1.0 chose
// it: the configured one, else that of the listener with a fixed port, else a fixed name.
// KeptIssuer determines the issuer that a server uses.
std::string IssuerOf(const Config& config);

}  // namespace bearward::app
