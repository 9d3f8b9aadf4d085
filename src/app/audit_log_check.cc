#include "app/audit_log_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "app/folder_key_ring.h"
#include "app/master_key_check.h"
#include "app/storage.h"
#include "app/write_file.h"
#include "base/encode.h"
#include "base/entropy.h"
#include "crypto/key_ring.h"
#include "json/writer.h"
#include "store/engine_postgres.h"
#include "store/engine_sqlite.h"
#include "store/migrations.h"

namespace bearward::app {
namespace {

// A statement reads thousands of rows.
constexpr std::chrono::seconds kPatience{60};

base::Result<std::unique_ptr<store::Engine>> Connect(const Config& config,
                                                     const std::string& file) {
  if (file.empty() && config.storage.is_postgres()) {
    BW_TRY_ASSIGN(auto options, PostgresOf(config));
    options.patience = kPatience;
    return store::OpenPostgres(options, false);
  }
  const std::string path = file.empty() ? DataFolder::At(config.data).Database() : file;
  if (!FileExists(path)) {
    return base::Fail(base::Invalid("unreadable_file", path + ": there is no such file."));
  }
  return store::OpenSqlite(path, false);
}

base::Result<std::optional<store::KnownDigest>> ParseKnown(const std::string& text) {
  if (text.empty()) return std::nullopt;
  store::KnownDigest known;
  const std::size_t colon = std::min(text.find(':'), text.size());
  const char* const end = text.data() + colon;
  const auto parsed = std::from_chars(text.data(), end, known.number);
  const auto digest =
      base::HexDecode(std::string_view(text).substr(std::min(colon + 1, text.size())));
  const bool well_formed = parsed.ec == std::errc() && parsed.ptr == end && known.number > 0 &&
                           digest && digest->size() == known.digest.size();
  if (!well_formed) {
    return base::Fail(base::Invalid(
        "usage",
        "--checkpoint: \"" + text +
            "\" is not NUMBER:DIGEST. Take number and digest from a line \"event "
            "checkpoint\" of the log of the server; the digest has 64 hexadecimal digits."));
  }
  std::ranges::copy(*digest, known.digest.begin());
  return known;
}

// With the key of another database every seal would look forged.
base::Status CheckOwnKey(store::Engine& engine, const crypto::KeyRing& ring) {
  BW_TRY_ASSIGN(const bool states, store::TookStep(engine, "0010_installation"));
  store::ReadTx tx(engine);
  return states ? CheckKeyFacts(tx, ring) : base::Status();
}

std::string CheckpointText(const store::ChainReport& report) {
  if (!report.newest_checkpoint) return "none";
  return fmt::format("event {} of {}", report.newest_checkpoint->number,
                     base::FormatIsoMillis(report.newest_checkpoint->at));
}

}  // namespace

base::Result<std::unique_ptr<store::Engine>> OpenForReading(const Config& config,
                                                            const std::string& file) {
  BW_TRY_ASSIGN(auto engine, Connect(config, file));
  BW_TRY(engine->Begin(false));
  return engine;
}

base::Result<store::ChainReport> VerifyAuditLog(const Config& config, const std::string& file,
                                                const std::string& known,
                                                std::vector<std::string>& warnings) {
  BW_TRY_ASSIGN(const auto digest, ParseKnown(known));
  base::SystemEntropy entropy;
  BW_TRY_ASSIGN(const crypto::KeyRing ring,
                FindRing(config, DataFolder::At(config.data), entropy, warnings));
  BW_TRY_ASSIGN(const auto engine, OpenForReading(config, file));
  BW_TRY(CheckOwnKey(*engine, ring));
  auto report = store::CheckChain(*engine, ChainOf(ring), digest);
  engine->RollBack();
  return report;
}

std::string ChainReportAsText(const store::ChainReport& report) {
  std::string text;
  for (const std::string& problem : report.problems) text += problem + "\n";
  if (report.problem_count > report.problems.size()) {
    text += fmt::format("and {} more problems\n", report.problem_count - report.problems.size());
  }
  text += fmt::format("{}: {} events from {} to {}, {} pruned\n", report.ok() ? "ok" : "not proved",
                      report.events, report.oldest, report.head.number, report.pruned);
  if (report.head.unproved > 0) {
    text += fmt::format(
        "events up to {} were in the log when the chain took them in; it proves that they have not "
        "changed since then\n",
        report.head.unproved);
  }
  return text + fmt::format("checkpoints: {}, newest: {}\nhead: {}:{}\n", report.checkpoints,
                            CheckpointText(report), report.head.number,
                            base::HexEncode(base::AsBytes(report.head.digest)));
}

std::string ChainReportAsJson(const store::ChainReport& report) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("ok").Bool(report.ok()).Key("problems").BeginArray();
  for (const std::string& problem : report.problems) writer.String(problem);
  writer.EndArray();
  writer.Key("problem_count").Int(static_cast<std::int64_t>(report.problem_count));
  writer.Key("events").Int(report.events).Key("oldest_event").Int(report.oldest);
  writer.Key("newest_event").Int(report.head.number);
  writer.Key("digest").String(base::HexEncode(base::AsBytes(report.head.digest)));
  writer.Key("pruned").Int(report.pruned).Key("unproved").Int(report.head.unproved);
  writer.Key("checkpoints").Int(static_cast<std::int64_t>(report.checkpoints));
  writer.Key("newest_checkpoint");
  if (report.newest_checkpoint) {
    writer.BeginObject().Key("number").Int(report.newest_checkpoint->number);
    writer.Key("at").String(base::FormatIsoMillis(report.newest_checkpoint->at)).EndObject();
  } else {
    writer.Null();
  }
  writer.EndObject();
  return text + "\n";
}

}  // namespace bearward::app
