#include "http/refusal.h"

namespace bearward::http {
namespace {

// Retry-After in seconds, for a request that was refused because of the memory limit.
constexpr std::string_view kMemoryRetryAfter = "5";

}  // namespace

std::string_view RefusalReason(int status) {
  switch (status) {
    case 408:
      return "request_timeout";
    case 414:
      return "target_too_long";
    case 417:
      return "unknown_expectation";
    case 429:
      return "frame_flood";
    case 431:
      return "head_too_large";
    case 503:
      return "body_memory_exhausted";
    case 505:
      return "unsupported_version";
    default:
      return "malformed_request";
  }
}

Response RefusalOf(int status) {
  Response response;
  response.status = status;
  response.content_type = "text/plain";
  response.body = ReasonPhrase(status);
  if (status == 503) response.headers.Add("Retry-After", kMemoryRetryAfter);
  return response;
}

}  // namespace bearward::http
