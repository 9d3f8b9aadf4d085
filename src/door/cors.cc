#include "door/cors.h"

#include <algorithm>
#include <utility>

#include "http/base_url.h"

namespace bearward::door {
namespace {

constexpr std::string_view kOrigin = "Origin";
constexpr std::string_view kRequestMethod = "Access-Control-Request-Method";
constexpr std::string_view kReadableHeaders =
    "RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id";
constexpr std::string_view kPreflightSeconds = "600";

}  // namespace

base::Result<Cors> Cors::Parse(std::vector<std::string> origins) {
  Cors cors;
  for (std::string& origin : origins) {
    if (origin == "*") {
      cors.any_ = true;
    } else if (http::IsOrigin(origin)) {
      cors.origins_.push_back(std::move(origin));
    } else {
      return base::Fail(base::Invalid(
          "bad_origin", "has \"" + origin +
                            "\", which is not an origin. Write scheme, host and port as a browser "
                            "sends them, like https://app.example.com or http://localhost:3000, "
                            "or \"*\" for every page."));
    }
  }
  return cors;
}

void Cors::AllowHeaders(const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) (request_headers_ += ", ") += name;
}

bool Cors::IsPreflight(const http::Request& request) {
  return request.method == http::Method::kOptions && request.Count(kOrigin) == 1 &&
         request.Count(kRequestMethod) == 1;
}

bool Cors::NamesOrigin(const http::Request& request) { return request.Count(kOrigin) > 0; }

bool Cors::IsListed(std::string_view origin, std::string_view environment) const {
  return std::ranges::find(origins_, origin) != origins_.end() ||
         (added_.allows && added_.allows(origin, environment));
}

bool Cors::Allow(const http::Request& request, std::string_view environment, Reply& reply) const {
  const std::string_view origin = request.Find(kOrigin);
  const bool listed = request.Count(kOrigin) == 1 && IsListed(origin, environment);
  if (listed) {
    reply.headers.Set("Access-Control-Allow-Origin", origin);
    reply.headers.Set("Access-Control-Allow-Credentials", "true");
  } else if (any_) {
    reply.headers.Set("Access-Control-Allow-Origin", "*");
  }
  return listed || any_;
}

void Cors::AddTo(const http::Request& request, std::string_view environment, Reply& reply) const {
  // Vary is also needed without an Origin: a cache must not reuse this response for a page that
  // sends one.
  reply.headers.Set("Vary", "Origin");
  if (Allow(request, environment, reply)) {
    reply.headers.Set("Access-Control-Expose-Headers", kReadableHeaders);
  }
}

void Cors::AddPreflightTo(const http::Request& request, std::string_view methods,
                          Reply& reply) const {
  reply.headers.Set("Vary",
                    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
  if (!Allow(request, "", reply)) return;
  reply.headers.Set("Access-Control-Allow-Methods", methods);
  reply.headers.Set("Access-Control-Allow-Headers", request_headers_);
  reply.headers.Set("Access-Control-Max-Age", kPreflightSeconds);
}

}  // namespace bearward::door
