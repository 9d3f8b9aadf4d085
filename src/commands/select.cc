#include "commands/select.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "base/near_miss.h"

namespace bearward::commands {
namespace {

std::vector<std::string> NamesOf(const std::vector<const Option*>& options) {
  std::vector<std::string> names;
  for (const Option* const option : options) names.push_back(option->name);
  return names;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

// UnknownWord returns the sentence about a misspelled word; `of` are the words of the command
// before it.
std::string UnknownWord(std::string_view what, std::string_view of, std::string_view hint) {
  std::string text = "unknown ";
  text += what;
  if (!of.empty()) text += " of ";
  text += of;
  text += '.';
  text += hint;
  return text;
}

}  // namespace

std::vector<const Option*> AllOptionsOf(const Command* command) {
  std::vector<const Option*> all;
  const auto add = [&all](const std::vector<Option>& options) {
    for (const Option& option : options) all.push_back(&option);
  };
  if (command != nullptr) add(command->options);
  if (command == nullptr || !command->variants.empty()) add(ResourceOptions());
  add(GlobalOptions());
  return all;
}

const Option* FindOption(const Command* command, std::string_view name) {
  for (const Option* const option : AllOptionsOf(command)) {
    if (option->name == name) return option;
  }
  return nullptr;
}

std::vector<std::string> ClearableOf(const Command& command) {
  constexpr std::size_t kDashes = 2;
  std::vector<std::string> names;
  for (const Variant& variant : command.variants) {
    for (const Option& option : variant.options) {
      const bool has_empty = option.nullable || IsRequiredList(option);
      const std::string name = option.name.substr(kDashes);
      if (option.place == Place::kBody && has_empty && !IsAmong(names, name)) names.push_back(name);
    }
  }
  return names;
}

std::string Closest(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  std::string all = "Known:";
  for (const std::string_view one : views) all += " " + std::string(one);
  return base::Suggest(word, views, all + ".");
}

std::vector<std::string> NextWords(const std::vector<Command>& commands,
                                   std::span<const std::string> path) {
  std::vector<std::string> next;
  for (const Command& command : commands) {
    if (command.words.size() <= path.size()) continue;
    if (!std::ranges::equal(path, std::span(command.words).first(path.size()))) continue;
    const std::string& word = command.words[path.size()];
    if (!IsAmong(next, word)) next.push_back(word);
  }
  return next;
}

Selection Select(const std::vector<Command>& commands, std::span<const std::string> words) {
  Selection selected;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& word = words[at];
    const bool is_option = word.size() > 1 && word.starts_with('-');
    if (word == "--") {
      std::ranges::copy(words.subspan(at), std::back_inserter(selected.rest));
      std::ranges::copy(words.subspan(at + 1), std::back_inserter(selected.arguments));
      selected.options.push_back(word);
      return selected;
    }
    if (!is_option && selected.command != nullptr) {
      selected.rest.push_back(word);
      selected.arguments.push_back(word);
      continue;
    }
    if (!is_option) {
      const auto next = NextWords(commands, selected.path);
      if (!IsAmong(next, word)) {
        selected.problem =
            UnknownWord("command \"" + word + "\"", Joined(selected.path), Closest(word, next));
        return selected;
      }
      selected.path.push_back(word);
      selected.command = Find(commands, selected.path);
      continue;
    }
    selected.rest.push_back(word);
    const std::string name = word == "-h" ? "--help" : word.substr(0, word.find('='));
    if (name == "--version" && selected.path.empty()) continue;
    const Option* const option = FindOption(selected.command, name);
    if (option == nullptr) {
      selected.problem = UnknownWord("option " + name, Joined(selected.path),
                                     Closest(name, NamesOf(AllOptionsOf(selected.command))));
      return selected;
    }
    selected.options.push_back(name);
    if (option->kind == ValueKind::kFlag || word.contains('=')) continue;
    if (at + 1 == words.size()) {
      selected.open = option;
    } else {
      selected.rest.push_back(words[++at]);
    }
  }
  return selected;
}

}  // namespace bearward::commands
