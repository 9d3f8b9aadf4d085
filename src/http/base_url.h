// BaseUrl: the http and https URLs that settings name: an issuer, or the origin of a web page.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::http {

// BaseUrl is a URL without user information, query and fragment, in two parts as given.
struct BaseUrl {
  std::string origin;  // scheme, host and port: "https://id.example.com:8443"
  std::string path;    // "" or "/auth"; a slash at the end is dropped
};

// ParseBaseUrl reads the text of a setting. kInvalid "bad_url", whose public text says what is
// wrong and what is allowed: the scheme is http or https in lower case, the host a name or an
// address, the port 1 to 65535, each segment of the path made of unreserved characters (RFC 3986
// section 2.3) and neither empty nor `.` nor `..`; one slash may end it.
base::Result<BaseUrl> ParseBaseUrl(std::string_view text);

// IsHostName says whether a text is a host without a port: a name, an IPv4 address or an IPv6
// address in brackets.
bool IsHostName(std::string_view text);

}  // namespace bearward::http
