#include "door/finish.h"

#include <utility>

#include "door/challenge.h"
#include "door/problem.h"
#include "door/rate_limit.h"
#include "observe/request_line.h"

namespace bearward::door {
namespace {

// A limit in monitor mode is reported in the log only, not to the client.
constexpr std::string_view kWouldBeLimited = "would_be_rate_limited";

}  // namespace

Reply WriteError(const Passage& passage, const base::Error& error) {
  Reply reply;
  try {
    reply = passage.dialect().write_error(error, passage.call());
  } catch (...) {
    return EmptyReply(500);
  }
  if (error.reason == kMethodNotAllowed && !reply.headers.Has("Allow")) {
    reply.headers.Add("Allow", passage.call().allowed());
  }
  if (error.reason == kWrongContentCoding) reply.headers.Set("Accept-Encoding", "identity");
  AddChallenge(passage, error, reply);
  return WithRetryAfter(std::move(reply), error);
}

void Dress(const Passage& passage, const base::Error* error, Reply& reply) {
  const bool guarded = passage.route() != nullptr && !passage.route()->guard.need.open();
  if (guarded || reply.status == 401 || reply.status == 403) {
    reply.headers.Set("Cache-Control", "no-store");
  }
  if (!reply.content_type.empty()) reply.headers.Set("X-Content-Type-Options", "nosniff");
  if (passage.call().limit()) AddRateLimit(reply, *passage.call().limit());
  if (error != nullptr || passage.dialect().always_request_id || passage.NamedByClient()) {
    reply.headers.Set("X-Request-Id", passage.call().request_id());
  }
}

void Note(const Passage& passage, const base::Error* error, const Reply& reply,
          std::string_view route, std::int64_t duration_ns, observe::Logger& logger) {
  if (!logger.Enabled(observe::Level::kInfo)) return;
  const http::Request& request = passage.request();
  observe::RequestLine line;
  line.time = passage.call().now();
  line.method = request.method_text;
  line.path = request.path;
  line.route = route;
  line.status = reply.status;
  line.duration_us = duration_ns / 1000;
  line.bytes = static_cast<std::int64_t>(reply.body.size());
  line.dialect = passage.dialect().name;
  line.environment = passage.environment_if_known();
  line.peer = passage.sender();
  line.proxy = passage.proxy();
  line.client = passage.client();
  line.asked_method = passage.asked_method();
  line.asked_path = passage.asked_path();
  line.request_id = reply.headers.Find("X-Request-Id");
  if (passage.known() != nullptr) {
    const model::Principal& principal = passage.known()->principal();
    line.organization = principal.organization->text;
    line.subject = principal.subject_id;
    line.credential_kind = model::CredentialKindName(principal.credential);
    line.credential = passage.known()->credential_id();
  }
  line.verdict = passage.call().verdict();
  if (const auto& limit = passage.call().limit(); limit && limit->monitored) {
    line.reason = kWouldBeLimited;
    line.detail = model::LimitScopeName(*limit->monitored);
  }
  if (error != nullptr) {
    line.reason = error->reason;
    line.detail = error->detail;
  }
  observe::Write(logger, line);
}

}  // namespace bearward::door
