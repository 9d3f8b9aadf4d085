// Command: one command of the command line as data: its words, arguments and options. Parsing,
// completion, the manual and the reference are loops over commands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "door/route.h"

namespace bearward::commands {

// Place is where a value goes in the request. kNowhere: the command line itself uses it.
enum class Place : std::uint8_t { kNowhere, kPath, kQuery, kBody };

// ValueKind is how the text of a value is read. kFlag needs none: --x is --x=true. kTime is a time
// or a duration such as 90d. kTexts may be repeated. kPairs is NAME=VALUE and may be repeated.
// kSecretFile names a file that has the value, because arguments are visible to other users; "-" is
// standard input. kJson is the text of a JSON value.
enum class ValueKind : std::uint8_t {
  kText,
  kInteger,
  kFlag,
  kTime,
  kTexts,
  kPairs,
  kSecretFile,
  kJson
};

// Option is one option. `member` is its name in the request; `words` are the allowed values, if
// they are a closed set.
struct Option {
  std::string name;  // with the dashes
  std::string member = {};
  Place place = Place::kNowhere;
  ValueKind kind = ValueKind::kText;
  bool required = false;
  bool nullable = false;
  std::string text = {};
  std::vector<std::string> words = {};
};

// IsRequiredList says whether a value is a list that must be sent. Empty, it is [] and not null.
inline bool IsRequiredList(const Option& option) {
  return option.required && !option.nullable && option.kind == ValueKind::kTexts;
}

// Argument is one word that is not an option. `words` are the allowed values, if they are a closed
// set. Shells complete arguments and values of options that are named FILE by paths, FOLDER by
// folders, and COMMAND by the words of commands.
struct Argument {
  std::string name;  // in capitals
  std::string member = {};
  bool required = true;
  bool repeats = false;
  std::vector<std::string> words = {};
};

// Variant is one route that a command may run, with its own options.
struct Variant {
  const door::Route* route = nullptr;
  std::vector<Option> options = {};
};

// Command has no variants if `app` implements it. `options` are those of all variants, each once.
struct Command {
  std::vector<std::string> words;
  std::string summary;
  std::vector<Argument> arguments = {};
  std::vector<Option> options = {};
  std::vector<Variant> variants = {};
  std::vector<std::string> columns = {};  // of a table; empty: all members with simple values

  // Name returns the words as one text.
  std::string Name() const;
  // Usage returns the first line of the help: name, arguments and whether there are options.
  std::string Usage() const;
};

// Find returns the command with these words, or nullptr.
const Command* Find(const std::vector<Command>& commands, const std::vector<std::string>& words);

// IsAmong returns whether a list contains the text.
bool IsAmong(const std::vector<std::string>& list, std::string_view text);

// GlobalOptions are the options of every command. ResourceOptions are further options of every
// command of a resource.
const std::vector<Option>& GlobalOptions();
const std::vector<Option>& ResourceOptions();

// ValueText returns what the help shows for the value of an option, "" for a flag.
std::string ValueText(const Option& option);

}  // namespace bearward::commands
