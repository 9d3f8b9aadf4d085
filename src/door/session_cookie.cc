#include "door/session_cookie.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/ascii.h"
#include "base/encode.h"
#include "crypto/hash.h"
#include "door/problem.h"
#include "token/profiles.h"

namespace bearward::door {
namespace {

constexpr CookieNames kSecureNames{.session = "__Host-bearward_session",
                                   .csrf = "__Host-bearward_csrf",
                                   .form = "__Host-bearward_form",
                                   .link = "__Host-bearward_link",
                                   .pending = "__Host-bearward_pending",
                                   .organization = "__Host-bearward_organization",
                                   .masquerade = "__Host-bearward_masquerade",
                                   .masquerade_csrf = "__Host-bearward_masquerade_csrf",
                                   .secure = true};
constexpr CookieNames kPlainNames{.session = "bearward_session",
                                  .csrf = "bearward_csrf",
                                  .form = "bearward_form",
                                  .link = "bearward_link",
                                  .pending = "bearward_pending",
                                  .organization = "bearward_organization",
                                  .masquerade = "bearward_masquerade",
                                  .masquerade_csrf = "bearward_masquerade_csrf",
                                  .secure = false};

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Collect finds the cookie in one Cookie header (RFC 6265 section 4.2.1).
base::Status Collect(std::string_view header, std::string_view name,
                     std::optional<std::string_view>& found) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    const std::string_view pair = Trimmed(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (found) {
      return base::Fail(base::Unauthenticated(std::string(kAmbiguousCredentials),
                                              "The session cookie is present twice."));
    }
    found = pair.substr(equals + 1);
  }
  return {};
}

std::unexpected<base::Error> Missing() {
  return base::Fail(
      base::Unauthenticated(std::string(kMissingCredential), "A credential is required."));
}

}  // namespace

CookieNames CookieNamesOf(const http::Request& request, bool issuer_is_https) {
  return request.tls || issuer_is_https ? kSecureNames : kPlainNames;
}

base::Result<std::string_view> CookieValue(const http::Request& request, std::string_view name) {
  std::optional<std::string_view> found;
  for (const http::Header& header : request.headers) {
    if (base::EqualsIgnoreCase(header.name, "Cookie")) BW_TRY(Collect(header.value, name, found));
  }
  return found.value_or(std::string_view());
}

std::string CsrfTokenOf(std::string_view secret) {
  return base::Base64UrlEncode(base::AsBytes(crypto::Sha256Parts({"csrf token", secret})));
}

bool IsCsrfTokenOf(std::string_view csrf, std::string_view secret) {
  return !secret.empty() && base::ConstantTimeEqual(csrf, CsrfTokenOf(secret));
}

std::string SetCookie(std::string_view name, std::string_view value, bool secure, bool hidden) {
  std::string text = std::string(name) + "=" + std::string(value) + "; Path=/; SameSite=Lax";
  if (secure) text += "; Secure";
  if (hidden) text += "; HttpOnly";
  if (value.empty()) text += "; Max-Age=0";
  return text;
}

std::string SetKeptCookie(std::string_view name, std::string_view value, bool secure) {
  constexpr std::chrono::seconds kYear = std::chrono::days(365);
  return SetCookie(name, value, secure, true) + "; Max-Age=" + std::to_string(kYear.count());
}

base::Result<verify::Credential> ExtractSessionCookie(const http::Request& request,
                                                      const CredentialHeaders& known,
                                                      bool issuer_is_https) {
  const bool has_header = std::ranges::any_of(request.headers, [&](const http::Header& header) {
    return !header.value.empty() && known.Find(header.name) != nullptr;
  });
  if (has_header) return Missing();
  const CookieNames names = CookieNamesOf(request, issuer_is_https);
  BW_TRY_ASSIGN(const std::string_view own, CookieValue(request, names.session));
  BW_TRY_ASSIGN(const std::string_view other, CookieValue(request, names.masquerade));
  // A masquerade that was left behind is not the session of a page that has no CSRF token.
  const std::size_t proofs = request.Count(kCsrfHeader);
  if (own.empty() && (other.empty() || proofs == 0)) return Missing();
  const std::string_view proof = request.Find(kCsrfHeader);
  for (const std::string_view token : {own, other}) {
    if (proofs != 1 || !IsCsrfTokenOf(proof, token)) continue;
    verify::Credential credential;
    credential.scheme = verify::Scheme::kBearer;
    credential.token = token;
    return credential;
  }
  return base::Fail(base::Denied(
      "csrf_token_required",
      "A request with the session cookie needs the header X-CSRF-Token with the value of the "
      "CSRF cookie. Programs authenticate with a token or an API key instead."));
}

Guard WithSessionCookie(Guard guard) {
  guard.session_cookie = true;
  guard.kinds |= verify::KindBit(model::CredentialKind::kReference);
  guard.profiles |= token::kConsoleBit;
  return guard;
}

}  // namespace bearward::door
