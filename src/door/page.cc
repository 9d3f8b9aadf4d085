#include "door/page.h"

#include <utility>

namespace bearward::door {

Reply PageReply(int status, std::string body, std::string_view sources) {
  Reply reply;
  reply.status = status;
  reply.content_type = kHtml;
  reply.body = std::move(body);
  reply.headers.Set("Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'self'; "
                    "frame-ancestors 'none'; style-src 'self'; img-src 'self' data:" +
                        std::string(sources));
  reply.headers.Set("X-Frame-Options", "DENY");
  reply.headers.Set("Referrer-Policy", "no-referrer");
  reply.headers.Set("Cross-Origin-Opener-Policy", "same-origin");
  return reply;
}

// Browsers send Sec-Fetch-Mode over HTTPS and to loopback only, so its absence decides nothing.
bool WantsPage(const http::Request& request) {
  const std::string_view mode = request.Find("Sec-Fetch-Mode");
  if (!mode.empty() && mode != "navigate") return false;
  return request.Find("Accept").find("text/html") != std::string_view::npos;
}

}  // namespace bearward::door
