#include "app/local_commands.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <span>

#include "app/init.h"
#include "app/setting_reference.h"
#include "app/version.h"
#include "commands/answer.h"
#include "commands/candidates.h"
#include "commands/help.h"
#include "commands/select.h"
#include "json/writer.h"
#include "token/api_key.h"
#include "verify/credential.h"

namespace bearward::app {
namespace {

using commands::Command;
using commands::Words;
using All = std::vector<Command>;

void Print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

base::Result<int> Help(const Words& words, const All& all) {
  const auto& path = words.arguments;
  if (const Command* const command = commands::Find(all, path)) {
    Print(commands::CommandHelp(*command));
    return commands::kOk;
  }
  std::vector<std::string> known;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto next = commands::NextWords(all, known);
    if (!commands::IsAmong(next, path[i])) {
      return base::Fail(commands::Misuse("unknown command \"" + path[i] + "\"." +
                                         commands::Closest(path[i], next)));
    }
    known.push_back(path[i]);
  }
  Print(commands::ListHelp(all, path));
  return commands::kOk;
}

base::Result<int> Complete(const Words& words, const All& all) {
  const std::span<const std::string> given(words.arguments);
  BW_TRY_ASSIGN(const std::string script, commands::Completion(given.front()));
  const auto line = given.subspan(1);
  Print(line.empty() ? script : commands::CandidatesText(commands::CandidatesAt(all, line)));
  return commands::kOk;
}

const std::vector<std::string>& Pages() {
  static const std::vector<std::string> kPages = {"bearward", "bearward.toml"};
  return kPages;
}

base::Result<int> Manual(const Words& words, const All& all) {
  const std::string page = words.arguments.empty() ? Pages().front() : words.arguments.front();
  Print(page == Pages().front() ? commands::ManualPage(all, kVersion) : SettingManual(kVersion));
  return commands::kOk;
}

base::Result<int> Reference(const Words& /*words*/, const All& all) {
  Print(commands::Reference(all));
  return commands::kOk;
}

base::Result<int> CheckKey(const Words& words, const All& /*all*/) {
  std::string text(std::istreambuf_iterator<char>(std::cin), {});
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  std::string kind;
  const std::string problem = CheckKeyText(text, kind);
  if (words.Last("--json") == "true") {
    std::string json;
    json::Writer writer(json);
    writer.BeginObject().Key("well_formed").Bool(problem.empty());
    writer.Key(problem.empty() ? "kind" : "problem").String(problem.empty() ? kind : problem);
    writer.EndObject();
    Print(json + "\n");
  } else {
    Print((problem.empty() ? "well-formed: " + kind : problem) + "\n");
  }
  return problem.empty() ? commands::kOk : commands::kFailed;
}

base::Result<int> Initialize(const Words& words, const All& /*all*/) { return RunInit(words); }

struct Local {
  Command command;
  base::Result<int> (*run)(const Words&, const All&);
};

const std::vector<Local>& Locals() {
  using commands::ValueKind;
  static const std::vector<Local> kLocals = {
      {{.words = {"init"},
        .summary = "Write a configuration and a provisioning file; asks for what is not given",
        .options = InitOptions()},
       &Initialize},
      {{.words = {"key", "check"},
        .summary = "Check the form and the checksum of an API key from standard input, offline"},
       &CheckKey},
      {{.words = {"help"},
        .summary = "Describe a command",
        .arguments = {{.name = "COMMAND", .required = false, .repeats = true}}},
       &Help},
      {{.words = {"completion"},
        .summary = "Print the completion script of a shell: bash, zsh or fish; with words behind "
                   "--, what may stand at the last of them",
        .arguments = {{.name = "SHELL", .words = commands::Shells()},
                      {.name = "WORD", .required = false, .repeats = true}}},
       &Complete},
      {{.words = {"manual"},
        .summary = "Print the manual page bearward(1), or bearward.toml(5)",
        .arguments = {{.name = "PAGE", .required = false, .words = Pages()}}},
       &Manual},
      {{.words = {"reference"}, .summary = "Print the reference of all commands in Markdown"},
       &Reference},
  };
  return kLocals;
}

}  // namespace

const std::vector<Command>& LocalCommands() {
  static const std::vector<Command> kCommands = [] {
    std::vector<Command> all;
    for (const Local& local : Locals()) all.push_back(local.command);
    return all;
  }();
  return kCommands;
}

base::Result<int> RunLocalCommand(const Command& command, const Words& words, const All& all) {
  const auto local = std::ranges::find(Locals(), command.words,
                                       [](const Local& one) { return one.command.words; });
  return local->run(words, all);
}

std::string CheckKeyText(std::string_view text, std::string& kind) {
  if (text.empty()) return "no key: write it to standard input.";
  if (text.starts_with("bw_")) {
    kind = text.contains("_user_") ? "API key of a user in an organization"
                                   : "API key of an organization";
    return token::LooksLikeApiKey(text) ? "" : "malformed: the form or the checksum is wrong.";
  }
  const auto form_of = [text](verify::Scheme scheme) {
    verify::Credential credential;
    credential.scheme = scheme;
    credential.token = text;
    return verify::FormOf(credential);
  };
  kind = "API key of an environment";
  if (form_of(verify::Scheme::kBearer) == verify::Form::kSecretKey) return "";
  kind = "API key of a user";
  if (form_of(verify::Scheme::kApiKey) == verify::Form::kUserKey) return "";
  return "malformed: a key begins with sk_ or bw_, or is a GUID.";
}

}  // namespace bearward::app
