#include "app/check_database.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <utility>

#include "app/folder_key_ring.h"
#include "app/master_key_check.h"
#include "app/storage.h"
#include "app/write_file.h"
#include "base/entropy.h"
#include "json/writer.h"
#include "token/keys.h"

namespace bearward::app {
namespace {

std::string SchemaText(const store::CheckReport& report) {
  std::string text = std::to_string(report.schema_version);
  if (report.schema_version < report.newest_schema) {
    text += ", which the next start upgrades to " + std::to_string(report.newest_schema);
  }
  return text;
}

// A statement reads the whole log.
constexpr std::chrono::minutes kPatience{10};

// CheckWithKey runs `check` with the checks of the master key of the folder. Errors begin with
// `place`.
template <class Check>
base::Result<store::CheckReport> CheckWithKey(const Config& config, const DataFolder& folder,
                                              const std::string& place, Check check,
                                              std::vector<std::string>& warnings) {
  base::SystemEntropy entropy;
  const auto ring = FindRing(config, folder, entropy, warnings);
  store::KeyChecks key{.opens = [&ring](const store::SealedValue& value) -> base::Status {
    if (!ring) return base::Fail(ring.error());
    return token::CheckSealedKey(*ring, value.sealed);
  }};
  std::optional<store::EventChain> chain;
  if (ring) {
    chain.emplace(ChainOf(*ring));
    key.chain = &*chain;
    key.fits = [&ring](store::ReadTx& tx) { return CheckKeyFacts(tx, *ring); };
  }
  base::Result<store::CheckReport> report = check(key);
  if (!report) {
    return base::Fail(
        base::Unavailable(report.error().reason, place + ": " + report.error().detail));
  }
  return report;
}

}  // namespace

base::Result<store::CheckReport> CheckFileWithKey(const Config& config, const DataFolder& folder,
                                                  const std::string& path,
                                                  std::vector<std::string>& warnings) {
  if (!FileExists(path)) {
    return base::Fail(base::Invalid("unreadable_file", path + ": there is no such file."));
  }
  const auto check = [&path](const store::KeyChecks& key) {
    return store::CheckWholeDatabase(path, key);
  };
  return CheckWithKey(config, folder, path, check, warnings);
}

base::Result<store::CheckReport> CheckDatabase(const Config& config, const std::string& file,
                                               std::vector<std::string>& warnings) {
  const DataFolder folder = DataFolder::At(config.data);
  if (!file.empty()) return CheckFileWithKey(config, folder, file, warnings);
  if (!config.storage.is_postgres()) {
    return CheckFileWithKey(config, folder, folder.Database(), warnings);
  }
  BW_TRY_ASSIGN(auto options, PostgresOf(config));
  options.patience = kPatience;
  const auto check = [&options](const store::KeyChecks& key) {
    return store::CheckWholePostgres(options, key);
  };
  return CheckWithKey(config, folder, "storage.url", check, warnings);
}

std::string NewestEventText(const store::CheckReport& report) {
  if (!report.last_event_at) return "none";
  return std::to_string(report.last_event) + " of " + base::FormatIsoMillis(*report.last_event_at);
}

std::string ReportAsText(const store::CheckReport& report) {
  std::string text;
  for (const auto& check : report.checks) {
    if (!check.omitted.empty()) {
      text += fmt::format("{}: not run, {}\n", check.name, check.omitted);
      continue;
    }
    if (check.problems.empty()) text += std::string(check.name) + ": ok\n";
    for (const std::string& problem : check.problems) {
      text += std::string(check.name) + ": " + problem + "\n";
    }
  }
  return text + "schema version: " + SchemaText(report) +
         "\nnewest event: " + NewestEventText(report) + "\n";
}

std::string ReportAsJson(const store::CheckReport& report) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("ok").Bool(report.ok()).Key("checks").BeginArray();
  for (const auto& check : report.checks) {
    writer.BeginObject().Key("name").String(check.name);
    writer.Key("ok").Bool(check.problems.empty()).Key("problems").BeginArray();
    for (const std::string& problem : check.problems) writer.String(problem);
    writer.EndArray();
    if (!check.omitted.empty()) writer.Key("not_run").String(check.omitted);
    writer.EndObject();
  }
  writer.EndArray().Key("schema_version").Int(report.schema_version);
  writer.Key("newest_schema_version").Int(report.newest_schema);
  writer.Key("newest_event").Int(report.last_event).Key("newest_event_at");
  if (report.last_event_at) {
    writer.String(base::FormatIsoMillis(*report.last_event_at));
  } else {
    writer.Null();
  }
  writer.EndObject();
  return text + "\n";
}

}  // namespace bearward::app
