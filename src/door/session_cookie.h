// SessionCookie: the cookie in which a browser keeps the session of the console, and the token that
// proves that a request comes from a page of this server (incident class C3).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "door/credential_form.h"
#include "door/route.h"
#include "http/message.h"
#include "verify/credential.h"

namespace bearward::door {

// CookieNames are the names of our cookies: that of the session token, which scripts cannot read,
// that of its CSRF token, which the console reads, that of a form before sign-in, that of the token
// of a link from an email, that of a sign-in that waits for another step, the organization of the
// last sign-in, and those of a masquerade, which has a session beside the own one. Over https they
// have the prefix __Host-, so that neither another host of the domain nor plain http can set them
// (RFC 6265bis section 4.1.3.2). Browsers refuse that prefix over plain http, so there it is
// absent.
struct CookieNames {
  std::string_view session;
  std::string_view csrf;
  std::string_view form;
  std::string_view link;
  std::string_view pending;
  std::string_view organization;
  std::string_view masquerade;
  std::string_view masquerade_csrf;
  bool secure;
};
// CookieNamesOf returns the names for a request. `issuer_is_https` says whether the public base URL
// is https: then the names are those of https also behind a proxy that speaks plain http.
CookieNames CookieNamesOf(const http::Request& request, bool issuer_is_https);

// kCsrfHeader is the request header with the CSRF token. A page of another origin cannot send it.
inline constexpr std::string_view kCsrfHeader = "X-CSRF-Token";

// CookieValue returns the value of a cookie, "" if it is absent; kUnauthenticated
// "ambiguous_credentials" if it occurs twice, because then someone else may have set one of them.
base::Result<std::string_view> CookieValue(const http::Request& request, std::string_view name);

// CsrfTokenOf returns the CSRF token of a session token or of another secret cookie value. It is
// one-way: a page that learns it does not learn the session token.
std::string CsrfTokenOf(std::string_view secret);
// IsCsrfTokenOf compares in constant time; an empty secret has no CSRF token.
bool IsCsrfTokenOf(std::string_view csrf, std::string_view secret);

// SetCookie returns the value of a Set-Cookie header for a cookie of this browser session. `hidden`
// cookies cannot be read by scripts. An empty value removes the cookie.
std::string SetCookie(std::string_view name, std::string_view value, bool secure, bool hidden);

// SetKeptCookie does the same for a hidden cookie with a value that the browser keeps for a year.
std::string SetKeptCookie(std::string_view name, std::string_view value, bool secure);

// ExtractSessionCookie returns the session token of a cookie as a credential: that of the own
// session or that of a masquerade, as the CSRF token says, so that two pages of one browser can use
// one each. It fails with kUnauthenticated: "missing_credential" without a cookie, and when a
// header of `known` is present, because that takes precedence; "ambiguous_credentials" for two
// cookies. kDenied "csrf_token_required" when the header does not contain the CSRF token of the
// session.
base::Result<verify::Credential> ExtractSessionCookie(const http::Request& request,
                                                      const CredentialHeaders& known,
                                                      bool issuer_is_https);

// WithSessionCookie adds the session of the console to the credentials that a guard accepts.
Guard WithSessionCookie(Guard guard);

}  // namespace bearward::door
