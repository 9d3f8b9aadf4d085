#include "door/problem.h"

#include <array>
#include <string>
#include <utility>

#include "http/message.h"
#include "json/writer.h"
#include "verify/refusal.h"

namespace bearward::door {
namespace {

// The problem type and title registered by draft-ietf-httpapi-ratelimit-headers-10.
constexpr std::string_view kQuotaExceeded =
    "https://iana.org/assignments/http-problem-types#quota-exceeded";
constexpr std::string_view kQuotaExceededTitle =
    "Request cannot be satisfied as assigned quota has been exceeded";

constexpr std::array<std::pair<std::string_view, int>, 5> kByReason{{
    {kBodyTooLarge, 413},
    {kWrongContentType, 415},
    {kWrongContentCoding, 415},
    {kMethodNotAllowed, 405},
    {kRouteNotFound, 404},
}};

int StatusOfCode(base::Code code) {
  switch (code) {
    case base::Code::kInvalid:
      return 400;
    case base::Code::kUnauthenticated:
      return 401;
    case base::Code::kDenied:
      return 403;
    case base::Code::kNotFound:
      return 404;
    case base::Code::kExists:
    case base::Code::kConflict:
      return 409;
    case base::Code::kLimited:
      return 429;
    case base::Code::kUnavailable:
      return 503;
    case base::Code::kInternal:
      return 500;
  }
  return 500;
}

// WriteField writes a JSON pointer to a body member in URI form (RFC 6901 section 6).
void WriteField(json::Writer& writer, std::string_view field) {
  std::string pointer = "#/";
  for (const char c : field) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  writer.BeginObject().Key("pointer").String(pointer).EndObject();
}

}  // namespace

int StatusOf(const base::Error& error) {
  for (const auto& [reason, status] : kByReason) {
    if (error.reason == reason) return status;
  }
  return StatusOfCode(error.code);
}

Reply WithRetryAfter(Reply reply, const base::Error& error) {
  if (error.retry_after && !reply.headers.Has("Retry-After")) {
    reply.headers.Add("Retry-After", std::to_string(error.retry_after->count()));
  }
  return reply;
}

void WriteFaults(json::Writer& writer, const base::Error& error) {
  // The fields of kNotFound are the id of what was not found, not members of the request.
  if (error.fields.empty() || error.code == base::Code::kNotFound) return;
  writer.Key("errors").BeginArray();
  for (const std::string& field : error.fields) WriteField(writer, field);
  writer.EndArray();
}

Reply Problem(const base::Error& error, const Call& call) {
  const int status = StatusOf(error);
  std::string body;
  json::Writer writer(body);
  writer.BeginObject();
  const bool limited =
      error.reason == verify::RefusalWord(verify::Refusal::kRateLimited) && call.limit();
  writer.Key("type").String(limited ? kQuotaExceeded : "about:blank");
  writer.Key("title").String(limited ? kQuotaExceededTitle : http::ReasonPhrase(status));
  writer.Key("status").Int(status);
  writer.Key("detail").String(error.public_text).Key("code").String(error.reason);
  writer.Key("request_id").String(call.request_id());
  if (limited) {
    writer.Key("violated-policies").BeginArray();
    writer.String(base::Word(call.limit()->scope)).EndArray();
  }
  WriteFaults(writer, error);
  writer.EndObject();
  Reply reply = JsonReply(status, std::move(body));
  reply.content_type = "application/problem+json";
  return WithRetryAfter(std::move(reply), error);
}

}  // namespace bearward::door
