#include "app/cli.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/audit_log_check.h"
#include "app/audit_log_export.h"
#include "app/backup.h"
#include "app/changes.h"
#include "app/check_config.h"
#include "app/check_database.h"
#include "app/command_client.h"
#include "app/config.h"
#include "app/config_sources.h"
#include "app/connectors.h"
#include "app/data_folder.h"
#include "app/described_commands.h"
#include "app/dry_run.h"
#include "app/load_provisioning.h"
#include "app/local_commands.h"
#include "app/migrate_data.h"
#include "app/open_core.h"
#include "app/provision_reference.h"
#include "app/prune.h"
#include "app/resource_commands.h"
#include "app/serve.h"
#include "app/setting_reference.h"
#include "app/version.h"
#include "app/wire.h"
#include "commands/answer.h"
#include "commands/help.h"
#include "commands/parse.h"
#include "commands/select.h"

namespace bearward::app {
namespace {

// Flags contains the options of the command line. An empty text means: not given.
struct Flags {
  ConfigOptions config;
  std::string apply_file;
  std::vector<std::string> provision_files;
  bool dry_run = false;
  bool prune = false;
  bool yes = false;
  std::string database_file;
  std::string engine;
  std::string connector;
  std::string folder;
  std::string known_checkpoint;
  AuditExport audit_export;
  std::string format;
  bool replace = false;
  std::optional<std::uint64_t> seed;
  bool json = false;
};

// Exit codes; docs/backup.md lists them for `check`.
using commands::kFailed;
using commands::kWrongUsage;
constexpr int kProblemsFound = 3;

constexpr const char* kToPostgres = "postgres";
constexpr const char* kToSqlite = "sqlite";

constexpr const char* kJsonLines = "jsonl";
constexpr const char* kCsv = "csv";

base::Result<int> RunServe(const Flags& flags, const Config& config) {
  std::optional<provision::ProvisioningFile> world;
  if (!flags.apply_file.empty()) {
    BW_TRY_ASSIGN(world, LoadProvisioningFiles({&flags.apply_file, 1}));
  }
  const auto read_again = [&flags] { return LoadConfig(flags.config); };
  if (flags.seed && !flags.config.memory) {
    return base::Fail(
        base::Invalid("bad_setting", "--seed: only a server with --memory accepts a seed."));
  }
  if (!flags.config.memory) {
    BW_TRY(Serve(config, read_again, world));
    return {};
  }
  if (!flags.config.data.empty()) {
    return base::Fail(base::Invalid(
        "bad_setting", "--data: a server with --memory has no data folder. Omit one of the two."));
  }
  BW_TRY(ServeMemory(config, read_again, world, flags.seed));
  return {};
}

void PrintWarnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) {
    std::fputs(("bearward: " + warning + "\n").c_str(), stderr);
  }
}

// Confirm asks at a terminal whether the rows of the plan may be removed.
base::Status ConfirmRemovals(const Flags& flags, const provision::Plan& plan) {
  if (flags.yes || !HasRemovals(plan.changes)) return {};
  if (::isatty(STDIN_FILENO) == 0) {
    return base::Fail(commands::Misuse(
        "--prune would remove rows and there is no terminal to ask at. Read the result of "
        "--dry-run --prune, then give --yes."));
  }
  std::fputs((PlanAsText(plan) + "Apply, and remove what is named \"removed\"? [y/N] ").c_str(),
             stderr);
  std::string line;
  std::getline(std::cin, line);
  if (line == "y" || line == "yes") return {};
  return base::Fail(base::Invalid("not_confirmed", "nothing was changed."));
}

// ApplyAndPrune asks the running server to remove rows, so that its caches follow at once, or the
// core of this process if no server runs.
base::Result<int> ApplyAndPrune(const Flags& flags, const Config& config, Core& core,
                                const provision::ProvisioningFile& world) {
  BW_TRY_ASSIGN(const provision::Plan plan, core.Plan(world, provision::Prune::kYes));
  BW_TRY(ConfirmRemovals(flags, plan));
  BW_TRY(core.OpenCommandDoor());
  BW_TRY_ASSIGN(auto changes, core.Apply(world, provision::Prune::kYes));
  const bool all = Remove(changes, plan.changes, [&](const CommandAsk& ask) {
    auto answer = AskServer(config.data, ask);
    if (!answer) return base::Result<CommandAnswer>(base::Fail(answer.error()));
    return base::Result<CommandAnswer>(*answer ? **std::move(answer)
                                               : AskDoor(core.command_door(), ask));
  });
  std::fputs((flags.json ? ChangesAsJson(changes) : ChangesAsText(changes)).c_str(), stdout);
  return all ? commands::kOk : commands::kFailed;
}

base::Result<int> ShowPlan(const Flags& flags, const Config& config,
                           const provision::ProvisioningFile& world) {
  std::vector<std::string> warnings = config.warnings;
  const auto prune = flags.prune ? provision::Prune::kYes : provision::Prune::kNo;
  const auto plan = PlanApply(config, world, prune, warnings);
  PrintWarnings(warnings);
  if (!plan) return base::Fail(plan.error());
  std::fputs((flags.json ? PlanAsJson(*plan) : PlanAsText(*plan)).c_str(), stdout);
  return {};
}

base::Result<int> RunApply(const Flags& flags, const Config& config) {
  BW_TRY_ASSIGN(const provision::ProvisioningFile world,
                LoadProvisioningFiles(flags.provision_files));
  if (flags.dry_run) return ShowPlan(flags, config, world);
  BW_TRY_ASSIGN(const DataFolder folder, DataFolder::Open(config.data));
  base::SystemClock clock;
  base::SystemEntropy entropy;
  observe::Logger log(clock, observe::Level::kOff, observe::Logger::Sink());
  std::vector<std::string> warnings = config.warnings;
  BW_TRY_ASSIGN(const auto core, OpenCore(config, folder, {clock, entropy, log, log}, warnings));
  PrintWarnings(warnings);
  if (flags.prune) return ApplyAndPrune(flags, config, *core, world);
  BW_TRY_ASSIGN(const auto changes, core->Apply(world));
  std::fputs((flags.json ? ChangesAsJson(changes) : ChangesAsText(changes)).c_str(), stdout);
  return {};
}

base::Result<int> RunConfigCheck(const Flags&, const Config& config) {
  std::vector<std::string> warnings = config.warnings;
  const base::Status checked = CheckConfig(config, warnings);
  PrintWarnings(warnings);
  BW_TRY(checked);
  return {};
}

base::Result<int> RunConfigPrint(const Flags&, const Config& config) {
  std::fputs(PrintConfig(config).c_str(), stdout);
  return {};
}

// Print prints the text that a function returns.
template <std::string (*kText)()>
base::Result<int> Print(const Flags&, const Config&) {
  std::fputs(kText().c_str(), stdout);
  return {};
}

// A backup is a database file of SQLite.
base::Status RequireSqlite(const Config& config) {
  if (!config.storage.is_postgres()) return {};
  return base::Fail(
      base::Invalid("wrong_engine",
                    "storage.url: the data are in PostgreSQL. Use pg_dump and pg_restore instead "
                    "of this command; docs/operations/nodes.md has an example."));
}

base::Result<int> RunBackup(const Flags& flags, const Config& config) {
  BW_TRY(RequireSqlite(config));
  std::vector<std::string> warnings = config.warnings;
  const auto report = BackUp(config, flags.database_file, warnings);
  PrintWarnings(warnings);
  if (!report) return base::Fail(report.error());
  std::fputs((flags.json ? ReportAsJson(*report)
                         : flags.database_file + ": the backup is complete. Newest event: " +
                               NewestEventText(*report) +
                               ".\nThe master key is not in it: keep a copy of it elsewhere.\n")
                 .c_str(),
             stdout);
  return {};
}

base::Result<int> RunRestore(const Flags& flags, const Config& config) {
  BW_TRY(RequireSqlite(config));
  std::vector<std::string> warnings = config.warnings;
  const auto restored =
      Restore(config, flags.database_file, flags.replace, base::SystemClock(), warnings);
  PrintWarnings(warnings);
  if (!restored) return base::Fail(restored.error());
  const std::string& old = restored->set_aside;
  std::string text = config.data +
                     ": restored. Newest event: " + NewestEventText(restored->report) + ".\n" +
                     (old.empty() ? "" : "The replaced database is " + old + ".\n") +
                     "What was revoked after that event is accepted again: see docs/backup.md.\n";
  std::fputs((flags.json ? ReportAsJson(restored->report) : text).c_str(), stdout);
  return {};
}

base::Result<int> RunCheck(const Flags& flags, const Config& config) {
  std::vector<std::string> warnings = config.warnings;
  const auto report = CheckDatabase(config, flags.database_file, warnings);
  PrintWarnings(warnings);
  if (!report) return base::Fail(report.error());
  std::fputs((flags.json ? ReportAsJson(*report) : ReportAsText(*report)).c_str(), stdout);
  return report->ok() ? 0 : kProblemsFound;
}

base::Result<int> RunAuditVerify(const Flags& flags, const Config& config) {
  std::vector<std::string> warnings = config.warnings;
  const auto report = VerifyAuditLog(config, flags.database_file, flags.known_checkpoint, warnings);
  PrintWarnings(warnings);
  if (!report) return base::Fail(report.error());
  std::fputs((flags.json ? ChainReportAsJson(*report) : ChainReportAsText(*report)).c_str(),
             stdout);
  return report->ok() ? 0 : kProblemsFound;
}

base::Result<int> RunAuditExport(const Flags& flags, const Config& config) {
  AuditExport selected = flags.audit_export;
  selected.csv = flags.format == kCsv;
  BW_TRY(ExportAuditLog(config, selected, [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
  }));
  return {};
}

base::Result<int> RunMigrate(const Flags& flags, const Config& config) {
  std::vector<std::string> warnings = config.warnings;
  const auto direction = flags.engine == kToPostgres ? store::CopyDirection::kToPostgres
                                                     : store::CopyDirection::kToSqlite;
  const auto copied = MigrateData(config, direction, warnings);
  PrintWarnings(warnings);
  if (!copied) return base::Fail(copied.error());
  std::fputs((flags.json ? CopiedAsJson(*copied) : CopiedAsText(*copied)).c_str(), stdout);
  return {};
}

base::Result<int> RunConnector(const Flags& flags, const Config& config) {
  std::vector<std::string> warnings = config.warnings;
  const base::Status written = WriteConnector(config, flags.connector, flags.folder, warnings);
  PrintWarnings(warnings);
  BW_TRY(written);
  return {};
}

base::Result<int> RunVersion(const Flags& flags, const Config&) {
  const std::string version(kVersion);
  std::puts(flags.json ? ("{\"version\":\"" + version + "\"}").c_str() : version.c_str());
  return {};
}

// Command runs one command and returns the exit code of the process; after an error it is kFailed.
using Command = base::Result<int> (*)(const Flags&, const Config&);

// IsAboutProgram reports whether a command needs no settings: it works without a readable file.
bool IsAboutProgram(Command command) {
  return command == &RunVersion || command == &Print<SettingReference> ||
         command == &Print<ProvisionReference>;
}

// DescribeDataCommands adds the commands about whole databases, each by `command`, as Describe
// does.
template <class F>
void DescribeDataCommands(CLI::App& parser, Flags& flags, const F& command) {
  CLI::App* backup = command(
      parser, "backup", "Copy the database to a new file, also while a server runs", RunBackup);
  backup->add_option("file", flags.database_file, "The file to create")->required();
  CLI::App* restore =
      command(parser, "restore", "Make a backup the database of the data folder", RunRestore);
  restore->add_option("file", flags.database_file, "The backup")->required();
  restore->add_flag("--replace", flags.replace, "Set the database of the folder aside");
  CLI::App* check =
      command(parser, "check", "Search the database, or a backup, for damage; exit code 3 if any",
              RunCheck);
  check->add_option("file", flags.database_file, "The backup; default: the database");
  CLI::App* migrate = command(parser, "migrate",
                              "Copy all data between the data folder and storage.url", RunMigrate);
  migrate->add_option("engine", flags.engine, "The engine to copy to: postgres or sqlite")
      ->required()
      ->check(CLI::IsMember({kToPostgres, kToSqlite}));
}

// DescribeAudit adds the commands about the event log.
template <class F>
void DescribeAudit(CLI::App& parser, Flags& flags, const F& command) {
  CLI::App* audit = parser.add_subcommand("audit", "The event log of Bearward");
  audit->require_subcommand(1);
  CLI::App* verify = command(*audit, "verify",
                             "Prove that no event was altered, removed or moved; exit code 3 if "
                             "one was",
                             RunAuditVerify);
  verify->add_option("file", flags.database_file, "A backup; default: the database");
  verify->add_option("--checkpoint", flags.known_checkpoint,
                     "NUMBER:DIGEST of a checkpoint that was kept elsewhere");
  CLI::App* exported =
      command(*audit, "export", "Print events as JSON Lines or CSV", RunAuditExport);
  AuditExport& selected = flags.audit_export;
  exported->add_option("--format", flags.format, "Without it, jsonl")
      ->check(CLI::IsMember({kJsonLines, kCsv}));
  exported->add_option("--type", selected.types, "Event type")->allow_extra_args(false);
  exported->add_option("--environment", selected.environment, "Name or id of an environment");
  exported->add_option("--organization", selected.organization, "Id of an organization");
  exported->add_option("--from", selected.from, "Events at or after this time, such as 24h")
      ->type_name("TIME");
  exported->add_option("--to", selected.to, "Events before this time")->type_name("TIME");
}

// Describe adds the commands to the parser; `chosen` receives the selected command.
void Describe(CLI::App& parser, Flags& flags, Command& chosen) {
  parser.require_subcommand(1);
  parser.fallthrough();
  parser.add_option("--config", flags.config.config_file, "Configuration file (TOML)");
  parser.add_option("--data", flags.config.data, "Data folder");
  parser.add_flag("--json", flags.json, "Print data as JSON");
  const auto command = [&](CLI::App& under, const char* name, const char* text, Command run) {
    CLI::App* added = under.add_subcommand(name, text);
    added->callback([&chosen, run] { chosen = run; });
    return added;
  };
  CLI::App* serve = command(parser, "serve", "Run the server until SIGTERM or SIGINT", RunServe);
  serve->add_option("--http", flags.config.http, "ADDRESS:PORT or off");
  serve->add_option("--https", flags.config.https, "ADDRESS:PORT or off");
  serve->add_option("--apply", flags.apply_file, "Provisioning to apply first")->type_name("FILE");
  serve->add_flag("--memory", flags.config.memory, "Keep nothing on disk, and serve /v1/testing");
  serve->add_option("--seed", flags.seed, "With --memory: determines all ids")->type_name("NUMBER");
  serve
      ->add_option("--assets-dir", flags.config.assets_dir,
                   "Folder of the console, for development")
      ->type_name("FOLDER");
  CLI::App* apply = command(parser, "apply", "Change the data to what files describe", RunApply);
  apply->add_option("file", flags.provision_files, "Provisioning files (TOML), folders, or -")
      ->required();
  apply->add_flag("--dry-run", flags.dry_run, "Print the changes and make none");
  apply->add_flag("--prune", flags.prune, "Remove what earlier files made and none names now");
  apply->add_flag("--yes", flags.yes, "Do not ask before removing");
  DescribeDataCommands(parser, flags, command);
  CLI::App* connector =
      command(parser, "connector", "Write a connector of Power Platform: workspan or workmobile",
              RunConnector);
  connector->add_option("name", flags.connector, "The API: workspan or workmobile")
      ->required()
      ->check(CLI::IsMember(ConnectorNames()));
  connector->add_option("folder", flags.folder, "The folder for its two files")->required();
  DescribeAudit(parser, flags, command);
  CLI::App* config = parser.add_subcommand("config", "The configuration");
  config->require_subcommand(1);
  command(*config, "check", "Perform every check of `serve`", RunConfigCheck);
  command(*config, "print", "Print all settings", RunConfigPrint);
  command(*config, "reference", "Print the meaning of all settings", Print<SettingReference>);
  command(*config, "provisioning", "Print all keys of provisioning files",
          Print<ProvisionReference>);
  command(parser, "version", "Print the version", RunVersion);
}

int Complain(const base::Error& error) {
  std::fputs(("bearward: " + commands::FailureText(error) + "\n").c_str(), stderr);
  return error.reason == "usage" ? kWrongUsage : kFailed;
}

// Finish returns the exit code of the process. Output that was lost, for example because the disk
// is full, is a failure.
int Finish(const base::Result<int>& code) {
  if (!code) return Complain(code.error());
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (written || *code != commands::kOk) return *code;
  return Complain(base::Unavailable(
      "write_failed", "the output is incomplete: it could not be written. Is the disk full?"));
}

using All = std::vector<commands::Command>;

// A list of commands is an answer to a request for help, and otherwise a mistake.
int ShowCommands(const All& all, const commands::Selection& selected) {
  if (commands::IsAmong(selected.rest, "--version")) {
    std::puts(std::string(kVersion).c_str());
    return 0;
  }
  const std::string text = commands::ListHelp(all, selected.path);
  const bool asked =
      commands::IsAmong(selected.rest, "--help") || commands::IsAmong(selected.rest, "-h");
  std::fputs(text.c_str(), asked ? stdout : stderr);
  return asked ? 0 : kWrongUsage;
}

// RunSelected runs a command that is described in `all` and is not one of `Describe`.
base::Result<int> RunSelected(const All& all, const commands::Selection& selected,
                              const char* const* environment) {
  const commands::Command& command = *selected.command;
  BW_TRY_ASSIGN(const commands::Words words, commands::ParseWords(command, selected.rest));
  if (words.Has("--help")) {
    std::fputs(commands::CommandHelp(command).c_str(), stdout);
    return 0;
  }
  if (command.variants.empty()) return RunLocalCommand(command, words, all);
  ConfigOptions options;
  options.environment = environment;
  options.config_file = words.Last("--config");
  options.data = words.Last("--data");
  BW_TRY_ASSIGN(const Config config, LoadConfig(options));
  return RunResourceCommand(command, words, config);
}

// RunDescribed selects among all commands. It opens a core in memory for those of the resources.
int RunDescribed(All all, std::span<const std::string> words, const char* const* environment) {
  const auto resources = ResourceCommands::Make();
  if (!resources) return Complain(resources.error());
  all.insert(all.end(), resources->all().begin(), resources->all().end());
  std::ranges::copy(LocalCommands(), std::back_inserter(all));
  const commands::Selection selected = commands::Select(all, words);
  if (!selected.problem.empty()) {
    std::fputs(("bearward: " + selected.problem + "\n").c_str(), stderr);
    return kWrongUsage;
  }
  if (selected.command == nullptr && selected.open != nullptr) {
    return Complain(commands::Misuse(selected.open->name + " needs a value."));
  }
  if (selected.command == nullptr) return ShowCommands(all, selected);
  return Finish(RunSelected(all, selected, environment));
}

// FindParsed returns the command of the parser that the words name, or nullptr if they name none or
// have a misspelled option.
commands::Selection FindParsed(const All& parsed, std::span<const std::string> words) {
  commands::Selection selected = commands::Select(parsed, words);
  if (!selected.problem.empty()) selected.command = nullptr;
  return selected;
}

}  // namespace

int RunCli(int argc, const char* const* argv, const char* const* environment) {
  CLI::App parser("Bearward keeps your bearer tokens.", "bearward");
  Flags flags;
  flags.config.environment = environment;
  Command chosen = nullptr;
  Describe(parser, flags, chosen);
  All described = CommandsOfParser(parser);
  const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  const commands::Selection selected = FindParsed(described, words);
  if (selected.command == nullptr) return RunDescribed(std::move(described), words, environment);
  const auto checked = commands::ParseWords(*selected.command, selected.rest);
  if (!checked) return Complain(checked.error());
  if (checked->Has("--help")) {
    std::fputs(commands::CommandHelp(*selected.command).c_str(), stdout);
    return Finish(commands::kOk);
  }
  try {
    parser.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Complain(commands::Misuse(error.what()));
  }
  const bool needs_settings = !IsAboutProgram(chosen);
  const auto config = needs_settings ? LoadConfig(flags.config) : Config();
  if (!config) return Complain(config.error());
  const auto code = chosen(flags, *config);
  // A server that cannot write its log any more serves on, and ends as it does otherwise.
  if (chosen == &RunServe && code) return *code;
  return Finish(code);
}

}  // namespace bearward::app
