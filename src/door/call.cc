#include "door/call.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/invalid.h"
#include "http/client_address.h"
#include "http/form.h"

namespace bearward::door {
namespace {

constexpr std::size_t kLongestRequestId = 128;

bool IsRequestIdByte(char c) {
  const bool alphanumeric =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || c == '.' || c == '_' || c == '-';
}

// ClientRequestId returns the client's X-Request-Id if it is safe to log, else "".
std::string_view ClientRequestId(const http::Request& request) {
  const std::string_view text = request.Find("X-Request-Id");
  const bool usable =
      text.size() <= kLongestRequestId && std::ranges::all_of(text, IsRequestIdByte);
  return usable ? text : std::string_view();
}

}  // namespace

const model::Caller& Call::caller() const {
  if (!caller_) std::abort();
  return *caller_;
}

base::Result<model::EnvironmentId> Call::environment() const {
  if (environment_.empty()) {
    BW_TRY_ASSIGN(environment_, services_->default_environment());
  }
  return environment_;
}

bool Call::NamedByClient() const {
  if (request_id_.empty()) request_id_ = ClientRequestId(*request_);
  return !request_id_.empty();
}

std::string_view Call::client_address() const {
  if (!client_address_) {
    client_address_ = http::FindClientAddress(*request_, services_->trusted_proxies);
  }
  return *client_address_;
}

const model::Origin& Call::origin() const {
  if (!origin_) {
    origin_ = std::make_unique<const model::Origin>(
        model::Origin{std::string(client_address()), request_id()});
  }
  return *origin_;
}

const std::string& Call::request_id() const {
  if (!NamedByClient()) request_id_ = base::NewUuid(services_->entropy);
  return request_id_;
}

base::Result<std::optional<std::string>> Call::Query(std::string_view name) const {
  auto fields = http::ParseUrlEncoded(request_->query);
  if (!fields) {
    return base::Fail(base::Invalid("malformed_query", "The query cannot be read."));
  }
  std::optional<std::string> found;
  for (auto& [key, value] : *fields) {
    if (key != name) continue;
    if (found) {
      return base::Fail(base::Invalid("repeated_parameter",
                                      "The parameter " + std::string(name) + " is given twice.",
                                      {std::string(name)}));
    }
    found = std::move(value);
  }
  return found;
}

// With two Content-Type headers, two parsers could read two different bodies.
std::string_view Call::ContentType() const {
  return request_->Count("Content-Type") <= 1 ? request_->Find("Content-Type") : "";
}

base::Result<Upload> Call::ReadUpload(Encodings allowed) const {
  return ParseUpload(ContentType(), request_->body, allowed);
}

base::Result<Body> Call::Read(Encodings allowed) const {
  BW_TRY_ASSIGN(json::Value object, ParseBody(ContentType(), request_->body, allowed));
  Body body(std::move(object));
  if (body_ != nullptr) BW_TRY(body.RequireKnown(*body_));
  return body;
}

// Clients send empty bodies with any Content-Type to routes that read none; members are an error.
base::Status Call::CheckNoMembers() const {
  const auto media = http::ParseMediaType(request_->Find("Content-Type"));
  if (request_->body.empty() || !media || media->type != "application/json") return {};
  BW_TRY(Read(kJsonBody));
  return {};
}

}  // namespace bearward::door
