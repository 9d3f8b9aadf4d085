#include "commands/help.h"

#include <algorithm>

#include "commands/select.h"
#include "commands/table.h"

namespace bearward::commands {
namespace {

constexpr std::size_t kColumn = 28;

void AddLine(std::string& text, const std::string& name, std::string_view about) {
  std::string line = "  " + name;
  if (!about.empty()) {
    line.append(line.size() + 2 <= kColumn ? kColumn - line.size() : 2, ' ');
    line += about;
  }
  text += line + "\n";
}

std::string AboutOption(const Option& option) {
  std::string about = option.text;
  const auto add = [&about](std::string_view more) {
    about += (about.empty() ? "" : " ") + std::string(more);
  };
  if (option.required) add("(required)");
  if (option.kind == ValueKind::kTexts || option.kind == ValueKind::kPairs) {
    add("(may be repeated)");
  }
  if (option.kind == ValueKind::kSecretFile) add("(a file; - is standard input)");
  if (option.kind == ValueKind::kTime) {
    add(option.nullable ? "(such as 90d, 2031-05-06T07:08:09Z or never)"
                        : "(such as 90d or 2031-05-06T07:08:09Z)");
  }
  return about;
}

std::string OptionUsage(const Option& option) {
  const std::string value = ValueText(option);
  return option.name + (value.empty() ? "" : " " + value);
}

std::string_view NounSummary(std::string_view noun) {
  const auto found = std::ranges::find(NounRows(), noun, &NounRow::noun);
  return found == NounRows().end() ? std::string_view() : found->summary;
}

bool BeginsWith(const Command& command, const std::vector<std::string>& path) {
  return command.words.size() >= path.size() &&
         std::equal(path.begin(), path.end(), command.words.begin());
}

}  // namespace

std::string SummaryOf(const std::vector<Command>& commands, const std::vector<std::string>& words) {
  const Command* const command = Find(commands, words);
  if (command != nullptr) return command->summary;
  return words.size() == 1 ? std::string(NounSummary(words.front())) : "";
}

std::string CommandHelp(const Command& command) {
  std::string text = command.summary + ".\n\nUsage: " + command.Usage() + "\n";
  if (!command.options.empty()) text += "\nOptions:\n";
  for (const Option& option : command.options) {
    AddLine(text, OptionUsage(option), AboutOption(option));
  }
  text += "\nOptions of every command:\n";
  if (!command.variants.empty()) {
    for (const Option& option : ResourceOptions()) {
      AddLine(text, OptionUsage(option), AboutOption(option));
    }
  }
  for (const Option& option : GlobalOptions()) {
    AddLine(text, OptionUsage(option), AboutOption(option));
  }
  return text;
}

std::string ListHelp(const std::vector<Command>& commands, const std::vector<std::string>& path) {
  std::string text = path.empty() ? "Bearward keeps your bearer tokens.\n\n" : "";
  text += "Usage: bearward ";
  for (const std::string& word : path) text += word + " ";
  text += "COMMAND [OPTIONS]\n\nCommands:\n";
  for (const std::string& word : NextWords(commands, path)) {
    std::vector<std::string> words = path;
    words.push_back(word);
    std::string about = SummaryOf(commands, words);
    if (Find(commands, words) == nullptr) {
      std::string verbs;
      for (const std::string& verb : NextWords(commands, words)) {
        verbs += (verbs.empty() ? "" : ", ") + verb;
      }
      about += (about.empty() ? "" : ": ") + verbs;
    }
    AddLine(text, word, about);
  }
  return text + "\n`bearward help COMMAND` describes a command.\n";
}

std::string Reference(const std::vector<Command>& commands) {
  std::string text;
  for (const std::string& noun : NextWords(commands, {})) {
    const std::string about(NounSummary(noun));
    text += "### " + noun + "\n\n" + (about.empty() ? "" : about + ".\n\n");
    for (const Command& command : commands) {
      if (!BeginsWith(command, {noun})) continue;
      text += "`" + command.Usage() + "`\\\n" + command.summary + ".\n\n";
      for (const Option& option : command.options) {
        const std::string more = AboutOption(option);
        text += "- `" + OptionUsage(option) + "`" + (more.empty() ? "" : ": " + more) + "\n";
      }
      if (!command.options.empty()) text += "\n";
    }
  }
  return text;
}

}  // namespace bearward::commands
