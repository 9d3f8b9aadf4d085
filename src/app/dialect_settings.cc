#include <algorithm>
#include <iterator>

#include "app/setting_members.h"
#include "app/setting_tables.h"
#include "base/ascii.h"
#include "crypto/password_strength.h"
#include "http/base_url.h"

namespace bearward::app {
namespace {

using Values = SettingValues;

// SubjectOf returns the middle part of a name such as dialects.workos.enabled.
std::string SubjectOf(const std::string& name) {
  const auto first = name.find('.') + 1;
  return name.substr(first, name.rfind('.') - first);
}

template <auto kMember>
SettingRow OfDialect(const std::string& dialect, std::string_view key, std::string_view meaning) {
  using T = std::remove_cvref_t<decltype(std::declval<DialectConfig&>().*kMember)>;
  return {.name = "dialects." + dialect + "." + std::string(key),
          .meaning = meaning,
          .kind = Scalar<T>::kKind,
          .set = [](Config& config, const std::string& name, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            return Scalar<T>::Read(values.front(), config.dialects[SubjectOf(name)].*kMember);
          },
          .get =
              [](const Config& config, const std::string& name) {
                const auto found = config.dialects.find(SubjectOf(name));
                const DialectConfig dialect_config =
                    found == config.dialects.end() ? DialectConfig{} : found->second;
                return Values{Scalar<T>::Write(dialect_config.*kMember)};
              }};
}

// CheckBase accepts what can stand before the path of a route, which begins with a slash.
base::Status CheckBase(const std::string& text) {
  const bool whole = text.starts_with('/') && !text.ends_with('/') && !text.contains("//") &&
                     text.find_first_of("?#{}*") == std::string::npos;
  if (text.empty() || whole) return {};
  return base::Fail(
      NotAllowed(text, "a path such as /workos, without a slash at its end, or nothing"));
}

SettingRow BaseOfDialect(const std::string& dialect) {
  SettingRow row = OfDialect<&DialectConfig::base>(
      dialect, "base", "The path before its routes, such as `/workos`; empty: none.");
  row.check = &CheckBase;
  return row;
}

SettingRow HostOfDialect(const std::string& dialect) {
  SettingRow row = OfDialect<&DialectConfig::host>(
      dialect, "host", "The host name under which it is served; empty: every host.");
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
SettingRow OfProfile(std::string_view profile, std::string_view key, std::string_view meaning) {
  return {.name = "tokens." + std::string(profile) + "." + std::string(key),
          .meaning = meaning,
          .kind = SettingKind::kNumber,
          .set = [](Config& config, const std::string& name, const Values& values) -> base::Status {
            if (values.size() != 1) return base::Fail(BadValue("one value"));
            std::chrono::seconds seconds{};
            BW_TRY(Scalar<std::chrono::seconds>::Read(values.front(), seconds));
            config.lifetimes[SubjectOf(name)].*kMember = seconds;
            return {};
          },
          .get =
              [](const Config& config, const std::string& name) {
                const auto found = config.lifetimes.find(SubjectOf(name));
                if (found == config.lifetimes.end() || !(found->second.*kMember)) return Values{};
                return Values{std::to_string((found->second.*kMember)->count())};
              }};
}

std::vector<SettingRow> TokenRows() {
  std::vector<SettingRow> rows = {Member<&Config::replay_window>(
      "tokens.replay_window_seconds",
      "Seconds for which a used refresh token returns the same new pair again.")};
  const token::Profiles profiles;
  for (const token::Profile& profile : profiles.rows()) {
    rows.push_back(OfProfile<&LifetimeConfig::access>(
        profile.name, "access_seconds",
        "Seconds for which an access token is valid; unset: that of its profile."));
    rows.back().check = &CheckFrom<1, std::numeric_limits<std::int32_t>::max()>;
    if (!profile.refresh_after_access) continue;
    rows.push_back(OfProfile<&LifetimeConfig::refresh_after_access>(
        profile.name, "refresh_after_access_seconds",
        "Seconds for which the refresh token is valid after the access token; unset: that of its "
        "profile."));
  }
  return rows;
}

}  // namespace

std::vector<SettingRow> DialectRows() {
  std::vector<SettingRow> rows = TokenRows();
  for (const char* dialect : {"workmobile", "workspan", "workos", "teletracker", "oauth"}) {
    rows.push_back(OfDialect<&DialectConfig::enabled>(dialect, "enabled", "Whether it is served."));
    rows.push_back(BaseOfDialect(dialect));
    rows.push_back(HostOfDialect(dialect));
    if (std::string_view(dialect) == "workspan") {
      rows.push_back(List<&Config::redirect_uris>(
          "dialects.workspan.redirect_uris",
          "The URIs to which the dummy authorization step may redirect, compared exactly."));
    }
    if (std::string_view(dialect) != "workos") continue;
    rows.push_back(Member<&Config::workos_issuer>(
        "dialects.workos.issuer",
        "The form of `iss` in WorkOS' tokens: `url`, `slash` or `client`."));
    rows.push_back(Member<&Config::password_strength, &verify::MinimumStrength::of_products>(
        "dialects.workos.minimum_strength",
        "The least strength of new passwords of your product's users, 0 to 4 (zxcvbn).",
        CheckFrom<0, crypto::kStrongest>));
    std::ranges::move(LimitRows(), std::back_inserter(rows));
  }
  return rows;
}

}  // namespace bearward::app
