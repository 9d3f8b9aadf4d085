#include "model/policy.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/invalid.h"
#include "model/forms.h"
#include "model/plain_path.h"

namespace bearward::model {
namespace {

constexpr std::array<std::string_view, 7> kUsualMethods = {"GET",   "HEAD",   "POST",   "PUT",
                                                           "PATCH", "DELETE", "OPTIONS"};
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestPrefix = 1024;

}  // namespace

bool IsPolicyName(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// A method is a token (RFC 9110 section 5.6.2). Methods are case-sensitive (section 9.1); usual
// methods in another case are refused, because "get" would match no request.
bool IsMethod(std::string_view text) {
  const bool misspelt = std::ranges::any_of(kUsualMethods, [text](std::string_view usual) {
    return text != usual && base::EqualsIgnoreCase(text, usual);
  });
  return !misspelt && IsWord(text, "!#$%&'*+-.^_`|~");
}

bool IsPathPrefix(std::string_view text) {
  return text.size() <= kLongestPrefix && IsPlainPath(text);
}

base::Status CheckPolicy(const Policy& policy) {
  if (!policy.credentials.empty()) return {};
  return base::Fail(
      base::Invalid("invalid_policy",
                    "`credentials` is empty, so that no request could pass. Write bearer, api_key.",
                    {"credentials"}));
}

base::Status CheckCovers(const Policy& policy, std::string_view method, std::string_view path) {
  if (!policy.methods.empty() &&
      std::ranges::find(policy.methods, method) == policy.methods.end()) {
    return base::Fail(base::Denied("method_not_covered", "You may not do this."));
  }
  const bool covered = policy.path_prefixes.empty() ||
                       std::ranges::any_of(policy.path_prefixes, [path](const std::string& prefix) {
                         return IsUnderPrefix(path, prefix);
                       });
  if (!covered) return base::Fail(base::Denied("path_not_covered", "You may not do this."));
  return {};
}

base::Status CheckCoversReadings(const Policy& policy, std::string_view method,
                                 std::string_view path) {
  const auto readings = ReadingsOf(path, policy.path_forms);
  if (readings.empty()) {
    return base::Fail(
        base::Invalid("ambiguous_path",
                      "The forwarded path is ambiguous: servers could read it in different ways."));
  }
  for (const std::string& reading : readings) BW_TRY(CheckCovers(policy, method, reading));
  return {};
}

}  // namespace bearward::model
