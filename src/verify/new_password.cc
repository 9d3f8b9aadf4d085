#include "verify/new_password.h"

#include <algorithm>
#include <cctype>

#include "base/precis.h"
#include "crypto/password_strength.h"

namespace bearward::verify {
namespace {

using crypto::PasswordWeakness;

// Shorter words occur in strong passwords by chance.
constexpr std::size_t kShortestLocalPart = 4;
constexpr std::size_t kShortestWord = 3;
// The time of an estimate grows with the number of words.
constexpr std::size_t kMostWords = 32;
// Longer texts are no names; they come from requests that are refused later.
constexpr std::size_t kLongestText = 320;

std::string_view LocalPartOf(std::string_view email) { return email.substr(0, email.find('@')); }

bool ContainsEmail(const std::string& password, const AboutUser& about) {
  return std::ranges::any_of(about.emails, [&](const std::string& email) {
    if (email.size() > kLongestText) return false;
    const std::string folded = base::NameKey(email);
    const std::string_view local = LocalPartOf(folded);
    return (!folded.empty() && password.contains(folded)) ||
           (local.size() >= kShortestLocalPart && password.contains(local));
  });
}

// AddWords adds a name or address and the words in it.
void AddWords(const std::string& name, std::vector<std::string>& words) {
  if (name.size() > kLongestText) return;
  const std::string text = base::NameKey(name);
  const auto add = [&words](std::string_view word) {
    if (word.size() >= kShortestWord && words.size() < kMostWords) words.emplace_back(word);
  };
  const auto is_separator = [](unsigned char c) { return c < 0x80 && std::isalnum(c) == 0; };
  add(text);
  for (auto begin = text.begin(); begin != text.end();) {
    begin = std::find_if_not(begin, text.end(), is_separator);
    const auto end = std::find_if(begin, text.end(), is_separator);
    if (static_cast<std::size_t>(end - begin) < text.size()) add(std::string_view(begin, end));
    begin = end;
  }
}

std::vector<std::string> WordsOf(const AboutUser& about) {
  std::vector<std::string> words;
  for (const std::string& email : about.emails) AddWords(email, words);
  for (const std::string& name : about.names) AddWords(name, words);
  return words;
}

std::string_view ReasonOf(PasswordWeakness weakness) {
  switch (weakness) {
    case PasswordWeakness::kCommon:
      return "It contains a common password, name or word.";
    case PasswordWeakness::kPersonal:
      return "It contains the name or email address of the user.";
    case PasswordWeakness::kRepeat:
      return "It repeats the same characters.";
    case PasswordWeakness::kSequence:
      return "It contains a sequence such as abc or 123.";
    case PasswordWeakness::kKeyboard:
      return "It contains adjacent keys of a keyboard.";
    case PasswordWeakness::kDate:
      return "It contains a date or a year.";
    case PasswordWeakness::kNone:
      break;
  }
  return "It is too short for its kind of characters.";
}

}  // namespace

AboutUser AboutUserOf(const model::User& user) {
  return {.emails = {user.email},
          .names = {user.username, user.first_name, user.last_name, user.name.value_or("")}};
}

base::Status CheckNewPassword(model::PolicyLevel level, std::string_view password,
                              const AboutUser& about, int minimum_score) {
  BW_TRY(model::CheckNewPassword(level, password));
  if (minimum_score <= 0 || !model::PolicyOf(level).has_minimum_strength) return {};
  const std::string folded = base::NameKey(password);
  if (ContainsEmail(folded, about)) {
    return base::Fail(base::Invalid("password_contains_email",
                                    "The password contains the email address of the user."));
  }
  const crypto::PasswordStrength strength =
      crypto::EstimateStrength(base::PasswordForm(password), WordsOf(about));
  if (strength.score >= minimum_score) return {};
  return base::Fail(base::Invalid(
      "password_too_weak",
      "The password is too easy to guess. " + std::string(ReasonOf(strength.weakness))));
}

}  // namespace bearward::verify
