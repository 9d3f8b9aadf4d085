#include "telephony/phone_number.h"

namespace bearward::telephony {
namespace {

constexpr std::size_t kNationalDigits = 10;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSeparator(char c) { return c == ' ' || c == '-' || c == '.'; }

// Digits collects the digits of a written number, and refuses what people do not write: separators
// at the ends or next to each other, empty or repeated parentheses.
class Digits {
 public:
  // Take returns false if the character cannot follow.
  bool Take(char c) {
    if (IsDigit(c)) {
      digits_ += c;
      separated_ = false;
      return true;
    }
    if (c == '(') return Open();
    if (c == ')') return Close();
    if (!IsSeparator(c) || separated_ || (digits_.empty() && !closed_)) return false;
    separated_ = true;
    return true;
  }
  // IsComplete says whether the number may end here.
  bool IsComplete() const { return !digits_.empty() && !separated_ && !open_ && !just_closed(); }
  const std::string& digits() const { return digits_; }

 private:
  bool Open() {
    if (open_ || closed_) return false;
    open_ = true;
    opened_at_ = digits_.size();
    separated_ = false;
    return true;
  }
  bool Close() {
    if (!open_ || separated_ || digits_.size() == opened_at_) return false;
    open_ = false;
    closed_ = true;
    closed_at_ = digits_.size();
    return true;
  }
  // just_closed: a number does not end with a parenthesis.
  bool just_closed() const { return closed_ && closed_at_ == digits_.size(); }

  std::string digits_;
  bool separated_ = false;
  bool open_ = false;
  bool closed_ = false;
  std::size_t opened_at_ = 0;
  std::size_t closed_at_ = 0;
};

bool IsNational(std::string_view digits) {
  return digits.size() == kNationalDigits && digits.front() >= '2';
}

}  // namespace

std::optional<std::string> ParsePhoneNumber(std::string_view text) {
  if (text.size() > kLongestNumberText) return std::nullopt;
  const bool international = text.starts_with('+');
  if (international) text.remove_prefix(1);
  Digits parsed;
  for (const char c : text) {
    if (!parsed.Take(c)) return std::nullopt;
  }
  if (!parsed.IsComplete()) return std::nullopt;
  const std::string& digits = parsed.digits();
  if (!international) {
    if (IsNational(digits)) return "+1" + digits;
    const bool with_code = digits.front() == '1' && IsNational(std::string_view(digits).substr(1));
    return with_code ? std::optional("+" + digits) : std::nullopt;
  }
  const bool fits =
      digits.size() >= kShortestNumber && digits.size() <= kLongestNumber && digits.front() != '0';
  if (!fits) return std::nullopt;
  // +1 is the North American plan, whose numbers all have ten digits.
  if (digits.front() == '1' && !IsNational(std::string_view(digits).substr(1))) return std::nullopt;
  return "+" + digits;
}

}  // namespace bearward::telephony
