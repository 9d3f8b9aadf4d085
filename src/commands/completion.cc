#include <algorithm>
#include <string>

#include "commands/help.h"
#include "commands/parse.h"
#include "commands/select.h"

namespace bearward::commands {
namespace {

// Every script is a table from the words before the cursor to the words that may follow.
struct Row {
  std::string path;
  std::string words;
};

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<Row> RowsOf(const std::vector<Command>& commands) {
  std::vector<Row> rows = {{"", Joined(NextWords(commands, {}))}};
  for (const std::string& first : NextWords(commands, {})) {
    const std::vector<std::string> path = {first};
    if (Find(commands, path) == nullptr) rows.push_back({first, Joined(NextWords(commands, path))});
  }
  for (const Command& command : commands) {
    std::vector<std::string> names;
    for (const Option& option : command.options) names.push_back(option.name);
    if (!command.variants.empty()) {
      for (const Option& option : ResourceOptions()) names.push_back(option.name);
    }
    for (const Option& option : GlobalOptions()) names.push_back(option.name);
    rows.push_back({command.Name(), Joined(names)});
  }
  return rows;
}

std::string Cases(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows) text += "    '" + row.path + "') words='" + row.words + "' ;;\n";
  return text;
}

// The words of the command are those before the first option. Two are enough for every command.
std::string Bash(const std::vector<Row>& rows) {
  return "_bearward() {\n"
         "  local words='' path='' i\n"
         "  for ((i = 1; i < COMP_CWORD && i < 3; i++)); do\n"
         "    [[ ${COMP_WORDS[i]} == -* ]] && break\n"
         "    path+=\"${path:+ }${COMP_WORDS[i]}\"\n"
         "  done\n"
         "  case \"$path\" in\n" +
         Cases(rows) +
         "    *) path=${path%% *}\n"
         "       case \"$path\" in\n" +
         Cases(rows) +
         "       esac ;;\n"
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\n"
         "complete -o default -F _bearward bearward\n";
}

std::string Zsh(const std::vector<Row>& rows) {
  return "#compdef bearward\n"
         "_bearward() {\n"
         "  local words_='' path_='' i\n"
         "  for ((i = 2; i < CURRENT && i < 4; i++)); do\n"
         "    [[ ${words[i]} == -* ]] && break\n"
         "    path_+=\"${path_:+ }${words[i]}\"\n"
         "  done\n"
         "  _bearward_words \"$path_\" || _bearward_words \"${path_%% *}\"\n"
         "}\n"
         "_bearward_words() {\n"
         "  local words=''\n"
         "  case \"$1\" in\n" +
         Cases(rows) +
         "    *) return 1 ;;\n"
         "  esac\n"
         "  compadd -- ${=words}\n"
         "}\n"
         "compdef _bearward bearward\n";
}

std::string FishWord(std::string_view word) { return "'" + std::string(word) + "'"; }

std::string Fish(const std::vector<Command>& commands) {
  std::string text = "complete -c bearward -f\n";
  for (const std::string& first : NextWords(commands, {})) {
    text += "complete -c bearward -n __fish_use_subcommand -a " + FishWord(first) + "\n";
  }
  for (const Command& command : commands) {
    const std::string seen = "__fish_seen_subcommand_from " + command.words.front();
    std::string within = seen;
    if (command.words.size() > 1) {
      const std::string& verb = command.words[1];
      text += "complete -c bearward -n '" + seen + "; and not __fish_seen_subcommand_from " +
              Joined(NextWords(commands, {{command.words.front()}})) + "' -a " + FishWord(verb) +
              "\n";
      within += "; and __fish_seen_subcommand_from " + verb;
    }
    for (const Option& option : command.options) {
      text += "complete -c bearward -n '" + within + "' -l " + option.name.substr(2) +
              (option.kind == ValueKind::kFlag ? "\n" : " -r\n");
    }
  }
  for (const auto* options : {&GlobalOptions(), &ResourceOptions()}) {
    for (const Option& option : *options) {
      text += "complete -c bearward -l " + option.name.substr(2) +
              (option.kind == ValueKind::kFlag ? "\n" : " -r\n");
    }
  }
  return text;
}

}  // namespace

base::Result<std::string> Completion(const std::vector<Command>& commands, std::string_view shell) {
  if (shell == "bash") return Bash(RowsOf(commands));
  if (shell == "zsh") return Zsh(RowsOf(commands));
  if (shell == "fish") return Fish(commands);
  return base::Fail(Misuse("unknown shell \"" + std::string(shell) + "\"." +
                           Closest(shell, {"bash", "zsh", "fish"})));
}

}  // namespace bearward::commands
