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

// Candidates are all words that may stand at the cursor, not only those that begin with what is
// there: shells differ in how they match. All are empty if nothing is known about the place.
struct Candidates {
  Source source = Source::kWords;
  std::vector<Candidate> words = {};
};

// CandidatesAt reads the words behind the name of the program. The last one is that at the cursor,
// "" if it has not begun. A value behind `--option=` has this prefix in its candidates.
Candidates CandidatesAt(const std::vector<Command>& commands, std::span<const std::string> words);

// CandidatesText writes one line for each word, with a tab before its description. A single line
// `:files` or `:folders` stands for paths.
std::string CandidatesText(const Candidates& candidates);

}  // namespace bearward::commands
