#include "commands/candidates.h"

#include <algorithm>
#include <string_view>

#include "commands/help.h"
#include "commands/select.h"

namespace bearward::commands {
namespace {

Candidates NextOf(const std::vector<Command>& commands, const std::vector<std::string>& path) {
  Candidates next;
  for (const std::string& word : NextWords(commands, path)) {
    std::vector<std::string> words = path;
    words.push_back(word);
    next.words.push_back({word, SummaryOf(commands, words)});
  }
  return next;
}

// The options that may still be given.
Candidates OptionsAt(const Selection& before) {
  Candidates options;
  for (const Option* const option : AllOptionsOf(before.command)) {
    const bool repeats = option->kind == ValueKind::kTexts || option->kind == ValueKind::kPairs;
    if (repeats || !IsAmong(before.options, option->name)) {
      options.words.push_back({option->name, option->text});
    }
  }
  return options;
}

// ValuesOf returns the allowed words, or a source for a value that the help names FILE or FOLDER.
Candidates ValuesOf(const std::vector<std::string>& words, std::string_view value,
                    const std::string& prefix) {
  if (value == "FILE") return {.source = Source::kFiles};
  if (value == "FOLDER") return {.source = Source::kFolders};
  Candidates values;
  for (const std::string& word : words) values.words.push_back({prefix + word});
  return values;
}

Candidates OptionValuesOf(const Option& option, const Command* command, const std::string& prefix) {
  if (option.kind == ValueKind::kFlag) return ValuesOf({"true", "false"}, "", prefix);
  if (option.name == "--clear" && command != nullptr) {
    return ValuesOf(ClearableOf(*command), "", prefix);
  }
  return ValuesOf(option.words, ValueText(option), prefix);
}

Candidates ArgumentAt(const std::vector<Command>& commands, const Selection& before) {
  const std::vector<Argument>& wanted = before.command->arguments;
  const std::size_t given = before.arguments.size();
  if (given >= wanted.size() && (wanted.empty() || !wanted.back().repeats)) {
    return IsAmong(before.options, "--") ? Candidates() : OptionsAt(before);
  }
  const Argument& argument = wanted[std::min(given, wanted.size() - 1)];
  if (argument.name == "COMMAND") return NextOf(commands, before.arguments);
  return ValuesOf(argument.words, argument.name, "");
}

// A description is one line of the output.
std::string OneLine(std::string_view text) {
  std::string line(text);
  const auto is_control = [](unsigned char c) { return c < ' '; };
  std::ranges::replace_if(line, is_control, ' ');
  return line;
}

}  // namespace

Candidates CandidatesAt(const std::vector<Command>& commands, std::span<const std::string> words) {
  if (words.empty()) return {};
  const std::string& last = words.back();
  const Selection before = Select(commands, words.first(words.size() - 1));
  if (!before.problem.empty()) return {};
  if (before.open != nullptr) return OptionValuesOf(*before.open, before.command, "");
  if (last.starts_with('-') && !IsAmong(before.options, "--")) {
    const auto equals = last.find('=');
    if (equals == std::string::npos) return OptionsAt(before);
    const Option* const option = FindOption(before.command, last.substr(0, equals));
    return option == nullptr ? Candidates()
                             : OptionValuesOf(*option, before.command, last.substr(0, equals + 1));
  }
  if (before.command == nullptr) return NextOf(commands, before.path);
  return ArgumentAt(commands, before);
}

std::string CandidatesText(const Candidates& candidates) {
  if (candidates.source == Source::kFiles) return ":files\n";
  if (candidates.source == Source::kFolders) return ":folders\n";
  std::string text;
  for (const Candidate& one : candidates.words) {
    text += one.word;
    if (!one.about.empty()) text += "\t" + OneLine(one.about);
    text += "\n";
  }
  return text;
}

}  // namespace bearward::commands
