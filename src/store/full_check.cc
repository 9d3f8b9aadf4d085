#include "store/full_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "store/chain_check.h"
#include "store/columns.h"
#include "store/engine_postgres.h"
#include "store/engine_sqlite.h"
#include "store/events.h"
#include "store/migrations.h"

namespace bearward::store {
namespace {

using Problems = std::vector<std::string>;

// The names of the checks of the event log.
constexpr std::string_view kEvents = "events";
constexpr std::string_view kEventChain = "event_chain";

// TextsOf converts the rows of a query that selects one text.
base::Result<Problems> TextsOf(base::Result<Rows> rows) {
  return ReadAll<std::string>(std::move(rows), [](Columns& columns) { return columns.Text(); });
}

bool IsAboutLog(const CheckReport::Check& check) {
  return check.name == kEvents || check.name == kEventChain;
}

// Join returns "NAME: PROBLEM; NAME: PROBLEM" of the checks that `selects` selects.
template <class F>
std::string Join(const std::vector<CheckReport::Check>& checks, F selects) {
  std::string text;
  for (const CheckReport::Check& check : checks) {
    if (!selects(check)) continue;
    for (const std::string& problem : check.problems) {
      text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", check.name, problem);
    }
  }
  return text;
}

// These queries count the tables with the name schema_version.
constexpr std::string_view kCountInSqlite =
    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'";
constexpr std::string_view kCountInPostgres =
    "SELECT count(*) FROM pg_tables WHERE tablename = 'schema_version' "
    "AND schemaname = current_schema()";

constexpr std::string_view kIntegrity = "integrity";
constexpr std::string_view kForeignKeys = "foreign_keys";

// FullCheck runs the checks in one read transaction.
class FullCheck {
 public:
  FullCheck(Engine& engine, const KeyChecks& key) : tx_(engine), engine_(engine), key_(key) {
    report_.newest_schema = static_cast<std::int64_t>(Migrations().size());
  }

  base::Result<CheckReport> RunOnSqlite() {
    BW_TRY_ASSIGN(const bool intact, Add(kIntegrity, Integrity()));
    if (!intact) return std::move(report_);
    BW_TRY(Add(kForeignKeys, ForeignKeys()));
    return RunShared(kCountInSqlite);
  }

  base::Result<CheckReport> RunOnPostgres() {
    Omit(kIntegrity, "PostgreSQL's own tool is pg_amcheck");
    Omit(kForeignKeys, "PostgreSQL enforces them");
    return RunShared(kCountInPostgres);
  }

 private:
  // RunShared runs the checks that every engine has; `count` is the query of Schema.
  base::Result<CheckReport> RunShared(std::string_view count) {
    BW_TRY_ASSIGN(const bool known, Add("schema", Schema(count)));
    if (!known) return std::move(report_);
    BW_TRY(Add(kEvents, Events()));
    BW_TRY_ASSIGN(const Problems misfits, Misfits());
    if (key_.chain != nullptr && misfits.empty()) BW_TRY(Add(kEventChain, Chain()));
    if (key_.opens) BW_TRY(Add("sealed_keys", misfits.empty() ? SealedKeys() : misfits));
    return std::move(report_);
  }

  void Omit(std::string_view name, std::string_view reason) {
    report_.checks.push_back({.name = name, .problems = {}, .ran = true, .omitted = reason});
  }

  // Add records a check, and returns whether it found no problem. Damage because of which a check
  // cannot run is recorded as a problem and is not a failure of the function.
  base::Result<bool> Add(std::string_view name, base::Result<Problems> found) {
    if (!found && found.error().reason != "database_damaged") return base::Fail(found.error());
    const bool ran = found.has_value();
    Problems problems = ran ? *std::move(found) : Problems{found.error().detail};
    report_.checks.push_back({.name = name, .problems = std::move(problems), .ran = ran});
    return report_.checks.back().problems.empty();
  }

  base::Result<Problems> Integrity() {
    BW_TRY_ASSIGN(Problems lines, TextsOf(tx_.Execute("PRAGMA integrity_check(10)")));
    if (lines == Problems{"ok"}) lines.clear();
    return lines;
  }

  base::Result<Problems> ForeignKeys() {
    return TextsOf(
        tx_.Execute("SELECT 'a row of ' || \"table\" || ' refers to a missing row of ' || parent "
                    "FROM pragma_foreign_key_check LIMIT 10"));
  }

  base::Result<Problems> Schema(std::string_view count) {
    BW_TRY_ASSIGN(const auto tables, ReadInteger(tx_.Execute(count)));
    if (tables == 0) return Problems{"this is no database of Bearward: it has no schema_version"};
    BW_TRY_ASSIGN(report_.schema_version,
                  ReadInteger(tx_.Execute("SELECT count(*) FROM schema_version")));
    const base::Status known = CheckKnownSteps(engine_, Migrations());
    if (known) return Problems{};
    if (known.error().reason != "schema_newer") return base::Fail(known.error());
    return Problems{known.error().public_text};
  }

  // Pruning deletes the oldest events, but keeps those that were written while the wall clock was
  // ahead. Therefore numbers may be missing only after an event whose time is later than that of a
  // newer event.
  base::Result<Problems> Events() {
    BW_TRY_ASSIGN(report_.last_event, LastEventNumber(tx_));
    BW_TRY_ASSIGN(report_.last_event_at, LastEventTime(tx_));
    return TextsOf(tx_.Execute(
        "SELECT 'the numbers ' || (gap.number + 1) || ' to ' || (gap.next - 1) || ' are missing' "
        "FROM (SELECT number, at, lead(number) OVER (ORDER BY number) AS next FROM events) AS gap "
        "WHERE gap.next > gap.number + 1 AND NOT EXISTS (SELECT 1 FROM events AS later "
        "WHERE later.number >= gap.next AND later.at < gap.at) LIMIT 10"));
  }

  // Databases of 0.1.0 state nothing about their master key.
  base::Result<Problems> Misfits() {
    BW_TRY_ASSIGN(const bool states, TookStep(engine_, "0010_installation"));
    if (!key_.fits || !states) return Problems{};
    const base::Status fits = key_.fits(tx_);
    if (fits) return Problems{};
    if (fits.error().reason != "master_key_wrong") return base::Fail(fits.error());
    return Problems{fits.error().public_text};
  }

  base::Result<Problems> Chain() {
    auto report = CheckChain(engine_, *key_.chain);
    if (report) return std::move(report->problems);
    if (report.error().reason == "chain_missing") return Problems{};
    return base::Fail(std::move(report).error());
  }

  base::Result<Problems> SealedKeys() {
    BW_TRY_ASSIGN(const auto values,
                  ReadAll<SealedValue>(
                      tx_.Execute("SELECT kid, sealed FROM signing_keys ORDER BY kid"),
                      [](Columns& columns) -> SealedValue {
                        return {.name = "signing key " + columns.Text(), .sealed = columns.Bytes()};
                      }));
    Problems problems;
    for (const SealedValue& value : values) {
      const base::Status opened = key_.opens(value);
      if (!opened) problems.push_back(value.name + ": " + opened.error().reason);
    }
    return problems;
  }

  ReadTx tx_;
  Engine& engine_;
  const KeyChecks& key_;
  CheckReport report_;
};

}  // namespace

bool CheckReport::ok() const {
  return std::ranges::all_of(checks, [](const Check& check) { return check.problems.empty(); });
}

bool CheckReport::usable() const {
  return std::ranges::all_of(checks, [](const Check& check) {
    return check.problems.empty() || (check.ran && IsAboutLog(check));
  });
}

std::string CheckReport::Summary() const {
  return Join(checks, [](const Check&) { return true; });
}

std::string CheckReport::LogProblems() const { return Join(checks, IsAboutLog); }

base::Result<CheckReport> CheckWholeDatabase(const std::string& path, const KeyChecks& key) {
  auto engine = OpenSqlite(path, false);
  if (!engine && engine.error().reason == "database_damaged") {
    CheckReport report;
    report.checks.push_back({.name = kIntegrity, .problems = {engine.error().detail}});
    return report;
  }
  if (!engine) return base::Fail(std::move(engine).error());
  BW_TRY((*engine)->Begin(false));
  auto report = FullCheck(**engine, key).RunOnSqlite();
  (*engine)->RollBack();
  return report;
}

base::Result<CheckReport> CheckWholePostgres(const PostgresOptions& options, const KeyChecks& key) {
  BW_TRY_ASSIGN(const auto engine, OpenPostgres(options, false));
  BW_TRY(engine->Begin(false));
  auto report = FullCheck(*engine, key).RunOnPostgres();
  engine->RollBack();
  return report;
}

}  // namespace bearward::store
