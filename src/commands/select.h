// Select: finds the command of a command line, or its first misspelled word and a suggestion.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"

namespace bearward::commands {

// Selection is what a command line names. `path` are the words of the command, as far as they were
// read, and `rest` all other words. `command` is nullptr if `path` is not a whole command, as in
// `bearward user`. `arguments` are the words of `rest` that are neither options nor values of
// options, and `options` the names of the options, with "--" if that is among the words. `open` is
// the option at the end of the words whose value is still missing. `problem` is a message about the
// first word that is neither a command nor an option of it.
struct Selection {
  const Command* command = nullptr;
  std::vector<std::string> path;
  std::vector<std::string> rest;
  std::vector<std::string> arguments;
  std::vector<std::string> options;
  const Option* open = nullptr;
  std::string problem;
};

// Select reads the words after the name of the program. It does not check values.
Selection Select(const std::vector<Command>& commands, std::span<const std::string> words);

// NextWords returns the words that may follow `path` in a command, each once.
std::vector<std::string> NextWords(const std::vector<Command>& commands,
                                   std::span<const std::string> path);

// AllOptionsOf returns the options that a command accepts, also those of every command. nullptr
// stands for words that name no command yet.
std::vector<const Option*> AllOptionsOf(const Command* command);

// FindOption returns the option of AllOptionsOf with this name, or nullptr.
const Option* FindOption(const Command* command, std::string_view name);

// ClearableOf returns the options, without dashes, whose value --clear removes: members of the body
// that may be null, and required lists, which may be empty.
std::vector<std::string> ClearableOf(const Command& command);

// Closest returns ` Did you mean "X"?` with the known word of the smallest edit distance, or a list
// of all known words if none is near.
std::string Closest(std::string_view word, const std::vector<std::string>& known);

}  // namespace bearward::commands
