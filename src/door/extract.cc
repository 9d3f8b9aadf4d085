#include "door/extract.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/byte_scan.h"
#include "base/encode.h"
#include "base/invalid.h"
#include "base/utf8.h"
#include "door/problem.h"

namespace bearward::door {
namespace {

std::unexpected<base::Error> Ambiguous() {
  return base::Fail(base::Unauthenticated(std::string(kAmbiguousCredentials),
                                          "More than one credential was presented."));
}
std::unexpected<base::Error> Missing() {
  return base::Fail(
      base::Unauthenticated(std::string(kMissingCredential), "A credential is required."));
}
std::unexpected<base::Error> Malformed() {
  return base::Fail(
      base::Unauthenticated(std::string(kMalformedCredential), "The credential is malformed."));
}

// Scheme names are case-insensitive (RFC 9110 section 11.1).
struct Authorization {
  std::string_view scheme;
  std::string_view rest;

  bool Is(std::string_view word) const { return base::EqualsIgnoreCase(scheme, word); }
  bool operator==(const Authorization& other) const {
    return Is(other.scheme) && rest == other.rest;
  }
};

Authorization Split(std::string_view value) {
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos) return {value, {}};
  // One or more spaces follow the scheme (RFC 9110 section 11.4).
  const std::size_t rest = std::min(value.find_first_not_of(' ', space), value.size());
  return {value.substr(0, space), value.substr(rest)};
}

// Presented is the content of the credential headers. A header with an empty value counts as
// absent.
struct Presented {
  std::optional<Authorization> authorization;   // value of that header
  std::optional<Authorization> authentication;  // value of that header
  std::optional<std::string_view> api_key;
  bool ambiguous = false;

  void Take(const http::Header& header) {
    if (header.value.empty()) return;
    if (base::EqualsIgnoreCase(header.name, "Authorization")) {
      Keep(authorization, Split(header.value));
    } else if (base::EqualsIgnoreCase(header.name, "Authentication")) {
      Keep(authentication, Split(header.value));
    } else if (base::EqualsIgnoreCase(header.name, "X-Api-Key")) {
      Keep(api_key, header.value);
    }
  }
  bool IsAmbiguous() const {
    const bool any_authorization = authorization || authentication;
    const bool differ = authorization && authentication && !(*authorization == *authentication);
    return ambiguous || differ || (api_key && any_authorization);
  }

 private:
  template <class T>
  void Keep(std::optional<T>& place, T value) {
    if (place && !(*place == value)) ambiguous = true;
    place = std::move(value);
  }
};

// IsToken68 accepts the syntax of RFC 9110 section 11.2.
bool IsToken68(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  return !text.empty() && base::AllBytes(text, [](base::Bytes16 bytes) {
    return base::IsAlphanumeric(bytes) | base::InRange(bytes, '-', '/') | (bytes == '_') |
           (bytes == '~') | (bytes == '+');
  });
}

bool HasControl(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

base::Result<verify::Credential> Bearer(std::string_view token) {
  if (token.empty()) return Missing();
  if (!IsToken68(token)) return Malformed();
  base::Result<verify::Credential> credential;
  credential->scheme = verify::Scheme::kBearer;
  credential->token = token;
  return credential;
}

base::Result<verify::Credential> ApiKey(std::string_view value) {
  if (value.find_first_of(" \t") != std::string_view::npos) return Malformed();
  base::Result<verify::Credential> credential;
  credential->scheme = verify::Scheme::kApiKey;
  credential->token = value;
  return credential;
}

base::Result<verify::Credential> Password(verify::Scheme scheme, std::string_view encoded) {
  if (encoded.empty()) return Missing();
  std::optional<std::string> decoded = base::Base64Decode(encoded);
  if (!decoded) return Malformed();
  const base::Secret plain(*std::move(decoded));
  const std::string_view text = plain.Reveal();
  const std::size_t colon = text.find(':');
  const bool usable =
      colon != std::string_view::npos && colon > 0 && base::IsUtf8(text) && !HasControl(text);
  if (!usable) return Malformed();
  verify::Credential credential;
  credential.scheme = scheme;
  credential.login = text.substr(0, colon);
  credential.password = base::Secret(text.substr(colon + 1));
  return credential;
}

}  // namespace

base::Result<verify::Credential> ExtractCredential(std::span<const http::Header> headers,
                                                   Accepted accepted) {
  Presented presented;
  for (const http::Header& header : headers) presented.Take(header);
  if (presented.IsAmbiguous()) return Ambiguous();
  const auto takes = [accepted](Accepted way) { return (accepted & way) != 0; };

  if (presented.api_key) return takes(kApiKeyHeader) ? ApiKey(*presented.api_key) : Missing();
  if (const auto& found = presented.authorization) {
    if (found->Is("Bearer") && takes(kBearer)) return Bearer(found->rest);
    if (found->Is("Basic") && takes(kBasic)) return Password(verify::Scheme::kBasic, found->rest);
    if (found->Is("Integrator") && takes(kIntegrator)) {
      return Password(verify::Scheme::kIntegrator, found->rest);
    }
  }
  if (const auto& found = presented.authentication) {
    if (found->Is("Bearer") && takes(kAuthenticationHeader)) return Bearer(found->rest);
  }
  return Missing();
}

base::Result<std::optional<std::int64_t>> ReadAccountNumber(const Call& call) {
  static constexpr std::string_view kName = "account_id";
  if (call.request().query.empty()) return std::nullopt;
  BW_TRY_ASSIGN(const std::optional<std::string> text, call.Query(kName));
  if (!text) return std::nullopt;
  const std::optional<std::int64_t> number = ParseInteger(*text);
  if (!number) {
    return base::Fail(
        base::Invalid("wrong_type", "A parameter has the wrong type.", {std::string(kName)}));
  }
  return number;
}

}  // namespace bearward::door
