// Fuzz target: every text has a score, and a word of the user never makes a password stronger.
#include <algorithm>
#include <string>
#include <vector>

#include "base/digest.h"
#include "crypto/password_strength.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward::crypto;
  const auto require = [](bool good) {
    if (!good) __builtin_trap();
  };
  const std::string text(bearward::base::AsBytes({data, size}));
  // The text before the first line break is the word of the user, the rest is the password.
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::vector<std::string> personal = {text.substr(0, end)};
  const std::string password = text.substr(std::min(end + 1, text.size()));
  const PasswordStrength alone = EstimateStrength(password);
  const PasswordStrength known = EstimateStrength(password, personal);
  require(alone.score >= 0 && alone.score <= kStrongest);
  require(known.score >= 0 && known.score <= alone.score);
  return 0;
}
