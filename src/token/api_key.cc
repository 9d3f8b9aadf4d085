#include "token/api_key.h"

#include <algorithm>
#include <array>
#include <boost/crc.hpp>
#include <cstddef>

#include "base/random_text.h"

namespace bearward::token {
namespace {

constexpr std::string_view kPrefix = "bw_";
constexpr std::array<std::string_view, 2> kEnvironments = {"live_", "test_"};
constexpr std::array<std::string_view, 2> kOwners = {"org_", "user_"};
constexpr std::size_t kRandom = 32;
constexpr std::size_t kChecksum = 6;  // 62^6 > 2^32
constexpr std::size_t kHint = 4;

std::string ChecksumOf(std::string_view text) {
  boost::crc_32_type crc;
  crc.process_bytes(text.data(), text.size());
  std::size_t rest = crc.checksum();
  std::string digits(kChecksum, base::kBase62.front());
  for (auto digit = digits.rbegin(); rest != 0; ++digit) {
    *digit = base::kBase62[rest % base::kBase62.size()];
    rest /= base::kBase62.size();
  }
  return digits;
}

// Skip removes one of the words from the start of a text.
bool Skip(std::string_view& text, const std::array<std::string_view, 2>& words) {
  for (const std::string_view word : words) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    return true;
  }
  return false;
}

bool IsBase62(std::string_view text) {
  return text.find_first_not_of(base::kBase62) == std::string_view::npos;
}

}  // namespace

base::Secret NewApiKey(bool sandbox, bool of_user, base::Entropy& entropy) {
  std::string text(kPrefix);
  text += kEnvironments[sandbox ? 1 : 0];
  text += kOwners[of_user ? 1 : 0];
  text += base::RandomText(base::kBase62, kRandom, entropy);
  const std::string checksum = ChecksumOf(text);
  text += "_";
  text += checksum;
  return base::Secret(std::move(text));
}

bool LooksLikeApiKey(std::string_view text) {
  if (!text.starts_with(kPrefix)) return false;
  std::string_view rest = text.substr(kPrefix.size());
  if (!Skip(rest, kEnvironments) || !Skip(rest, kOwners)) return false;
  if (rest.size() != kRandom + 1 + kChecksum || rest[kRandom] != '_') return false;
  if (!IsBase62(rest.substr(0, kRandom))) return false;
  return rest.substr(kRandom + 1) == ChecksumOf(text.substr(0, text.size() - kChecksum - 1));
}

std::string ObfuscatedApiKey(std::string_view text) {
  return std::string(kPrefix) + "..." + std::string(text.substr(text.size() - kHint));
}

}  // namespace bearward::token
