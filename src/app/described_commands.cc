#include "app/described_commands.h"

#include <CLI/CLI.hpp>
#include <cctype>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

namespace bearward::app {
namespace {

using commands::Command;

// The parser writes the type of a value as TEXT, and with a closed set as TEXT:{one,two}.
std::string TypeOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

std::vector<std::string> WordsOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto open = type.find(":{");
  if (open == std::string::npos) return {};
  const std::string_view set = std::string_view(type).substr(open + 2);
  std::vector<std::string> words;
  for (const auto word : std::views::split(set.substr(0, set.find('}')), ',')) {
    words.emplace_back(std::string_view(word));
  }
  return words;
}

commands::ValueKind KindOf(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return commands::ValueKind::kFlag;
  return option.get_items_expected_max() > 1 ? commands::ValueKind::kTexts
                                             : commands::ValueKind::kText;
}

void AddOptions(const CLI::App& parsed, Command& command) {
  for (const CLI::Option* const option : parsed.get_options()) {
    if (option->get_positional()) {
      std::string name = option->get_name();
      for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      command.arguments.push_back({.name = std::move(name),
                                   .required = option->get_required(),
                                   .repeats = option->get_items_expected_max() > 1,
                                   .words = WordsOf(*option)});
      continue;
    }
    const auto& names = option->get_lnames();
    if (names.empty() || names.front() == "help") continue;
    command.options.push_back({.name = "--" + names.front(),
                               .member = TypeOf(*option),
                               .kind = KindOf(*option),
                               .required = option->get_required(),
                               .text = option->get_description(),
                               .words = WordsOf(*option)});
  }
}

void Add(const CLI::App& parsed, std::vector<std::string> words, std::vector<Command>& all) {
  const auto below = parsed.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* const one : below) {
    std::vector<std::string> named = words;
    named.push_back(one->get_name());
    Add(*one, std::move(named), all);
  }
  if (!below.empty()) return;
  Command command{.words = std::move(words), .summary = parsed.get_description()};
  AddOptions(parsed, command);
  all.push_back(std::move(command));
}

}  // namespace

std::vector<Command> CommandsOfParser(const CLI::App& parser) {
  std::vector<Command> all;
  Add(parser, {}, all);
  return all;
}

}  // namespace bearward::app
