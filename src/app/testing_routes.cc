#include "app/testing_routes.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "door/problem.h"
#include "http/trusted_proxies.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

constexpr std::string_view kPrefix = "/v1/testing/";
// How long a reset waits for the requests in progress.
constexpr std::chrono::seconds kPatience{10};
constexpr std::int64_t kLongestAdvance = 10LL * 366 * 24 * 3600;  // seconds

std::string ProblemText(const base::Error& error, int status) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("title").String(http::ReasonPhrase(status)).Key("status").Int(status);
  writer.Key("detail").String(error.public_text).Key("code").String(error.reason);
  door::WriteFaults(writer, error);
  writer.EndObject();
  return text;
}

http::Response Refusal(const base::Error& error, int status) {
  http::Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = ProblemText(error, status);
  return response;
}

http::Response ResponseOf(base::Result<std::string> answer) {
  if (!answer) return Refusal(answer.error(), door::StatusOf(answer.error()));
  http::Response response;
  response.status = answer->empty() ? 204 : 200;
  if (!answer->empty()) response.content_type = "application/json";
  response.body = *std::move(answer);
  return response;
}

bool IsLoopback(std::string_view peer) {
  static const std::vector<std::string> kRanges = {"127.0.0.0/8", "::1/128"};
  static const auto kLoopback = http::TrustedProxies::Parse(kRanges);
  return kLoopback && kLoopback->Contains(peer);
}

base::Status CheckIsLocal(const http::Request& request) {
  bool direct = IsLoopback(request.peer);
  for (const char* header : {"X-Forwarded-For", "Forwarded", "Via", "Origin"}) {
    direct = direct && request.Count(header) == 0;
  }
  if (direct) return {};
  return base::Fail(base::Denied("testing_routes_are_local",
                                 "The testing routes answer only to a program on the machine of "
                                 "the server, without a proxy and not from a web page."));
}

base::Result<json::Value> ReadBody(const http::Request& request) {
  BW_TRY_ASSIGN(json::Value body, json::Parse(request.body));
  if (body.IsObject()) return body;
  return base::Fail(base::Invalid("invalid_body", "The body must be a JSON object."));
}

base::Error WrongClock() {
  return base::Invalid("invalid_clock",
                       "Exactly one field is required: \"now\", a time such as "
                       "2031-05-06T07:08:09Z, or \"advance_seconds\", from 1 to " +
                           std::to_string(kLongestAdvance) + ".");
}

}  // namespace

// Counted is the owner of an exchange in the door; it counts the answer.
struct TestingRoutes::Counted {
  http::Exchange exchange;
  TestingRoutes& routes;

  static void Answer(std::shared_ptr<void> owner, http::Response&& response) {
    auto& counted = *static_cast<Counted*>(owner.get());
    counted.exchange.Respond(std::move(response));
    counted.routes.NoteAnswered();
  }
};

bool TestingRoutes::Owns(const http::Request& request) { return request.path.starts_with(kPrefix); }

void TestingRoutes::Handle(http::Exchange exchange) {
  const http::Request& request = exchange.request();
  if (Owns(request)) {
    const base::Status local = CheckIsLocal(request);
    exchange.Respond(local ? ResponseOf(Run(request)) : Refusal(local.error(), 403));
    return;
  }
  auto fault = faults_.Take(request.method, request.path);
  if (fault) return Fail(*std::move(fault), std::move(exchange));
  Pass(std::move(exchange));
}

void TestingRoutes::Pass(http::Exchange exchange) {
  const std::shared_lock lock(resetting_);
  {
    const std::lock_guard counting(mutex_);
    ++in_progress_;
  }
  const http::Request& request = exchange.request();
  auto counted = std::make_shared<Counted>(Counted{std::move(exchange), *this});
  uses_.serve(http::Exchange(std::move(counted), request, &Counted::Answer));
}

void TestingRoutes::NoteAnswered() {
  const std::lock_guard lock(mutex_);
  if (--in_progress_ == 0) all_answered_.notify_all();
}

// A task of the timer must be copyable, and an exchange is not.
void TestingRoutes::Fail(InjectedFault fault, http::Exchange exchange) {
  auto waiting = std::make_shared<http::Exchange>(std::move(exchange));
  auto task = [this, waiting, status = fault.status] {
    if (!status) return Pass(std::move(*waiting));
    waiting->Respond(Refusal(
        {base::Code::kUnavailable, "injected_fault", "A test asked for this failure.", {}, {}, {}},
        *status));
  };
  if (fault.delay.count() == 0) return task();
  timer_.RunAfter(fault.delay, std::move(task));
}

base::Result<std::string> TestingRoutes::Run(const http::Request& request) {
  using http::Method;
  const std::string_view name = request.path.substr(kPrefix.size());
  const Method method = request.method;
  if (name == "clock" && method == Method::kGet) return ClockAsJson();
  if (name == "clock" && method == Method::kPost) return MoveClock(request);
  if (name == "reset" && method == Method::kPost) return Reset();
  if (name == "mailbox" && method == Method::kGet) return ReadMailbox();
  if (name == "mailbox" && method == Method::kDelete) return ClearMailbox();
  if (name == "faults" && method == Method::kGet) return faults_.AsJson();
  if (name == "faults" && method == Method::kDelete) {
    faults_.Clear();
    return std::string();
  }
  if (name == "faults" && method == Method::kPost) {
    BW_TRY_ASSIGN(const json::Value body, ReadBody(request));
    BW_TRY_ASSIGN(InjectedFault fault, ParseInjectedFault(body));
    faults_.Add(std::move(fault));
    return faults_.AsJson();
  }
  return base::Fail(base::NotFound("route_not_found",
                                   "Not found. Routes: GET and POST /v1/testing/clock, POST "
                                   "/v1/testing/reset, GET and DELETE /v1/testing/mailbox, GET, "
                                   "POST and DELETE /v1/testing/faults."));
}

base::Result<std::string> TestingRoutes::MoveClock(const http::Request& request) {
  BW_TRY_ASSIGN(const json::Value body, ReadBody(request));
  if (body.AsObject()->size() != 1) return base::Fail(WrongClock());
  if (const json::Value* now = body.Find("now"); now != nullptr) {
    const auto time = now->IsString() ? base::ParseIso(*now->AsString()) : std::nullopt;
    if (!time) return base::Fail(WrongClock());
    uses_.clock.SetNow(*time);
  } else {
    const json::Value* advance = body.Find("advance_seconds");
    const auto seconds = advance == nullptr ? std::nullopt : advance->AsInt();
    if (!seconds || *seconds < 1 || *seconds > kLongestAdvance) return base::Fail(WrongClock());
    uses_.clock.SetOffset(uses_.clock.offset() + std::chrono::seconds(*seconds));
  }
  const std::shared_lock lock(resetting_);
  BW_TRY(uses_.tend());
  return ClockAsJson();
}

base::Result<std::string> TestingRoutes::ReadMailbox() {
  const std::shared_lock lock(resetting_);
  BW_TRY_ASSIGN(const mail::Mailbox* mailbox, uses_.mailbox());
  return mailbox->AsJson();
}

base::Result<std::string> TestingRoutes::ClearMailbox() {
  const std::shared_lock lock(resetting_);
  BW_TRY_ASSIGN(mail::Mailbox * mailbox, uses_.mailbox());
  mailbox->Clear();
  return std::string();
}

// New requests wait until the reset is done.
base::Result<std::string> TestingRoutes::Reset() {
  const std::unique_lock lock(resetting_);
  {
    std::unique_lock counting(mutex_);
    if (!all_answered_.wait_for(counting, kPatience, [this] { return in_progress_ == 0; })) {
      return base::Fail(base::Unavailable("requests_in_progress", "a request is in progress"));
    }
  }
  uses_.clock.SetOffset(std::chrono::milliseconds(0));
  faults_.Clear();
  BW_TRY(uses_.reset());
  return std::string();
}

std::string TestingRoutes::ClockAsJson() const {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("now").String(base::FormatIsoMillis(uses_.clock.Now()));
  writer.Key("offset_ms").Int(uses_.clock.offset().count()).EndObject();
  return text;
}

}  // namespace bearward::app
