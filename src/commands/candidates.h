// Candidates: what may stand at the cursor of an unfinished command line. The completion scripts of
// the shells ask for it, so that they have no rules of their own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "commands/command.h"

namespace bearward::commands {

// Candidate is one word with its description, which may be empty.
struct Candidate {
  std::string word;
  std::string about = {};
};

// Source says where the candidates are: in the list, or in the file system.
enum class Source : std::uint8_t { kWords, kFiles, kFolders };

// Candidates are all words that may stand at the cursor. Each shell selects those that match the
// beginning of the word in its own way. `words` is empty if nothing is known.
struct Candidates {
  Source source = Source::kWords;
  std::vector<Candidate> words = {};
};

// CandidatesAt takes the words after the name of the program. The last one is the word at the
// cursor,
// "" if it has not begun. The candidates for a value in `--option=value` begin with `--option=`.
Candidates CandidatesAt(const std::vector<Command>& commands, std::span<const std::string> words);

// CandidatesText writes one line for each word, with a tab before its description. A single line
// `:files` or `:folders` stands for paths.
std::string CandidatesText(const Candidates& candidates);

}  // namespace bearward::commands
