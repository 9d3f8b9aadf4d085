#include "commands/command.h"

#include <algorithm>

namespace bearward::commands {

std::string Command::Name() const {
  std::string name;
  for (const std::string& word : words) name += (name.empty() ? "" : " ") + word;
  return name;
}

std::string Command::Usage() const {
  std::string usage = "bearward " + Name();
  for (const Argument& argument : arguments) {
    const std::string name = argument.name + (argument.repeats ? "..." : "");
    usage += argument.required ? " " + name : " [" + name + "]";
  }
  for (const Option& option : options) {
    if (option.required) usage += " " + option.name + " " + ValueText(option);
  }
  const bool more = std::ranges::any_of(options, [](const Option& one) { return !one.required; });
  return usage + (more ? " [OPTIONS]" : "");
}

const Command* Find(const std::vector<Command>& commands, const std::vector<std::string>& words) {
  const auto found = std::ranges::find(commands, words, &Command::words);
  return found == commands.end() ? nullptr : &*found;
}

bool IsAmong(const std::vector<std::string>& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

const std::vector<Option>& GlobalOptions() {
  static const std::vector<Option> kOptions = {
      {.name = "--config", .member = "FILE", .text = "Configuration file (TOML)"},
      {.name = "--data", .member = "FOLDER", .text = "Data folder"},
      {.name = "--json", .kind = ValueKind::kFlag, .text = "Print data as JSON"},
      {.name = "--help", .kind = ValueKind::kFlag, .text = "Print the help of the command"},
  };
  return kOptions;
}

const std::vector<Option>& ResourceOptions() {
  static const std::vector<Option> kOptions = {
      {.name = "--environment",
       .member = "NAME",
       .text = "The environment, by its name or id; without it, the first one"},
      {.name = "--yes", .kind = ValueKind::kFlag, .text = "Delete without asking"},
      {.name = "--clear",
       .member = "OPTION",
       .kind = ValueKind::kTexts,
       .text = "Remove the value of this option, for example --clear expires"},
  };
  return kOptions;
}

std::string ValueText(const Option& option) {
  switch (option.kind) {
    case ValueKind::kFlag:
      return "";
    case ValueKind::kInteger:
      return "NUMBER";
    case ValueKind::kTime:
      return "TIME";
    case ValueKind::kPairs:
      return "NAME=VALUE";
    case ValueKind::kSecretFile:
      return "FILE";
    case ValueKind::kJson:
      return "JSON";
    case ValueKind::kText:
    case ValueKind::kTexts:
      break;
  }
  if (option.words.empty()) {
    return option.place == Place::kNowhere && !option.member.empty() ? option.member : "TEXT";
  }
  std::string text;
  for (const std::string& word : option.words) text += (text.empty() ? "" : "|") + word;
  return text;
}

}  // namespace bearward::commands
