// WeakParts: finds the parts of a password that are easy to guess. Internal to the module.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/password_strength.h"

namespace bearward::crypto {

// WeakPart is the part [begin, end) of a password; `digits` is the decimal logarithm of the
// number of guesses for it.
struct WeakPart {
  std::size_t begin = 0;
  std::size_t end = 0;
  double digits = 0;
  PasswordWeakness weakness = PasswordWeakness::kNone;
};

// WeakParts are the matches of one password, by their end.
class WeakParts {
 public:
  // WeakParts looks for words, sequences, rows of keys, dates and then repeats of all these. The
  // time is at most proportional to the length times the length of the longest match.
  WeakParts(std::string_view password, std::span<const std::string> personal);

  // EndingAt returns the parts that end before the byte `end`.
  std::span<const WeakPart> EndingAt(std::size_t end) const { return by_end_[end]; }
  // BruteForce returns the digits of the guesses for [begin, end) without any knowledge.
  double BruteForce(std::size_t begin, std::size_t end) const { return cost_[end] - cost_[begin]; }
  // Fewest returns the digits of the guesses for [begin, end), whose best division into parts is
  // searched.
  double Fewest(std::size_t begin, std::size_t end) const;

 private:
  void Add(const WeakPart& part) { by_end_[part.end].push_back(part); }
  void FindWords(std::span<const std::string> personal);
  void FindWord(std::size_t begin, std::size_t end, std::span<const std::string> personal);
  void FindSequences();
  void FindKeys();
  void FindDates();
  void FindRepeats();

  std::string text_;   // the password
  std::string lower_;  // in lower case
  std::vector<double> cost_;
  std::vector<std::vector<WeakPart>> by_end_;
};

}  // namespace bearward::crypto
