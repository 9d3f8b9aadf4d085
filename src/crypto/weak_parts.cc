#include "crypto/weak_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include "base/ascii.h"
#include "crypto/common_words.h"

namespace bearward::crypto {
namespace {

constexpr std::size_t kShortestWord = 3;
constexpr std::size_t kShortestSequence = 3;
constexpr std::size_t kShortestKeyRun = 4;
constexpr std::size_t kLongestPeriod = 32;
// The guesses for a character without any knowledge, also for one beyond ASCII.
constexpr double kDigitsOfCharacter = 1;
constexpr double kDigitsBeyondAscii = 2;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLetter(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z'); }

double CostOf(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x80) return kDigitsOfCharacter;
  return byte >= 0xc0 ? kDigitsBeyondAscii : 0;  // the other bytes continue a character
}

// DigitsOfChoices returns the logarithm of the number of ways to choose up to `some` of `all`
// letters.
double DigitsOfChoices(std::size_t some, std::size_t all) {
  double sum = 0;
  double term = 1;
  for (std::size_t i = 1; i <= some; ++i) {
    term = term * static_cast<double>(all - i + 1) / static_cast<double>(i);
    sum += term;
  }
  return std::log10(std::max(sum, 1.0));
}

// DigitsOfCase returns the guesses for the upper-case letters of a word.
double DigitsOfCase(std::string_view word) {
  const auto upper = static_cast<std::size_t>(std::ranges::count_if(word, IsUpper));
  const auto letters = static_cast<std::size_t>(std::ranges::count_if(word, IsLetter));
  if (upper == 0) return 0;
  const bool is_usual =
      upper == letters || (upper == 1 && (IsUpper(word[0]) || IsUpper(word.back())));
  return is_usual ? std::log10(2.0) : DigitsOfChoices(std::min(upper, letters - upper), letters);
}

// LetterOf returns the letter that a digit or sign stands for; `second` selects the other reading.
char LetterOf(char c, bool second) {
  switch (c) {
    case '4':
    case '@':
      return 'a';
    case '8':
      return 'b';
    case '(':
    case '{':
    case '<':
      return 'c';
    case '3':
      return 'e';
    case '6':
    case '9':
      return 'g';
    case '!':
      return second ? 'l' : 'i';
    case '1':
    case '|':
      return second ? 'i' : 'l';
    case '0':
      return 'o';
    case '$':
    case '5':
      return 's';
    case '+':
    case '7':
      return 't';
    case '%':
      return 'x';
    case '2':
      return 'z';
    default:
      return c;
  }
}

// Reading is a text in which digits and signs were replaced by letters.
struct Reading {
  std::string text;
  std::size_t replaced = 0;
};

Reading ReadingOf(std::string_view lower, bool second) {
  Reading reading{.text = std::string(lower)};
  for (char& c : reading.text) {
    const char letter = LetterOf(c, second);
    if (letter != c) ++reading.replaced;
    c = letter;
  }
  return reading;
}

std::optional<std::uint32_t> PersonalRank(std::string_view word,
                                          std::span<const std::string> personal) {
  const auto found = std::ranges::find(personal, word);
  if (found == personal.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - personal.begin()) + 1;
}

// Keys in the rows of a keyboard. Each row is shifted by half a key, so that a key touches the key
// below it and the one to the left of that.
constexpr std::array<std::string_view, 4> kKeyRows = {"1234567890-=", "qwertyuiop[]", "asdfghjkl;'",
                                                      "zxcvbnm,./"};
constexpr std::string_view kShifted = "!@#$%^&*()_+{}:\"<>?";
constexpr std::string_view kUnshifted = "1234567890-=[];',./";
constexpr double kKeys = 47;
constexpr double kNeighbours = 4.6;

struct Key {
  int row;
  int column;
};

std::optional<Key> KeyOf(char c) {
  const std::size_t shifted = kShifted.find(c);
  if (shifted != std::string_view::npos) c = kUnshifted[shifted];
  for (std::size_t row = 0; row < kKeyRows.size(); ++row) {
    const std::size_t column = kKeyRows[row].find(c);
    if (column == std::string_view::npos) continue;
    return Key{static_cast<int>(row), static_cast<int>(column)};
  }
  return std::nullopt;
}

// DirectionOf returns the direction from one key to the next one, 1 to 6; 0 if they do not touch.
int DirectionOf(char from, char to) {
  const auto a = KeyOf(from);
  const auto b = KeyOf(to);
  if (!a || !b) return 0;
  const int rows = b->row - a->row;
  const int columns = b->column - a->column;
  if (rows == 0) return columns == 1 ? 1 : (columns == -1 ? 2 : 0);
  if (rows == 1) return columns == 0 ? 3 : (columns == -1 ? 4 : 0);
  if (rows == -1) return columns == 0 ? 5 : (columns == 1 ? 6 : 0);
  return 0;
}

double DigitsOfYear(int year) {
  constexpr int kReference = 2025;
  constexpr int kFewestYears = 20;
  return std::log10(std::max(std::abs(year - kReference), kFewestYears));
}

int NumberIn(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

bool IsYear(int year) { return year >= 1900 && year <= 2050; }

// YearIn returns the year of a date whose parts are written one after the other, if they are a date
// in one of the usual orders.
std::optional<int> YearIn(int first, int second, int third) {
  const auto is_day = [](int a, int b) {
    return (a >= 1 && a <= 31 && b >= 1 && b <= 12) || (a >= 1 && a <= 12 && b >= 1 && b <= 31);
  };
  const auto full = [](int year) { return year < 100 ? year + (year > 50 ? 1900 : 2000) : year; };
  if (is_day(second, third) && (first < 100 || IsYear(first))) return full(first);
  if (is_day(first, second) && (third < 100 || IsYear(third))) return full(third);
  return std::nullopt;
}

// YearOfDate parses six or eight digits, or three numbers between separators.
std::optional<int> YearOfDate(std::string_view text) {
  const auto number = [text](std::size_t at, std::size_t count) {
    return NumberIn(text.substr(at, count));
  };
  if (std::ranges::all_of(text, IsDigit)) {
    if (text.size() == 6) return YearIn(number(0, 2), number(2, 2), number(4, 2));
    if (text.size() != 8) return std::nullopt;
    if (const auto year = YearIn(number(0, 4), number(4, 2), number(6, 2))) return year;
    return YearIn(number(0, 2), number(2, 2), number(4, 4));
  }
  std::array<int, 3> parts{};
  std::size_t count = 0;
  std::size_t at = 0;
  while (at < text.size() && count < parts.size()) {
    std::size_t end = at;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end == at || end - at > 4) return std::nullopt;
    parts[count++] = number(at, end - at);
    const bool is_last = count == parts.size();
    if (is_last) return end == text.size() ? YearIn(parts[0], parts[1], parts[2]) : std::nullopt;
    if (end == text.size() || !std::string_view("-/._ ").contains(text[end])) return std::nullopt;
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace

WeakParts::WeakParts(std::string_view password, std::span<const std::string> personal)
    : text_(password), lower_(base::Lower(password)), cost_(1), by_end_(password.size() + 1) {
  for (const char c : text_) cost_.push_back(cost_.back() + CostOf(c));
  FindWords(personal);
  FindSequences();
  FindKeys();
  FindDates();
  FindRepeats();
}

void WeakParts::FindWords(std::span<const std::string> personal) {
  for (std::size_t begin = 0; begin < text_.size(); ++begin) {
    const std::size_t last = std::min(text_.size(), begin + kLongestWord);
    for (std::size_t end = begin + kShortestWord; end <= last; ++end)
      FindWord(begin, end, personal);
  }
  for (const std::string& word : personal) {
    const std::size_t at = word.size() > kLongestWord ? lower_.find(word) : std::string::npos;
    if (at == std::string::npos) continue;
    const std::size_t end = at + word.size();
    Add({at, end, DigitsOfCase(std::string_view(text_).substr(at, word.size())),
         PasswordWeakness::kPersonal});
  }
}

void WeakParts::FindWord(std::size_t begin, std::size_t end,
                         std::span<const std::string> personal) {
  const std::string_view lower = std::string_view(lower_).substr(begin, end - begin);
  const double letters = DigitsOfCase(std::string_view(text_).substr(begin, end - begin));
  const auto add = [&](std::string_view word, double more) {
    const auto own = PersonalRank(word, personal);
    const auto rank = own ? own : RankOfWord(word);
    if (!rank) return;
    Add({begin, end, std::log10(*rank) + letters + more,
         own ? PasswordWeakness::kPersonal : PasswordWeakness::kCommon});
  };
  add(lower, 0);
  const std::string reversed(lower.rbegin(), lower.rend());
  add(reversed, std::log10(2.0));
  for (const bool second : {false, true}) {
    const Reading reading = ReadingOf(lower, second);
    if (reading.replaced == 0 || reading.replaced == lower.size()) return;
    add(reading.text, std::log10(2.0) * static_cast<double>(reading.replaced));
  }
}

// A sequence has the same distance between all characters, which are of one kind.
void WeakParts::FindSequences() {
  const auto kind = [](char c) {
    return IsDigit(c) ? 1 : (IsUpper(c) ? 2 : (IsLetter(c) ? 3 : 0));
  };
  constexpr int kLongestStep = 3;
  for (std::size_t begin = 0; begin + 1 < text_.size();) {
    const int step = text_[begin + 1] - text_[begin];
    std::size_t end = begin + 1;
    while (end < text_.size() && text_[end] - text_[end - 1] == step &&
           kind(text_[end]) == kind(text_[begin])) {
      ++end;
    }
    const bool counts = kind(text_[begin]) != 0 && std::abs(step) <= kLongestStep;
    if (counts && end - begin >= kShortestSequence) {
      const bool is_obvious = std::string_view("aAzZ019").contains(text_[begin]);
      const double start = is_obvious ? 4 : (IsDigit(text_[begin]) ? 10 : 26);
      const double ways = start * static_cast<double>(end - begin) * (step == 1 ? 1 : 2);
      Add({begin, end, std::log10(ways),
           step == 0 ? PasswordWeakness::kRepeat : PasswordWeakness::kSequence});
    }
    begin = std::max(end - 1, begin + 1);
  }
}

void WeakParts::FindKeys() {
  for (std::size_t begin = 0; begin + 1 < text_.size();) {
    std::size_t end = begin + 1;
    std::size_t turns = 0;
    int direction = 0;
    while (end < text_.size()) {
      const int next = DirectionOf(lower_[end - 1], lower_[end]);
      if (next == 0) break;
      if (next != direction) ++turns;
      direction = next;
      ++end;
    }
    if (end - begin >= kShortestKeyRun) {
      const auto length = static_cast<double>(end - begin);
      const double ways = std::log10(kKeys * length) +
                          std::log10(kNeighbours) * static_cast<double>(turns) +
                          DigitsOfChoices(turns - 1, end - begin - 1);
      Add({begin, end, ways + DigitsOfCase(std::string_view(text_).substr(begin, end - begin)),
           PasswordWeakness::kKeyboard});
    }
    begin = std::max(end - 1, begin + 1);
  }
}

void WeakParts::FindDates() {
  constexpr std::size_t kLongestDate = 10;
  for (std::size_t begin = 0; begin < text_.size(); ++begin) {
    if (!IsDigit(text_[begin])) continue;
    const std::size_t last = std::min(text_.size(), begin + kLongestDate);
    for (std::size_t end = begin + 4; end <= last; ++end) {
      const std::string_view part = std::string_view(text_).substr(begin, end - begin);
      const bool plain = std::ranges::all_of(part, IsDigit);
      if (part.size() == 4 && plain && IsYear(NumberIn(part))) {
        Add({begin, end, DigitsOfYear(NumberIn(part)), PasswordWeakness::kDate});
      }
      const auto year = YearOfDate(part);
      if (!year) continue;
      const double days = std::log10(365.0) + DigitsOfYear(*year);
      Add({begin, end, days + (plain ? 0 : std::log10(4.0)), PasswordWeakness::kDate});
    }
  }
}

// A run is a part in which each byte equals the one a period before.
void WeakParts::FindRepeats() {
  std::vector<WeakPart> found;
  for (std::size_t period = 1; period <= std::min(kLongestPeriod, text_.size() / 2); ++period) {
    for (std::size_t begin = 0; begin + period < text_.size();) {
      std::size_t end = begin + period;
      while (end < text_.size() && text_[end] == text_[end - period]) ++end;
      const std::size_t times = (end - begin) / period;
      const bool is_shorter = std::ranges::any_of(
          found, [&](const WeakPart& part) { return part.begin <= begin && end <= part.end; });
      if (times >= 2 && times * period >= kShortestSequence && !is_shorter) {
        const double ways = Fewest(begin, begin + period) + std::log10(static_cast<double>(times));
        found.push_back({begin, begin + times * period, ways, PasswordWeakness::kRepeat});
      }
      begin = std::max(end - period + 1, begin + 1);
    }
  }
  for (const WeakPart& part : found) Add(part);
}

double WeakParts::Fewest(std::size_t begin, std::size_t end) const {
  std::vector<double> best(end - begin + 1, std::numeric_limits<double>::infinity());
  best[0] = 0;
  for (std::size_t at = begin + 1; at <= end; ++at) {
    double& least = best[at - begin];
    least = best[at - begin - 1] + BruteForce(at - 1, at);
    for (const WeakPart& part : by_end_[at]) {
      if (part.begin >= begin) least = std::min(least, best[part.begin - begin] + part.digits);
    }
  }
  return best.back();
}

}  // namespace bearward::crypto
