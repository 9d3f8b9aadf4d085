// Page: the response headers of HTML pages (incident classes K1 and K3).
#pragma once

#include <string>
#include <string_view>

#include "door/reply.h"
#include "http/message.h"

namespace bearward::door {

// kHtml is the content type of pages, kHtmlType its media type.
inline constexpr std::string_view kHtml = "text/html; charset=utf-8";
inline constexpr std::string_view kHtmlType = "text/html";

// PageReply returns a page. Its policy allows only what this origin serves, plus `sources` (further
// directives), no inline script or style, and no frame around it.
Reply PageReply(int status, std::string body, std::string_view sources);

// WantsPage says whether the client asks for HTML, as browsers do for a page. API clients get
// problem+json and never a redirect.
bool WantsPage(const http::Request& request);

}  // namespace bearward::door
