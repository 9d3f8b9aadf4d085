#include "app/described_commands.h"

#include <CLI/CLI.hpp>
#include <cctype>
#include <string>
#include <utility>

namespace bearward::app {
namespace {

using commands::Command;

void AddOptions(const CLI::App& parsed, Command& command) {
  for (const CLI::Option* const option : parsed.get_options()) {
    if (option->get_positional()) {
      std::string name = option->get_name();
      for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      command.arguments.push_back({.name = std::move(name),
                                   .required = option->get_required(),
                                   .repeats = option->get_items_expected_max() > 1});
      continue;
    }
    const auto& names = option->get_lnames();
    if (names.empty() || names.front() == "help") continue;
    const bool is_flag = option->get_items_expected_max() == 0;
    command.options.push_back(
        {.name = "--" + names.front(),
         .kind = is_flag ? commands::ValueKind::kFlag : commands::ValueKind::kText,
         .required = option->get_required(),
         .text = option->get_description()});
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
