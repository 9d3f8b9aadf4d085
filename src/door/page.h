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

// WantsPage says whether the client asks for HTML, as browsers do for a page: it accepts HTML, and
// if it says what the request is for (Sec-Fetch-Mode of Fetch Metadata), that is a navigation. All
// others, such as a script's `fetch`, get problem+json and never a redirect.
bool WantsPage(const http::Request& request);

}  // namespace bearward::door
