#include "door/door.h"

#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "base/replaceable.h"
#include "door/audit.h"
#include "door/deferred_count.h"
#include "door/extract.h"
#include "door/finish.h"
#include "door/hash_pool.h"
#include "door/pool.h"
#include "door/problem.h"
#include "door/request_context.h"
#include "door/request_metrics.h"
#include "door/session_cookie.h"
#include "door/table.h"
#include "door/timer.h"
#include "http/ip_address.h"
#include "http/server.h"
#include "observe/request_line.h"
#include "verify/refusal.h"
#include "verify/refusal_log.h"

namespace bearward::door {
namespace {

// Shielded runs a step that calls code outside the door and turns exceptions into errors.
template <class Step>
auto Shielded(Step step) -> decltype(step()) {
  try {
    return step();
  } catch (const std::exception& defect) {
    return base::Fail(base::Internal(std::string("exception: ") + defect.what()));
  } catch (...) {
    return base::Fail(base::Internal("exception of unknown type"));
  }
}

constexpr std::size_t kReadsAtOnce = 16;

base::Error Overloaded() {
  return base::Unavailable(std::string(kOverloaded), "the queue of the pool is full");
}

}  // namespace

class Door::Impl {
 public:
  Impl(Parts parts, Table table,
       std::function<base::Result<model::EnvironmentId>()> default_environment,
       const PoolSizes& sizes)
      : parts_(std::move(parts)),
        table_(std::move(table)),
        default_environment_(std::move(default_environment)),
        services_(ServicesWith(parts_.trusted_proxies)),
        request_metrics_(parts_.metrics, table_.dialects()),
        readers_("reader", sizes.workers, sizes.worker_queue, parts_.metrics, kReadsAtOnce),
        workers_("worker", sizes.workers, sizes.worker_queue, parts_.metrics),
        hashers_(sizes.hashers, sizes.hash_queue, parts_.metrics),
        timer_(parts_.clock) {}

  void Serve(http::Exchange exchange);
  void NoteOwnAnswer(const http::OwnAnswer& answer);
  void ReplaceTrustedProxies(http::TrustedProxies proxies) {
    services_.Replace(ServicesWith(std::move(proxies)));
  }
  const Table& table() const { return table_; }
  bool IsDisabled(const http::Match& match, const http::Request& request) const;
  std::uint64_t answered() const { return request_metrics_.answered(); }
  void Stop() {
    readers_.Stop();
    workers_.Stop();
    hashers_.Stop();
    deferred_.WaitForNone();
    timer_.Stop();
  }

 private:
  // Trusting are the services of a call, which refer to these proxies.
  struct Trusting {
    std::unique_ptr<const http::TrustedProxies> proxies;
    Call::Services services;
  };
  Trusting ServicesWith(http::TrustedProxies proxies) {
    auto kept = std::make_unique<const http::TrustedProxies>(std::move(proxies));
    const http::TrustedProxies& trusted = *kept;
    return {std::move(kept), {parts_.entropy, default_environment_, trusted}};
  }

  base::Status Enter(RequestContext& context);
  std::optional<base::Result<Outcome>> TryCached(RequestContext& context);
  base::Result<Outcome> Proceed(RequestContext& context);
  void Send(RequestContext context, base::Result<Outcome> outcome);
  void Send(const std::shared_ptr<RequestContext>& held, base::Result<Outcome> outcome);
  void Commit(const std::shared_ptr<RequestContext>& held);
  void NoteCommit(const std::shared_ptr<RequestContext>& held, base::Status status);
  void Finish(const std::shared_ptr<RequestContext>& held, base::Result<Reply> result);

  base::Status Find(RequestContext& context) const;
  std::optional<Reply> AnswerOptions(const RequestContext& context) const;
  base::Status Extract(RequestContext& context) const;
  base::Status FindEnvironment(RequestContext& context) const;
  base::Status VerifyFromMemory(RequestContext& context);
  base::Status Verify(RequestContext& context);
  base::Status VerifyOperator(RequestContext& context);
  base::Status Conclude(RequestContext& context, verify::Decision decision);
  void NoteRefusal(const RequestContext& context, const base::Error& error);
  void NoteDenial(const RequestContext& context, const base::Error& error) const;
  void AddCors(const RequestContext& context, Reply& reply) const;
  void Write(RequestContext& context, base::Result<Reply>&& result);

  Pool* PoolFor(const RequestContext& context);
  static bool VerifiesApart(const RequestContext& context);
  void HopToVerify(RequestContext context);
  void Hop(Pool& pool, RequestContext context);
  static bool MustHash(const RequestContext& context);
  void HopToHasher(RequestContext context);
  void Hash(const std::shared_ptr<RequestContext>& held);

  Parts parts_;
  const Table table_;
  const std::function<base::Result<model::EnvironmentId>()> default_environment_;
  base::Replaceable<Trusting> services_;
  RequestMetrics request_metrics_;
  Pool readers_;
  Pool workers_;
  HashPool hashers_;
  Timer timer_;
  DeferredCount deferred_;
};

// Find, extract, verify, run, write. Steps that cannot block run here on the I/O thread. For the
// rest the request moves to a pool and stays off the I/O thread; a route on workers may be verified
// on the readers first (VerifiesApart).
void Door::Impl::Serve(http::Exchange exchange) {
  const auto& arrived = exchange.request().arrival;
  const http::Arrival arrival =
      arrived ? *arrived : http::Arrival{parts_.clock.Now(), parts_.clock.Ticks()};
  RequestContext context(std::move(exchange), arrival, services_.current().services);
  base::Status entered = Shielded([&] { return Enter(context); });
  if (!entered) {
    if (auto options = AnswerOptions(context)) return Write(context, *std::move(options));
    return Write(context, base::Fail(std::move(entered).error()));
  }
  if (auto cached = TryCached(context)) return Send(std::move(context), *std::move(cached));
  if (MustHash(context)) return HopToHasher(std::move(context));
  if (VerifiesApart(context)) return HopToVerify(std::move(context));
  if (Pool* const pool = PoolFor(context)) return Hop(*pool, std::move(context));
  auto outcome = Shielded([&] { return Proceed(context); });
  Send(std::move(context), std::move(outcome));
}

base::Status Door::Impl::Enter(RequestContext& context) {
  BW_TRY(Find(context));
  BW_TRY(Extract(context));
  BW_TRY(FindEnvironment(context));
  return VerifyFromMemory(context);
}

std::optional<base::Result<Outcome>> Door::Impl::TryCached(RequestContext& context) {
  const Route& route = *context.route();
  if (!route.try_cached || context.NeedsCaller()) return std::nullopt;
  std::optional<base::Result<Outcome>> cached;
  const base::Status went = Shielded([&]() -> base::Status {
    cached = route.try_cached(context.call());
    return {};
  });
  if (!went) return base::Fail(went.error());
  return cached;
}

base::Result<Outcome> Door::Impl::Proceed(RequestContext& context) {
  BW_TRY(Verify(context));
  BW_TRY(context.CheckNoMembers());
  if (context.route()->run_on != RunOn::kReading) context.GiveOrigin();
  return context.route()->run(context.call());
}

void Door::Impl::Send(RequestContext context, base::Result<Outcome> outcome) {
  if (!outcome) return Write(context, base::Fail(std::move(outcome).error()));
  if (auto* const reply = std::get_if<Reply>(&*outcome)) return Write(context, std::move(*reply));
  Send(std::make_shared<RequestContext>(std::move(context)), std::move(outcome));
}

void Door::Impl::Send(const std::shared_ptr<RequestContext>& held, base::Result<Outcome> outcome) {
  if (!outcome) return Finish(held, base::Fail(std::move(outcome).error()));
  if (auto* const reply = std::get_if<Reply>(&*outcome)) return Finish(held, std::move(*reply));
  held->Defer(std::get<Deferred>(*std::move(outcome)));
  Commit(held);
}

// After the commit has begun only its callback may use the context.
void Door::Impl::Commit(const std::shared_ptr<RequestContext>& held) {
  deferred_.Add();
  const auto commit = std::move(held->deferred().commit);
  commit([this, held](base::Status status) { NoteCommit(held, std::move(status)); });
}

void Door::Impl::NoteCommit(const std::shared_ptr<RequestContext>& held, base::Status status) {
  Deferred& deferred = held->deferred();
  const bool again =
      !status && status.error().reason == store::kSuperseded && deferred.superseded != nullptr;
  if (!again) {
    Finish(held, status ? base::Result<Reply>(std::move(deferred.reply))
                        : base::Fail(std::move(status).error()));
    return deferred_.Remove();
  }
  const bool posted = workers_.Post([this, held] {
    Finish(held, Shielded([&] { return held->deferred().superseded(); }));
    deferred_.Remove();
  });
  if (posted) return;
  Finish(held, base::Fail(Overloaded()));
  deferred_.Remove();
}

// A failed sign-in is answered after a multiple of the failure time. The response time then reveals
// neither whether the user exists nor how its password is hashed (incident class D1). The timer
// waits, so no thread is blocked.
void Door::Impl::Finish(const std::shared_ptr<RequestContext>& held, base::Result<Reply> result) {
  const bool failed = !result && verify::IsFailedSignIn(result.error().reason);
  if (!failed || !held->hashing_since() || !parts_.failure_time) {
    return Write(*held, std::move(result));
  }
  const std::chrono::nanoseconds period = parts_.failure_time();
  const std::int64_t since = parts_.clock.Ticks();
  const std::chrono::nanoseconds spent(since - *held->hashing_since());
  const std::string address = http::AddressPrefix(held->call().client_address());
  hashers_.NoteFailure(address);
  timer_.RunAfter(period - spent % period,
                  [this, held, address, since, error = std::move(result).error()] {
                    hashers_.ForgetFailure(address);
                    held->NoteDelay(parts_.clock.Ticks() - since);
                    Write(*held, base::Fail(error));
                  });
}

bool Door::Impl::IsDisabled(const http::Match& match, const http::Request& request) const {
  if (!parts_.disabled) return false;
  return parts_.disabled(match.found ? *table_.routes()[match.value].dialect
                                     : table_.DialectOf(request));
}

base::Status Door::Impl::Find(RequestContext& context) const {
  const http::Request& request = context.request();
  const http::Match match = table_.Find(request.method, request);
  if (IsDisabled(match, request)) {
    context.SetMatch({}, nullptr, *table_.dialects().front());
    return base::Fail(base::NotFound(std::string(kRouteNotFound), "Not found."));
  }
  if (!match.found) {
    context.SetMatch(match, nullptr, table_.DialectOf(request));
    if (match.allowed == 0) {
      return base::Fail(base::NotFound(std::string(kRouteNotFound), "Not found."));
    }
    context.LogPathAs(table_.LoggablePath(request));
    return base::Fail(
        base::Invalid(std::string(kMethodNotAllowed), "The method is not allowed for this path."));
  }
  const Route& route = table_.routes()[match.value];
  context.SetMatch(match, &route, *route.dialect);
  if (request.violation == http::Violation::kBodyTooLarge) {
    return base::Fail(base::Invalid(std::string(kBodyTooLarge), "The body is too large."));
  }
  const bool reads_body = !request.body.empty() && !route.ignores_body;
  return reads_body ? RequirePlainBody(request) : base::Status();
}

// AnswerOptions answers a preflight, and OPTIONS for dialects with answers_options, when no route
// accepts OPTIONS.
std::optional<Reply> Door::Impl::AnswerOptions(const RequestContext& context) const {
  const http::Request& request = context.request();
  const bool no_row = context.route() == nullptr && context.match().allowed != 0;
  if (request.method != http::Method::kOptions || !no_row) return std::nullopt;
  const std::string methods = context.call().allowed();
  Reply reply = EmptyReply(204);
  reply.headers.Add("Allow", methods);
  if (parts_.cors.enabled() && Cors::IsPreflight(request)) {
    const auto asked = http::MethodFromText(request.Find("Access-Control-Request-Method"));
    const http::Match match = table_.Find(asked, request);
    if (match.found && table_.routes()[match.value].cross_origin) {
      parts_.cors.AddPreflightTo(request, methods, reply);
      return reply;
    }
  }
  return context.dialect().mount.answers_options ? std::optional(std::move(reply)) : std::nullopt;
}

base::Status Door::Impl::Extract(RequestContext& context) const {
  const Guard& guard = context.route()->guard;
  if (guard.need.open() || parts_.operators) return {};
  const http::Request& request = context.request();
  const CredentialHeaders& known = table_.credential_headers();
  auto credential = ExtractCredential(request.headers, known, guard.accepted);
  if (!credential && guard.session_cookie && credential.error().reason == kMissingCredential) {
    credential = ExtractSessionCookie(request, known, parts_.issuer_is_https);
  }
  BW_TRY(credential);
  if (!guard.account_parameter.empty()) {
    BW_TRY_ASSIGN(credential->account,
                  ReadAccountNumber(context.call(), guard.account_parameter, guard.account_bodies));
  }
  context.SetCredential(*std::move(credential));
  return {};
}

base::Status Door::Impl::VerifyFromMemory(RequestContext& context) {
  if (!context.NeedsCaller() || parts_.operators) return {};
  BW_TRY(context.FindCredentialEnvironment());
  auto decision = parts_.verifier.TryCached(context.credential(), context.question());
  return decision ? Conclude(context, *std::move(decision)) : base::Status();
}

base::Status Door::Impl::FindEnvironment(RequestContext& context) const {
  const bool guarded = !context.route()->guard.need.open();
  const auto& find = parts_.operators && guarded ? parts_.operators : context.dialect().environment;
  if (!find) return {};
  BW_TRY_ASSIGN(auto named, find(context.request()));
  if (named) context.SetEnvironment(*std::move(named));
  return {};
}

base::Status Door::Impl::VerifyOperator(RequestContext& context) {
  const Guard& guard = context.route()->guard;
  BW_TRY_ASSIGN(const model::EnvironmentId environment, context.call().environment());
  return Conclude(context, parts_.verifier.ForOperator(environment, {guard.need, guard.kinds}));
}

base::Status Door::Impl::Verify(RequestContext& context) {
  if (!context.NeedsCaller()) return {};
  if (parts_.operators) return VerifyOperator(context);
  BW_TRY(context.FindCredentialEnvironment());
  if (context.ByPassword()) context.GiveOrigin();
  return Conclude(context, parts_.verifier.Verify(context.credential(), context.question(),
                                                  context.call().client_address()));
}

base::Status Door::Impl::Conclude(RequestContext& context, verify::Decision decision) {
  request_metrics_.CountDecision(decision);
  context.call().NoteLimit(decision.limit());
  if (!decision.allowed()) {
    if (decision.known()) context.call().NoteJudged(decision.TakeCaller());
    return base::Fail(decision.error());
  }
  context.SetCaller(decision.TakeCaller());
  return {};
}

void Door::Impl::NoteOwnAnswer(const http::OwnAnswer& answer) {
  http::Request request;
  request.path = answer.path;
  const Dialect& dialect = table_.DialectOf(request);
  request_metrics_.CountRequest(dialect, answer.status, 0);
  observe::RequestLine line;
  line.time = answer.arrival.at;
  line.method = answer.method;
  line.path = table_.LoggablePath(request);
  line.status = answer.status;
  line.bytes = static_cast<std::int64_t>(answer.bytes);
  line.dialect = answer.path.empty() ? std::string_view() : dialect.name;
  line.reason = answer.reason;
  line.peer = answer.peer;
  observe::Write(parts_.request_log, line);
}

void Door::Impl::NoteRefusal(const RequestContext& context, const base::Error& error) {
  if (auto refusal = RefusalOf(context, error)) {
    parts_.verifier.refusals().Note(*std::move(refusal));
  }
}

// It comes after AddCors, because it resolves the environment of a request that names none.
void Door::Impl::NoteDenial(const RequestContext& context, const base::Error& error) const {
  if (parts_.denials == nullptr) return;
  if (auto denial = DenialOf(context, error)) parts_.denials->Note(*std::move(denial));
}

// An origin that was added to one environment must not read the responses of another. A refused
// credential names no environment: its response has no data, and a page of any environment may read
// it, so that it can renew the credential.
void Door::Impl::AddCors(const RequestContext& context, Reply& reply) const {
  std::string_view environment = context.call().body_environment().text;
  if (context.known() != nullptr || environment.empty()) {
    environment = context.environment_if_known();
  }
  model::EnvironmentId by_default;
  const bool open = context.route()->guard.need.open();
  if (environment.empty() && open && Cors::NamesOrigin(context.request())) {
    by_default = context.call().environment().value_or(model::EnvironmentId());
    environment = by_default.text;
  }
  parts_.cors.AddTo(context.request(), environment, reply);
}

void Door::Impl::Write(RequestContext& context, base::Result<Reply>&& result) {
  const base::Error* const error = result ? nullptr : &result.error();
  if (error != nullptr) NoteRefusal(context, *error);
  Reply reply = result ? std::move(*result) : WriteError(context, *error);
  Dress(context, error, reply);
  if (context.route() != nullptr && context.route()->cross_origin && parts_.cors.enabled()) {
    AddCors(context, reply);
  }
  if (error != nullptr) NoteDenial(context, *error);
  const std::int64_t duration_ns = parts_.clock.Ticks() - context.started();
  request_metrics_.CountRequest(context.dialect(), reply.status,
                                static_cast<double>(duration_ns) * 1e-9);
  const bool found = context.route() != nullptr;
  Note(context, error, reply, found ? table_.name(context.match().value) : std::string_view(),
       duration_ns, {parts_.request_log, parts_.spans, parts_.slow_request});
  context.Answer(std::move(reply));
}

// Credentials of routes that may write are verified on the readers first: workers that wait for a
// write must not delay verification.
bool Door::Impl::VerifiesApart(const RequestContext& context) {
  return context.route()->run_on == RunOn::kWorker && context.NeedsCaller() &&
         !context.ByPassword();
}

void Door::Impl::HopToVerify(RequestContext context) {
  const auto held = std::make_shared<RequestContext>(std::move(context));
  const bool posted = readers_.Post([this, held] {
    base::Status verified = Shielded([&] { return Verify(*held); });
    if (!verified) return Write(*held, base::Fail(std::move(verified).error()));
    Hop(workers_, std::move(*held));
  });
  if (!posted) Write(*held, base::Fail(Overloaded()));
}

// PoolFor returns nullptr when the remaining steps cannot block.
Pool* Door::Impl::PoolFor(const RequestContext& context) {
  const RunOn run_on = context.route()->run_on;
  const bool must_ask = context.NeedsCaller();
  if (run_on == RunOn::kReading) return &readers_;
  if (run_on == RunOn::kWorker) return &workers_;
  return must_ask ? &readers_ : nullptr;
}

void Door::Impl::Hop(Pool& pool, RequestContext context) {
  const auto held = std::make_shared<RequestContext>(std::move(context));
  const bool posted =
      pool.Post([this, held] { Send(held, Shielded([&] { return Proceed(*held); })); });
  if (!posted) Write(*held, base::Fail(Overloaded()));
}

bool Door::Impl::MustHash(const RequestContext& context) {
  const Route& route = *context.route();
  return route.run_on == RunOn::kHashing ||
         (route.hashes != nullptr && route.hashes(context.request())) ||
         (context.NeedsCaller() && context.ByPassword());
}

void Door::Impl::HopToHasher(RequestContext context) {
  const auto held = std::make_shared<RequestContext>(std::move(context));
  hashers_.Post({.address = http::AddressPrefix(held->call().client_address()),
                 .subject = held->ClaimedSubject(),
                 .run = [this, held] { Hash(held); },
                 .refuse = [this, held] { Write(*held, base::Fail(Overloaded())); }});
}

void Door::Impl::Hash(const std::shared_ptr<RequestContext>& held) {
  held->NoteHashing(parts_.clock.Ticks());
  Send(held, Shielded([&] { return Proceed(*held); }));
}

base::Result<std::unique_ptr<Door>> Door::Make(
    Parts parts, std::vector<Route> routes, const Dialect& fallback,
    std::function<base::Result<model::EnvironmentId>()> default_environment, PoolSizes sizes) {
  BW_TRY_ASSIGN(Table table, Table::Join(std::move(routes), fallback));
  return std::unique_ptr<Door>(new Door(std::make_unique<Impl>(
      std::move(parts), std::move(table), std::move(default_environment), sizes)));
}

Door::Door(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Door::~Door() = default;

void Door::Serve(http::Exchange exchange) { impl_->Serve(std::move(exchange)); }
const Route* Door::RouteOf(const http::Request& request) const {
  const http::Match match = impl_->table().Find(request.method, request);
  if (!match.found || impl_->IsDisabled(match, request)) return nullptr;
  return &impl_->table().routes()[match.value];
}
bool Door::IgnoresBody(const http::Request& request) const {
  const Route* const route = RouteOf(request);
  return route == nullptr || route->ignores_body;
}
void Door::NoteOwnAnswer(const http::OwnAnswer& answer) { impl_->NoteOwnAnswer(answer); }
const std::vector<Route>& Door::routes() const { return impl_->table().routes(); }
std::uint64_t Door::answered() const { return impl_->answered(); }
void Door::ReplaceTrustedProxies(http::TrustedProxies proxies) {
  impl_->ReplaceTrustedProxies(std::move(proxies));
}
void Door::Stop() { impl_->Stop(); }

}  // namespace bearward::door
