// BaseUrl: the http and https URLs in settings: an issuer, or the origin of a web page.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::http {

// BaseUrl is a URL without user information, query or fragment, split in two parts as given.
struct BaseUrl {
  std::string origin;  // scheme, host and port, for example "https://id.example.com:8443"
  std::string path;    // "" or for example "/auth"; a trailing slash is removed
};

// ParseBaseUrl parses the text of a setting. On failure it returns kInvalid "bad_url", whose public
// text states what is wrong and what is allowed. The scheme must be http or https in lower case,
// the host a name or an address, the port 1 to 65535. Each path segment must consist of unreserved
// characters (RFC 3986 section 2.3) and must not be empty, `.` or `..`; one trailing slash is
// allowed.
base::Result<BaseUrl> ParseBaseUrl(std::string_view text);

// IsOrigin accepts a serialized origin (RFC 6454 section 6.2): lower case, no path, no default port
// of the scheme. Browsers send this form and the comparison is exact.
bool IsOrigin(std::string_view text);

// IsHostName returns true if the text is a host without a port: a name, an IPv4 address, or an IPv6
// address in brackets.
bool IsHostName(std::string_view text);

}  // namespace bearward::http
