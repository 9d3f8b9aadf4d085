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

Reply WriteError(const RequestContext& context, const base::Error& error) {
  Reply reply;
  try {
    reply = context.errors().write(error, context.call());
  } catch (...) {
    return EmptyReply(500);
  }
  if (error.reason == kMethodNotAllowed && !reply.headers.Has("Allow")) {
    reply.headers.Add("Allow", context.call().allowed());
  }
  if (error.reason == kWrongContentCoding) reply.headers.Set("Accept-Encoding", "identity");
  AddChallenge(context, error, reply);
  return WithRetryAfter(std::move(reply), error);
}

void Dress(const RequestContext& context, const base::Error* error, Reply& reply) {
  const bool guarded = context.route() != nullptr && !context.route()->guard.need.open();
  if (guarded || reply.status == 401 || reply.status == 403) {
    reply.headers.Set("Cache-Control", "no-store");
  }
  if (!reply.content_type.empty()) reply.headers.Set("X-Content-Type-Options", "nosniff");
  if (context.call().limit()) AddRateLimit(reply, *context.call().limit());
  if (error != nullptr || context.dialect().always_request_id || context.NamedByClient()) {
    reply.headers.Set("X-Request-Id", context.call().request_id());
  }
}

void Note(const RequestContext& context, const base::Error* error, const Reply& reply,
          std::string_view route, std::int64_t duration_ns, const Sinks& sinks) {
  const std::int64_t busy_ns = duration_ns - context.delay_ns();
  const bool slow = sinks.slow.count() > 0 && busy_ns >= sinks.slow.count();
  const observe::Level level = slow ? observe::Level::kWarn : observe::Level::kInfo;
  if (sinks.spans == nullptr && !sinks.log.Enabled(level)) return;
  const http::Request& request = context.request();
  observe::RequestLine line{.level = level};
  line.time = context.call().now();
  line.method = request.method_text;
  line.path = context.logged_path();
  line.route = route;
  line.status = reply.status;
  line.duration_us = duration_ns / 1000;
  line.bytes = static_cast<std::int64_t>(reply.body.size());
  line.dialect = context.dialect().name;
  line.environment = context.environment_if_known();
  line.peer = context.sender();
  line.proxy = context.proxy();
  line.client = context.client();
  line.asked_method = context.asked_method();
  line.asked_path = context.asked_path();
  line.request_id = reply.headers.Find("X-Request-Id");
  if (context.known() != nullptr) {
    const model::Principal& principal = context.known()->principal();
    line.organization = principal.organization->text;
    line.subject = principal.subject_id;
    line.credential_kind = base::Word(principal.credential);
    line.credential = context.known()->credential_id();
  }
  line.verdict = context.call().verdict();
  if (const auto& limit = context.call().limit(); limit && limit->monitored) {
    line.reason = kWouldBeLimited;
    line.detail = base::Word(*limit->monitored);
  }
  if (error != nullptr) {
    line.reason = error->reason;
    line.detail = error->detail;
  }
  observe::Write(sinks.log, line);
  if (sinks.spans != nullptr) {
    sinks.spans->Note(line, duration_ns, request.Find("traceparent"));
  }
}

}  // namespace bearward::door
