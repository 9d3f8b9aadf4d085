#include "crypto/password_strength.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "crypto/weak_parts.h"

namespace bearward::crypto {
namespace {

constexpr std::size_t kMostBytes = 256;
// The decimal digits of the guesses from which the scores 1 to 4 begin.
constexpr std::array<double, kStrongest> kScoreLimits = {3, 6, 8, 10};
// A guesser tries one part first, then two, and so on: each further part costs at least this many
// times the guesses of the previous number of parts. Five parts exceed every limit.
constexpr double kDigitsOfPart = 3;
constexpr std::size_t kMostParts = 5;
// The fewest guesses for a part of a longer password.
constexpr double kDigitsOfCharacter = 1;
constexpr double kDigitsOfWord = 1.7;

// Step is the best way to divide the first bytes into a number of parts.
struct Step {
  double digits = std::numeric_limits<double>::infinity();
  std::size_t begin = 0;  // of the last part
  bool by_force = false;  // the last part is not weak
  PasswordWeakness weakness = PasswordWeakness::kNone;
};

using Steps = std::array<Step, kMostParts + 1>;  // by number of parts

double Floor(const WeakPart& part, std::size_t size) {
  const std::size_t length = part.end - part.begin;
  if (length == size) return part.digits;
  return std::max(part.digits, length == 1 ? kDigitsOfCharacter : kDigitsOfWord);
}

// Extend tries a part after every way to divide the bytes before it. Two parts by force in a row
// are one part.
void Extend(const std::vector<Steps>& table, const WeakPart& part, std::size_t size, Steps& steps) {
  const bool by_force = part.weakness == PasswordWeakness::kNone;
  const double digits = Floor(part, size);
  for (std::size_t count = 0; count < kMostParts; ++count) {
    const Step& before = table[part.begin][count];
    if (by_force && before.by_force) continue;
    if (before.digits + digits >= steps[count + 1].digits) continue;
    steps[count + 1] = {before.digits + digits, part.begin, by_force, part.weakness};
  }
}

std::vector<Steps> Divide(const WeakParts& parts, std::size_t size) {
  std::vector<Steps> table(size + 1);
  table[0][0].digits = 0;
  for (std::size_t end = 1; end <= size; ++end) {
    for (const WeakPart& part : parts.EndingAt(end)) Extend(table, part, size, table[end]);
    for (std::size_t begin = 0; begin < end; ++begin) {
      const WeakPart force{begin, end, parts.BruteForce(begin, end), PasswordWeakness::kNone};
      Extend(table, force, size, table[end]);
    }
  }
  return table;
}

// DigitsOf returns the digits of all guesses for a number of parts, which may come in any order.
double DigitsOf(double product, std::size_t parts) {
  double orders = 0;
  for (std::size_t i = 2; i <= parts; ++i) orders += std::log10(static_cast<double>(i));
  return std::max(product + orders, kDigitsOfPart * static_cast<double>(parts - 1));
}

PasswordWeakness LongestWeakness(const std::vector<Steps>& table, std::size_t parts) {
  PasswordWeakness weakness = PasswordWeakness::kNone;
  std::size_t longest = 0;
  for (std::size_t end = table.size() - 1; parts > 0; --parts) {
    const Step& step = table[end][parts];
    if (!step.by_force && end - step.begin > longest) {
      longest = end - step.begin;
      weakness = step.weakness;
    }
    end = step.begin;
  }
  return weakness;
}

}  // namespace

PasswordStrength EstimateStrength(std::string_view password,
                                  std::span<const std::string> personal) {
  const std::string_view text = password.substr(0, kMostBytes);
  if (text.empty()) return {};
  const WeakParts parts(text, personal);
  const std::vector<Steps> table = Divide(parts, text.size());
  double digits = kDigitsOfPart * kMostParts;
  std::size_t best = 0;
  for (std::size_t count = 1; count <= kMostParts; ++count) {
    const double all = DigitsOf(table.back()[count].digits, count);
    if (all >= digits) continue;
    digits = all;
    best = count;
  }
  const auto score =
      std::ranges::count_if(kScoreLimits, [digits](double limit) { return digits >= limit; });
  return {.score = static_cast<int>(score), .weakness = LongestWeakness(table, best)};
}

}  // namespace bearward::crypto
