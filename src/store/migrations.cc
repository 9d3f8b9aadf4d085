#include "store/migrations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "store/columns.h"
#include "store/name_keys.h"

namespace bearward::store {
namespace {

// CodeStep is the code that a migration runs after its statements; `name` is the name of the
// migration without its number.
struct CodeStep {
  std::string_view name;
  base::Status (*run)(Engine& engine);
};
constexpr CodeStep kCodeSteps[] = {{"name_keys", RenewNameKeys}};

base::Status Run(Engine& engine, std::string_view sql) { return Done(engine.Execute(sql, {})); }

// RunAll runs the statements of a step. Each ends with a semicolon at the end of a line.
base::Status RunAll(Engine& engine, std::string_view sql) {
  while (true) {
    const std::size_t end = sql.find(";\n");
    if (end == std::string_view::npos) break;
    BW_TRY(Run(engine, sql.substr(0, end)));
    sql.remove_prefix(end + 2);
  }
  if (sql.find_first_not_of(" \n") == std::string_view::npos) return {};
  return base::Fail(base::Internal("a migration does not end with a semicolon"));
}

// InTransaction commits what `work` did, or rolls it back if it fails.
template <class F>
base::Status InTransaction(Engine& engine, F work) {
  BW_TRY(engine.Begin(true));
  base::Status status = work();
  if (!status) {
    engine.RollBack();
    return status;
  }
  return engine.Commit();
}

base::Result<std::vector<std::string>> StepsTaken(Engine& engine) {
  return ReadAll<std::string>(
      engine.Execute("SELECT name FROM schema_version ORDER BY version", {}),
      [](Columns& columns) { return columns.Text(); });
}

base::Status CheckKnown(const std::vector<std::string>& taken, std::span<const Migration> steps) {
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (i < steps.size() && taken[i] == steps[i].name) continue;
    return base::Fail(base::Conflict(
        "schema_newer",
        fmt::format("The database was written by a newer version of Bearward: step {} of its "
                    "schema is {}, and this version knows {} steps. Run the version that wrote it, "
                    "or a newer one.",
                    i + 1, taken[i], steps.size())));
  }
  return {};
}

base::Status Take(Engine& engine, const Migration& step, std::size_t version) {
  BW_TRY(RunAll(engine, step.sql));
  for (const CodeStep& code : kCodeSteps) {
    if (step.name.ends_with(code.name)) BW_TRY(code.run(engine));
  }
  const std::array<Parameter, 2> values = {static_cast<std::int64_t>(version),
                                           std::string(step.name)};
  return Done(engine.Execute("INSERT INTO schema_version (version, name) VALUES (?1, ?2)", values));
}

}  // namespace

base::Status CheckSchema(Engine& engine, std::span<const Migration> steps) {
  BW_TRY(engine.Begin(false));
  const auto taken = StepsTaken(engine);
  engine.RollBack();
  if (!taken) return {};
  return CheckKnown(*taken, steps);
}

base::Result<bool> TookStep(Engine& engine, std::string_view name) {
  BW_TRY_ASSIGN(const std::vector<std::string> taken, StepsTaken(engine));
  return std::ranges::find(taken, name) != taken.end();
}

base::Status CheckKnownSteps(Engine& engine, std::span<const Migration> steps) {
  BW_TRY_ASSIGN(const std::vector<std::string> taken, StepsTaken(engine));
  return CheckKnown(taken, steps);
}

base::Status Migrate(Engine& engine, std::span<const Migration> steps) {
  return InTransaction(engine, [&]() -> base::Status {
    BW_TRY(Run(engine,
               "CREATE TABLE IF NOT EXISTS schema_version "
               "(version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)"));
    BW_TRY_ASSIGN(const std::vector<std::string> taken, StepsTaken(engine));
    BW_TRY(CheckKnown(taken, steps));
    for (std::size_t i = taken.size(); i < steps.size(); ++i) {
      BW_TRY(Take(engine, steps[i], i + 1));
    }
    return {};
  });
}

}  // namespace bearward::store
