#include "model/policy.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "model/plain_path.h"
#include "model/resource.h"

namespace bearward::model {
namespace {

constexpr std::array<std::string_view, 2> kCredentials = {"bearer", "api_key"};
constexpr std::array<std::string_view, 2> kPresets = {"remote", "x-auth-request"};
constexpr std::array<std::string_view, 7> kUsualMethods = {"GET",   "HEAD",   "POST",   "PUT",
                                                           "PATCH", "DELETE", "OPTIONS"};
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestWord = 128;
constexpr std::size_t kLongestPrefix = 1024;
constexpr std::size_t kMostItems = 64;

template <class Enum, std::size_t kCount>
std::optional<Enum> Lookup(const std::array<std::string_view, kCount>& names,
                           std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

bool IsOneOf(char c, std::string_view punctuation) {
  const bool alphanumeric =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || punctuation.contains(c);
}

bool IsWord(std::string_view text, std::string_view punctuation) {
  return !text.empty() && text.size() <= kLongestWord &&
         std::ranges::all_of(text, [&](char c) { return IsOneOf(c, punctuation); });
}

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// IsMethod accepts a token (RFC 9110 section 5.6.2). Methods are case-sensitive (section 9.1);
// usual methods in another case are refused, because "get" would match no request.
bool IsMethod(std::string_view text) {
  const bool misspelt = std::ranges::any_of(kUsualMethods, [text](std::string_view usual) {
    return text != usual && base::EqualsIgnoreCase(text, usual);
  });
  return !misspelt && IsWord(text, "!#$%&'*+-.^_`|~");
}

bool IsPermission(std::string_view text) { return IsWord(text, "._-+@~:*"); }

bool IsPrefix(std::string_view text) { return text.size() <= kLongestPrefix && IsPlainPath(text); }

template <class Check>
bool Fits(const std::vector<std::string>& items, Check check) {
  return items.size() <= kMostItems && std::ranges::all_of(items, check);
}

std::unexpected<base::Error> Wrong(std::string_view field, std::string_view text) {
  base::Error error =
      base::Invalid("invalid_policy", "`" + std::string(field) + "` " + std::string(text));
  error.fields.emplace_back(field);
  return base::Fail(std::move(error));
}

}  // namespace

std::string_view PolicyCredentialName(PolicyCredential credential) {
  return kCredentials.at(static_cast<std::size_t>(credential));
}

std::optional<PolicyCredential> ParsePolicyCredential(std::string_view name) {
  return Lookup<PolicyCredential>(kCredentials, name);
}

std::string_view IdentityPresetName(IdentityPreset preset) {
  return kPresets.at(static_cast<std::size_t>(preset));
}

std::optional<IdentityPreset> ParseIdentityPreset(std::string_view name) {
  return Lookup<IdentityPreset>(kPresets, name);
}

base::Status CheckPolicy(const Policy& policy) {
  if (!IsName(policy.name)) {
    return Wrong("name", "is malformed. Use 1 to 64 of the characters a-z, 0-9 and -");
  }
  if (policy.credentials.empty()) {
    return Wrong("credentials", "is empty, so that nobody could pass. Write bearer, api_key.");
  }
  if (!Fits(policy.permissions, IsPermission)) {
    return Wrong("permissions", "has up to 64 permissions, written like forms:read");
  }
  if (policy.audience && !IsResource(*policy.audience)) {
    return Wrong("audience",
                 "is malformed. Write an absolute URI without a fragment, like "
                 "https://api.acme.example");
  }
  if (!Fits(policy.methods, IsMethod)) {
    return Wrong("methods", "has up to 64 methods, written in capitals like GET");
  }
  if (!Fits(policy.path_prefixes, IsPrefix)) {
    return Wrong("path_prefixes",
                 "has up to 64 paths that begin with / and can be read in one way only: without "
                 "//, dot segments, \\, ;, ?, # and escapes of these");
  }
  return {};
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
        base::Invalid("ambiguous_path", "The path asked for can be read in more than one way."));
  }
  for (const std::string& reading : readings) BW_TRY(CheckCovers(policy, method, reading));
  return {};
}

}  // namespace bearward::model
