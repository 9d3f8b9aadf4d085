#include "app/resource_commands.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <iterator>
#include <string_view>
#include <utility>

#include "app/command_client.h"
#include "app/read_file.h"
#include "app/wire.h"
#include "base/entropy.h"
#include "commands/answer.h"
#include "commands/from_routes.h"
#include "json/writer.h"
#include "store/memory_database.h"

namespace bearward::app {
namespace {

constexpr std::string_view kLongestPage = "100";
constexpr json::Limits kAnswerLimits = {
    .max_depth = 64, .max_size = std::size_t{1} << 28U, .max_items = 10'000'000};

// A command may wait on a machine with much load, whereas a server refuses early.
constexpr std::chrono::seconds kPatience{15};

// The core only lends its routes, so its passwords may be cheap.
Config ConfigOfNothing() {
  Config config;
  config.in_memory = true;
  config.password_cost = {.memory_kib = 64, .passes = 1};
  config.password_failure = std::chrono::milliseconds::zero();
  return config;
}

void Say(std::string_view text) {
  std::fputs(("bearward: " + std::string(text) + "\n").c_str(), stderr);
}

void Print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

base::Result<std::string> ReadInput(const std::string& file) {
  if (file != "-") return ReadWholeFile(file);
  return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

// IsFirst reports whether a command is the one that starts new data.
bool IsFirst(const commands::Command& command) { return command.Name() == "environment create"; }

// Run is one run of a command.
class Run {
 public:
  Run(const commands::Command& command, const commands::Words& words, const Config& config)
      : command_(command), words_(words), client_(config, IsFirst(command)) {}

  base::Result<int> Do();
  const std::vector<std::string>& warnings() const { return client_.warnings(); }

 private:
  base::Result<CommandAnswer> AskFirst(std::vector<commands::Request>& requests);
  base::Result<CommandAnswer> Ask(const commands::Request& request);
  base::Result<int> ShowList(const commands::Request& request, CommandAnswer answer);
  int Show(const json::Value& body, const std::string& text) const;
  bool IsPaged(const commands::Request& request) const;
  bool Confirms() const;
  bool json() const { return words_.Last("--json") == "true"; }

  const commands::Command& command_;
  const commands::Words& words_;
  CommandClient client_;
};

bool Run::Confirms() const {
  if (command_.words.back() != "delete" || words_.Last("--yes") == "true") return true;
  if (::isatty(STDIN_FILENO) == 0) return true;
  std::string about = command_.words.front();
  for (const std::string& argument : words_.arguments) about += " " + argument;
  std::fputs(("Delete " + about + "? [y/N] ").c_str(), stderr);
  std::string line;
  std::getline(std::cin, line);
  return line == "y" || line == "yes";
}

base::Result<CommandAnswer> Run::Ask(const commands::Request& request) {
  return client_.Ask({.method = http::MethodText(request.route->method),
                      .target = request.target,
                      .environment = words_.Last("--environment"),
                      .body = request.body});
}

// AskFirst leaves the request that was answered at the front.
base::Result<CommandAnswer> Run::AskFirst(std::vector<commands::Request>& requests) {
  for (;;) {
    BW_TRY_ASSIGN(CommandAnswer answer, Ask(requests.front()));
    const bool unknown = commands::ExitCodeOf(answer.status) == commands::kNotFound;
    if (!unknown || requests.size() == 1) return answer;
    requests.erase(requests.begin());
  }
}

// A list without options of paging is read to its end.
bool Run::IsPaged(const commands::Request& request) const {
  const auto& query = request.route->contract->query;
  const bool paged = std::ranges::find(query, "after", &door::Parameter::name) != query.end();
  return paged && !words_.Has("--limit") && !words_.Has("--after") && !words_.Has("--before");
}

int Run::Show(const json::Value& body, const std::string& text) const {
  if (json()) {
    if (!text.empty()) Print(text + "\n");
    return commands::kOk;
  }
  if (const json::Array* const rows = commands::RowsOf(body)) {
    Print(commands::TableText(*rows, command_.columns));
  } else if (body.IsObject()) {
    Print(commands::ObjectText(body));
  }
  return commands::kOk;
}

base::Result<int> Run::ShowList(const commands::Request& request, CommandAnswer answer) {
  json::Array rows;
  const char separator = request.target.contains('?') ? '&' : '?';
  for (;;) {
    BW_TRY_ASSIGN(const json::Value body, json::Parse(answer.body, kAnswerLimits));
    const json::Array* const page = commands::RowsOf(body);
    if (page != nullptr) rows.insert(rows.end(), page->begin(), page->end());
    const json::Value* const ends = body.Find("list_metadata");
    const json::Value* const after = ends == nullptr ? nullptr : ends->Find("after");
    if (after == nullptr || after->AsString() == nullptr) break;
    commands::Request next = request;
    next.target += separator + ("after=" + *after->AsString());
    BW_TRY_ASSIGN(answer, Ask(next));
    if (answer.status >= 300) return base::Fail(base::Internal(answer.body));
  }
  const json::Value list = json::Value::Of(
      json::Object{{"object", json::Value::String("list")}, {"data", json::Value::Of(rows)}});
  return Show(list, json() ? json::ToText(list) : std::string());
}

base::Result<int> Run::Do() {
  BW_TRY_ASSIGN(auto requests,
                commands::RequestsOf(command_, words_, base::SystemClock().Now(), &ReadInput));
  if (!Confirms()) {
    Say("nothing was deleted.");
    return commands::kFailed;
  }
  for (commands::Request& request : requests) {
    if (!IsPaged(request)) continue;
    request.target += (request.target.contains('?') ? "&limit=" : "?limit=");
    request.target += kLongestPage;
  }
  BW_TRY_ASSIGN(CommandAnswer answer, AskFirst(requests));
  if (answer.status < 300 && IsPaged(requests.front())) {
    return ShowList(requests.front(), std::move(answer));
  }
  json::Value body;
  if (!answer.body.empty()) {
    if (auto read = json::Parse(answer.body, kAnswerLimits)) body = *std::move(read);
  }
  if (answer.status < 300) return Show(body, answer.body);
  if (json()) Print(answer.body + "\n");
  Say(commands::ErrorText(answer.status, body, &command_));
  return commands::ExitCodeOf(answer.status, body);
}

int CodeOf(const base::Error& error) {
  if (error.reason == "usage") return commands::kWrongUsage;
  if (error.code == base::Code::kNotFound) return commands::kNotFound;
  return error.code == base::Code::kUnavailable ? commands::kUnreachable : commands::kFailed;
}

}  // namespace

struct ResourceCommands::Owned {
  base::SystemClock clock;
  base::SystemEntropy entropy;
  observe::Logger log{clock, observe::Level::kOff, observe::Logger::Sink()};
  Config config = ConfigOfNothing();
  std::optional<store::MemoryDatabase> database;
  std::unique_ptr<Core> core;
};

ResourceCommands::ResourceCommands(std::unique_ptr<Owned> owned) : owned_(std::move(owned)) {}
ResourceCommands::ResourceCommands(ResourceCommands&&) noexcept = default;
ResourceCommands::~ResourceCommands() = default;

base::Result<ResourceCommands> ResourceCommands::Make() {
  ResourceCommands made(std::make_unique<Owned>());
  Owned& own = *made.owned_;
  BW_TRY_ASSIGN(own.database, store::MemoryDatabase::Make());
  BW_TRY_ASSIGN(store::EngineSource source, own.database->Next());
  source.wait = kPatience;
  const base::Secret key = crypto::KeyRing::Generate(own.entropy);
  BW_TRY_ASSIGN(own.core,
                Core::Open(own.config, {own.clock, own.entropy, own.log, own.log}, source, key));
  BW_TRY(own.core->OpenCommandDoor());
  BW_TRY_ASSIGN(made.all_,
                commands::CommandsOf(commands::VerbRows(), own.core->command_door().routes()));
  return made;
}

int RunResourceCommand(const commands::Command& command, const commands::Words& words,
                       const Config& config) {
  Run run(command, words, config);
  const auto code = run.Do();
  for (const std::string& warning : run.warnings()) Say(warning);
  if (code) return *code;
  Say(commands::FailureText(code.error()));
  return CodeOf(code.error());
}

}  // namespace bearward::app
