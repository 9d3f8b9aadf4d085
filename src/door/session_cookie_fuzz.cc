// Any Cookie header is a missing, an ambiguous or an unproved credential, unless it contains the
// session cookie or that of a masquerade once, and the CSRF header belongs to it. The first line of
// the input is the CSRF header, the rest the cookies.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/digest.h"
#include "door/session_cookie.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace door = bearward::door;
  namespace http = bearward::http;
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  const std::string_view csrf = text.substr(0, line);
  const std::array<http::Header, 2> headers = {
      {{door::kCsrfHeader, csrf}, {"Cookie", text.substr(line + 1)}}};
  const door::CredentialHeaders known(door::kForms<door::kBearer, door::kApiKey>);
  http::Request request;
  request.headers = headers;
  const auto credential = door::ExtractSessionCookie(request, known, false);
  if (!credential) return 0;
  const auto own = door::CookieValue(request, "bearward_session");
  const auto masquerade = door::CookieValue(request, "bearward_masquerade");
  if (!own || !masquerade) __builtin_trap();
  if (*own != credential->token && *masquerade != credential->token) __builtin_trap();
  if (csrf != door::CsrfTokenOf(credential->token)) __builtin_trap();
  if (headers[1].value.find(credential->token) == std::string_view::npos) __builtin_trap();
  return 0;
}
