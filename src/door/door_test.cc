#include "door/door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>

#include "base/encode.h"
#include "door/problem.h"
#include "testing/door_client.h"
#include "testing/faulty_engine.h"
#include "testing/test_server.h"
#include "testing/vendor_forms.h"

namespace bearward::door {
namespace {

using http::Method;
using testing::ClientAnswer;
using ::testing::HasSubstr;
using testing::kBlank;

std::string Basic(std::string_view login, std::string_view password) {
  return "Basic " + base::Base64Encode(std::string(login) + ":" + std::string(password));
}

Dialect MakeDialect(std::string_view name, std::vector<std::string> prefixes) {
  return {.name = name, .mount = {.prefixes = std::move(prefixes)}, .errors = {Problem}};
}

Guard Guarded(CredentialForms accepted, model::Need need = model::Need::Live()) {
  Guard guard;
  guard.accepted = accepted;
  guard.kinds = verify::kAnyKind;
  guard.profiles = model::kAnyProfile;
  guard.need = std::move(need);
  return guard;
}

Guard Open() { return OpenGuard(); }

// WhoAsks answers with the caller's subject and environment, or with "none".
base::Result<Reply> WhoAsks(Call& call) {
  if (!call.has_caller()) return TextReply(200, "none in " + call.environment()->text);
  return TextReply(
      200, std::string(call.caller()->subject_id) + " in " + call.caller()->environment->text);
}

// Stage is a door over a real store with two environments and routes of every kind.
class Stage : public ::testing::Test {
 protected:
  explicit Stage(PoolSizes sizes = {}) : world_(Settings(plan_)) {
    ours_ = world_.AddEnvironment("production");
    theirs_ = world_.AddEnvironment("demo");
    organization_ = world_.AddOrganization(ours_, "Acme", 28);
    world_.AddRole(ours_, "planner", {"forms:read"});
    ann_ = world_.AddUser(ours_, {organization_, "ann", {"planner"}});
    bob_ = world_.AddUser(ours_, {organization_, "bob"});
    world_.AddUser(ours_, {.organization = organization_, .username = "ian", .integrator = true});
    const auto other = world_.AddOrganization(theirs_, "Globex", 29);
    const auto eve = world_.AddUser(theirs_, {other, "eve"});
    const auto ann = world_.SignIn(ours_, ann_, organization_, token::kTeleTracker);
    ann_token_ = Bearer(ann);
    ann_session_ = ann.session.id.text;
    bob_token_ = Bearer(world_.SignIn(ours_, bob_, organization_, token::kTeleTracker));
    eve_token_ = Bearer(world_.SignIn(theirs_, eve, other, token::kTeleTracker));
    ann_key_ = world_.AddUserKey(ours_, ann_).Reveal();
    named_.environment = [this](const http::Request& request) { return FindNamed(request); };
    loud_.always_request_id = true;
    loud_.mount.ignore_case = true;
    door_ = testing::Must(Door::Make(
        {.verifier = world_.verifier,
         .request_log = logger_,
         .metrics = registry_,
         .clock = world_.clock,
         .entropy = world_.entropy,
         .slow_request = std::chrono::milliseconds(500)},
        Rows(), plain_, [this] { return ours_; }, sizes));
    client_.emplace(*door_);
  }
  ~Stage() override { door_->Stop(); }

  static testing::TestServerSettings Settings(const std::shared_ptr<testing::FaultPlan>& plan) {
    testing::TestServerSettings settings;
    settings.source = WithFaults(testing::TestEngine(), plan);
    return settings;
  }
  static std::string Bearer(const token::Issued& issued) {
    return "Bearer " + std::string(issued.access.Reveal());
  }
  base::Result<std::optional<model::EnvironmentId>> FindNamed(const http::Request& request) const {
    const std::string_view name = request.Find("X-Env");
    if (name.empty()) return std::nullopt;
    if (name == "demo") return theirs_;
    return base::Fail(base::Invalid("unknown_environment", "No such environment."));
  }
  base::Result<Reply> Block(Call& call) {
    blocked_.fetch_add(1);
    blocked_.notify_all();
    release_.wait();
    return WhoAsks(call);
  }
  std::vector<Route> Rows();
  ClientAnswer Get(std::string target, testing::ClientHeaders headers = {}) {
    return client_->Get(std::move(target), std::move(headers));
  }

  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::TestServer world_;
  std::string log_;
  observe::Logger logger_{world_.clock, observe::Level::kInfo,
                          [this](std::string_view line) { log_ += line; }};
  observe::Registry registry_;
  Dialect plain_ = MakeDialect("plain", {}), named_ = MakeDialect("named", {"/named"});
  Dialect loud_ = MakeDialect("loud", {"/loud"});
  model::EnvironmentId ours_, theirs_;
  model::OrganizationId organization_;
  model::UserId ann_, bob_;
  std::string ann_token_, ann_session_, bob_token_, eve_token_, ann_key_;
  std::atomic<int> blocked_ = 0;
  std::latch release_{1};
  std::unique_ptr<Door> door_;
  std::optional<testing::DoorClient> client_;
};

std::vector<Route> Stage::Rows() {
  using enum Method;
  const auto block = [this](Call& call) { return Block(call); };
  const auto fail = [](Call&) -> base::Result<Reply> {
    return base::Fail(base::Conflict("taken", "It is taken."));
  };
  const auto throws = [](Call&) -> base::Result<Reply> { throw std::runtime_error("broken"); };
  const auto read = [](Call& call) -> base::Result<Reply> {
    BW_TRY_ASSIGN(const Body body, call.Read(kJsonBody));
    BW_TRY(body.RequireAll({"name"}));
    return EmptyReply(204);
  };
  Guard with_account = Guarded(kForms<kBearer, kBasic, testing::kIntegrator>);
  with_account.account_parameter = "account_id";
  const Guard forms = Guarded(kForms<kBearer, kApiKey>, model::Need::All({"forms:read"}));
  const Guard any = Guarded(kForms<kBearer, testing::kSecondHeader>);
  const auto look = [](Call& call) -> std::optional<base::Result<Reply>> {
    if (call.request().query == "broken") throw std::runtime_error("broken");
    if (call.request().query == "unseen") return std::nullopt;
    return TextReply(200, "seen");
  };
  const auto ask = [](Call&) -> base::Result<Reply> { return TextReply(200, "asked"); };
  const auto wait = [this](Call& call) -> base::Result<Reply> {
    world_.clock.Advance(std::chrono::milliseconds(call.request().query == "long" ? 500 : 499));
    return TextReply(200, "waited");
  };
  std::vector<Route> rows = {
      {kGet, "/wait", Open(), RunOn::kInline, wait, "wait", "", kBlank, &plain_},
      {kGet, "/cached", any, RunOn::kWorker, ask, "cached", "", kBlank, &plain_, look},
      {kGet, "/inline", any, RunOn::kInline, WhoAsks, "inline", "", kBlank, &plain_},
      {kGet, "/forms/{id}", forms, RunOn::kWorker, WhoAsks, "forms", "", kBlank, &plain_},
      {kGet, "/account", with_account, RunOn::kWorker, WhoAsks, "account", "", kBlank, &plain_},
      {kPost, "/hash", any, RunOn::kHashing, WhoAsks, "hash", "", kBlank, &plain_},
      {kGet, "/open", Open(), RunOn::kInline, WhoAsks, "open", "", kBlank, &plain_},
      {kPost, "/body", Open(), RunOn::kInline, read, "body", "", kBlank, &plain_},
      {kGet, "/fail", Open(), RunOn::kInline, fail, "fail", "", kBlank, &plain_},
      {kGet, "/throw", Open(), RunOn::kWorker, throws, "throw", "", kBlank, &plain_},
      {kGet, "/block", Open(), RunOn::kWorker, block, "block", "", kBlank, &plain_},
      {kGet, "/block/hash", Open(), RunOn::kHashing, block, "block.hash", "", kBlank, &plain_},
      {kGet, "/named", any, RunOn::kWorker, WhoAsks, "named", "", kBlank, &named_},
      {kGet, "/named/open", Open(), RunOn::kWorker, WhoAsks, "named.open", "", kBlank, &named_},
      {kGet, "/loud", Open(), RunOn::kInline, WhoAsks, "loud", "", kBlank, &loud_},
      {kGet, "/secret/{token}", Open(), RunOn::kInline, WhoAsks, "secret", "", kBlank, &plain_},
  };
  rows.back().secret_path = true;
  return rows;
}

TEST_F(Stage, AGoodCredentialReachesEveryGuardedRow) {
  const std::string ann = ann_.text + " in " + ours_.text;
  for (int round = 0; round < 2; ++round) {  // cache miss, then cache hit
    EXPECT_EQ(Get("/inline", {{"Authorization", ann_token_}}).body, ann);
    EXPECT_EQ(Get("/inline", {{"Authentication", ann_token_}}).body, ann);
    EXPECT_EQ(Get("/forms/7", {{"X-Api-Key", ann_key_}}).body, ann);
    EXPECT_EQ(Get("/account", {{"Authorization", Basic("ann", testing::kPassword)}}).body, ann);
    EXPECT_EQ(client_->Send(Method::kPost, "/hash", {{"Authorization", ann_token_}}).body, ann);
  }
}

// Iterates over the joined table, so that new routes of any dialect are tested too.
TEST_F(Stage, EveryGuardedRowRefusesAMissingAndAWrongCredential) {
  int guarded = 0;
  for (const Route& route : door_->routes()) {
    if (route.guard.need.open()) continue;
    ++guarded;
    const auto ask = [&](testing::ClientHeaders headers) {
      return client_->Send(route.method, route.pattern, std::move(headers));
    };
    EXPECT_EQ(ask({}).status, 401) << route.pattern;
    EXPECT_THAT(ask({}).body, HasSubstr("missing_credential"));
    EXPECT_EQ(ask({{"Authorization", "Bearer 3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44"}}).status, 401);
    EXPECT_EQ(ask({{"Authorization", ann_token_ + "="}}).status, 401);
    EXPECT_EQ(ask({{"Authorization", ann_token_}, {"X-Api-Key", ann_key_}}).status, 401);
    EXPECT_EQ(ask({{"Authorization", ann_token_}}).Header("Cache-Control"), "no-store");
    EXPECT_EQ(ask({}).Header("Cache-Control"), "no-store");
  }
  EXPECT_EQ(guarded, 6);
}

TEST_F(Stage, FastPathAnswersOnlyCallersInMemory) {
  const testing::ClientHeaders ann{{"Authorization", ann_token_}};
  EXPECT_EQ(Get("/cached", ann).body, "asked");  // cache miss: the caller needed a store lookup
  EXPECT_EQ(Get("/cached", ann).body, "seen");
  EXPECT_EQ(Get("/cached?unseen", ann).body, "asked");
  EXPECT_EQ(Get("/cached?broken", ann).status, 500);
  EXPECT_EQ(Get("/cached").status, 401);
}

TEST_F(Stage, AMissingPermissionIs403) {
  const ClientAnswer answer = Get("/forms/7", {{"Authorization", bob_token_}});
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr("missing_permission"));
}

TEST_F(Stage, ACredentialOfAnotherEnvironmentMeansNothingThere) {
  const testing::ClientHeaders ann{{"Authorization", ann_token_}, {"X-Env", "demo"}};
  const testing::ClientHeaders eve{{"Authorization", eve_token_}, {"X-Env", "demo"}};
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(Get("/named", ann).status, 401);
    EXPECT_EQ(Get("/named", eve).status, 200);
  }
  EXPECT_EQ(Get("/named", {{"Authorization", ann_token_}, {"X-Env", "x"}}).status, 400);
  EXPECT_EQ(Get("/named", {{"Authorization", ann_token_}}).status, 200);
}

TEST_F(Stage, OpenRowsNeverLookAtCredentials) {
  for (const std::string_view value : {"Bearer wrong", "Basic !", "nonsense", ""}) {
    const ClientAnswer answer =
        Get("/open", {{"Authorization", std::string(value)}, {"X-Api-Key", "k"}});
    EXPECT_EQ(answer.body, "none in " + ours_.text) << value;
    EXPECT_EQ(answer.Header("Cache-Control"), "");
  }
  EXPECT_EQ(Get("/named/open", {{"X-Env", "demo"}}).body, "none in " + theirs_.text);
  EXPECT_EQ(Get("/named/open").body, "none in " + ours_.text);
}

TEST_F(Stage, ExpiryCountsOnTheNextRequestAlsoFromMemory) {
  EXPECT_EQ(Get("/inline", {{"Authorization", ann_token_}}).status, 200);
  EXPECT_EQ(Get("/inline", {{"Authorization", ann_token_}}).status, 200);
  world_.clock.Advance(std::chrono::seconds(3600));
  const ClientAnswer answer = Get("/inline", {{"Authorization", ann_token_}});
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, HasSubstr("token_expired"));
}

TEST_F(Stage, TheAccountInTheQueryIsHeldAgainstTheCredential) {
  const testing::ClientHeaders bearer{{"Authorization", ann_token_}};
  EXPECT_EQ(Get("/account?account_id=28", bearer).status, 200);
  EXPECT_EQ(Get("/account?account_id=29", bearer).status, 403);
  EXPECT_EQ(Get("/account?account_id=x", bearer).status, 400);
  EXPECT_EQ(Get("/account?account_id=28&account_id=28", bearer).status, 400);
  EXPECT_EQ(Get("/account?account_id=%zz", bearer).status, 400);
  EXPECT_EQ(Get("/account?account_id=x").status, 401);
  const std::string basic = Basic("ann", testing::kPassword);
  EXPECT_EQ(Get("/account?account_id=28", {{"Authorization", basic}}).status, 200);
  EXPECT_EQ(Get("/account?account_id=29", {{"Authorization", basic}}).status, 403);
  const std::string integrator = "Integrator" + Basic("ian", testing::kPassword).substr(5);
  EXPECT_EQ(Get("/account", {{"Authorization", integrator}}).status, 400);
  EXPECT_EQ(Get("/account?account_id=28", {{"Authorization", integrator}}).status, 200);
}

TEST_F(Stage, WhatIsNotThereIs404AndAnotherMethodIs405WithAllow) {
  EXPECT_EQ(Get("/nowhere").status, 404);
  EXPECT_THAT(Get("/nowhere").body, HasSubstr("route_not_found"));
  for (const Method method : {Method::kPost, Method::kOptions, Method::kOther}) {
    const ClientAnswer answer = client_->Send(method, "/inline");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.Header("Allow"), "GET, HEAD");
  }
  EXPECT_EQ(client_->Send(Method::kHead, "/open").status, 200);
}

TEST_F(Stage, TheDialectOfTheLongestPrefixSpeaks) {
  log_.clear();
  Get("/named/nowhere");
  EXPECT_THAT(log_, HasSubstr(R"("dialect":"named")"));
  log_.clear();
  Get("/LOUD/nowhere");
  EXPECT_THAT(log_, HasSubstr(R"("dialect":"loud")"));
  log_.clear();
  Get("/namedropper");
  EXPECT_THAT(log_, HasSubstr(R"("dialect":"plain")"));
}

TEST_F(Stage, ABodyOverTheLimitIs413InTheRowsOwnShape) {
  const auto pending = std::make_shared<testing::PendingAnswer>(
      Method::kPost, "/body", testing::ClientHeaders{}, std::string());
  pending->request().violation = http::Violation::kBodyTooLarge;
  client_->Start(pending);
  const ClientAnswer answer = pending->Take();
  EXPECT_EQ(answer.status, 413);
  EXPECT_THAT(answer.body, HasSubstr("body_too_large"));
}

// RFC 9110 section 15.5.16: 415, with Accept-Encoding when the coding is the reason.
TEST_F(Stage, ABodyInAContentCodingIsRefusedAndNeverReadAsPlain) {
  const auto post = [&](std::string coding, std::string body) {
    return client_->Send(Method::kPost, "/body",
                         {{"Content-Type", "application/json"}, {"Content-Encoding", coding}},
                         std::move(body));
  };
  for (const std::string coding :
       {"gzip", "GZIP", "x-gzip", "br", "gzip, identity", "identity, gzip", "?"}) {
    const ClientAnswer answer = post(coding, R"({"name":"x"})");
    EXPECT_EQ(answer.status, 415) << coding;
    EXPECT_EQ(answer.Header("Accept-Encoding"), "identity") << coding;
  }
  EXPECT_EQ(post("identity", R"({"name":"x"})").status, 204);
  EXPECT_EQ(post("", R"({"name":"x"})").status, 204);
  EXPECT_EQ(client_->Send(Method::kGet, "/open", {{"Content-Encoding", "gzip"}}).status, 200);
}

TEST_F(Stage, BodiesAreReadAsTheRowSays) {
  const testing::ClientHeaders json{{"Content-Type", "application/json"}};
  const auto post = [&](testing::ClientHeaders headers, std::string body) {
    return client_->Send(Method::kPost, "/body", std::move(headers), std::move(body));
  };
  EXPECT_EQ(post(json, R"({"name":"x"})").status, 204);
  EXPECT_EQ(post({{"Content-Type", "text/xml"}}, "<x/>").status, 415);
  EXPECT_EQ(post({json[0], json[0]}, R"({"name":"x"})").status, 415);
  const ClientAnswer missing = post(json, "{}");
  EXPECT_EQ(missing.status, 400);
  EXPECT_THAT(missing.body, HasSubstr(R"("errors":[{"pointer":"#/name"}])"));
}

TEST_F(Stage, ErrorsOfARowSpeakTheDialect) {
  const ClientAnswer answer = Get("/fail", {{"X-Request-Id", "r-1"}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.content_type, "application/problem+json");
  EXPECT_EQ(answer.body,
            R"({"type":"about:blank","title":"Conflict","status":409,"detail":"It is taken.",)"
            R"("code":"taken","request_id":"r-1"})");
}

TEST_F(Stage, AnExceptionIs500AndAffectsNoOtherRequest) {
  const ClientAnswer answer = Get("/throw");
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, ::testing::Not(HasSubstr("broken")));
  EXPECT_THAT(log_, HasSubstr(R"("detail":"exception: broken")"));
}

TEST_F(Stage, AStorageFailureIs503AndNever401) {
  for (int n = 1; n <= 3; ++n) {
    plan_->FailCall(n, 1000);
    const ClientAnswer answer = Get("/inline", {{"Authorization", bob_token_}});
    if (!plan_->fired()) break;
    EXPECT_EQ(answer.status, 503) << n;
    EXPECT_EQ(answer.Header("Retry-After"), "1");
  }
  plan_->FailCall(1, 1000);
  EXPECT_EQ(Get("/account", {{"Authorization", Basic("bob", "wrong")}}).status, 503);
  plan_->Heal();
  EXPECT_EQ(Get("/inline", {{"Authorization", bob_token_}}).status, 200);
}

TEST_F(Stage, TheRequestIdIsTheClientsOrIsMadeWhereItIsOwed) {
  EXPECT_EQ(Get("/open").Header("X-Request-Id"), "");
  EXPECT_EQ(Get("/open", {{"X-Request-Id", "a.B_9-"}}).Header("X-Request-Id"), "a.B_9-");
  for (const std::string& bad : {std::string("a b"), std::string("a\"b"), std::string(129, 'a')}) {
    EXPECT_EQ(Get("/open", {{"X-Request-Id", bad}}).Header("X-Request-Id"), "");
  }
  const std::string made = Get("/loud").Header("X-Request-Id");
  EXPECT_EQ(base::CanonicalUuid(made), made);
  EXPECT_NE(Get("/loud").Header("X-Request-Id"), made);
  const ClientAnswer error = Get("/fail");
  EXPECT_THAT(error.body, HasSubstr(error.Header("X-Request-Id")));
  EXPECT_EQ(error.Header("X-Content-Type-Options"), "nosniff");
}

TEST_F(Stage, TheRequestLineSaysWhoAskedWhatAndHowItEnded) {
  log_.clear();
  Get("/forms/7?token=hidden",
      {{"Authorization", ann_token_}, {"X-Request-Id", "r-1"}, {"User-Agent", "curl"}});
  EXPECT_EQ(log_, R"({"time":"2031-05-06T07:08:09.123Z","level":"info","msg":"request",)"
                  R"("request_id":"r-1","method":"GET","path":"/forms/7",)"
                  R"("route":"GET /forms/{id}","status":200,"duration_us":0,"bytes":)" +
                      std::to_string((ann_.text + " in " + ours_.text).size()) +
                      R"(,"dialect":"plain","environment":")" + ours_.text +
                      R"(","organization":")" + organization_.text + R"(","subject":")" +
                      ann_.text +
                      R"(","credential_kind":"reference_token",)"
                      R"("credential":")" +
                      ann_session_ +
                      R"(","peer":"192.0.2.7"})"
                      "\n");
  log_.clear();
  Get("/forms/7", {{"Authorization", bob_token_}, {"X-Request-Id", "r-2"}});
  EXPECT_THAT(log_, HasSubstr(R"("status":403)"));
  EXPECT_THAT(log_, HasSubstr(R"("reason":"missing_permission")"));
}

TEST_F(Stage, TheLineOfASlowRequestIsAWarningAlsoWhenRequestsAreNotLogged) {
  logger_.SetThreshold(observe::Level::kWarn);
  log_.clear();
  Get("/wait?short");
  EXPECT_EQ(log_, "");
  Get("/wait?long");
  EXPECT_THAT(log_, HasSubstr(R"("level":"warn","msg":"request")"));
  EXPECT_THAT(log_, HasSubstr(R"("path":"/wait")"));
  EXPECT_THAT(log_, HasSubstr(R"("duration_us":500000)"));
}

// Incident class H1: a log once contained whole Authorization headers.
TEST_F(Stage, NoSecretReachesTheLogOnAnyPath) {
  const std::string canary = "c4n4ry";
  const std::vector<testing::ClientHeaders> presented = {
      {{"Authorization", "Bearer " + canary}},
      {{"Authorization", "Bearer " + canary + " x"}},
      {{"Authorization", Basic("ann", canary)}},
      {{"Authorization", "Basic " + canary}},
      {{"Authorization", canary}},
      {{"X-Api-Key", canary}},
      {{"Authorization", "Bearer " + canary}, {"X-Api-Key", canary}},
      {{"Cookie", canary}, {"X-Request-Id", canary + "!"}}};
  for (const Route& route : door_->routes()) {
    if (route.operation.starts_with("block")) continue;
    for (const auto& headers : presented) {
      client_->Send(route.method, route.pattern + "?access_token=" + canary, headers, canary);
    }
  }
  for (const auto& headers : presented) Get("/nowhere?x=" + canary, headers);
  for (const Method method : {Method::kGet, Method::kPost, Method::kOptions, Method::kOther}) {
    client_->Send(method, "/secret/" + canary, {}, "");
  }
  EXPECT_THAT(log_, ::testing::Not(HasSubstr(canary)));
  EXPECT_THAT(log_, ::testing::Not(HasSubstr(base::Base64Encode("ann:" + canary))));
  EXPECT_THAT(log_, HasSubstr("malformed_credential"));
  EXPECT_THAT(log_, HasSubstr(R"("method":"POST","path":"/secret/{token}","status":405)"));
}

TEST_F(Stage, RequestsAndVerdictsAreCounted) {
  Get("/inline", {{"Authorization", ann_token_}});
  Get("/inline");
  Get("/nowhere");
  Get("/inline", {{"Authorization", "Bearer 3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44"}});
  const std::string text = registry_.Render();
  for (const std::string_view line :
       {R"(bearward_http_requests_total{dialect="plain",status_class="2xx"} 1)",
        R"(bearward_http_requests_total{dialect="plain",status_class="4xx"} 3)",
        R"(bearward_http_requests_total{dialect="named",status_class="4xx"} 0)",
        R"(bearward_verify_total{result="allow"} 1)", R"(bearward_verify_total{result="deny"} 1)",
        R"(bearward_verify_total{result="unknown"} 0)",
        R"(bearward_request_duration_seconds_count 4)", R"(bearward_pool_queue{pool="worker"} 0)",
        R"(bearward_pool_refused_total{pool="hash"} 0)"}) {
    EXPECT_THAT(text, HasSubstr(std::string(line) + "\n"));
  }
}

class TightStage : public Stage {
 protected:
  TightStage() : Stage({.workers = 1, .worker_queue = 1, .hashers = 1, .hash_queue = 0}) {}
};

TEST_F(TightStage, WhatDoesNotFitIs503AtOnceAndTheRestIsServed) {
  const auto running = client_->Start(Method::kGet, "/block");
  blocked_.wait(0);
  const auto waiting = client_->Start(Method::kGet, "/block");
  const ClientAnswer refused = Get("/block");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.Header("Retry-After"), "1");
  EXPECT_THAT(refused.body, HasSubstr("overloaded"));
  EXPECT_EQ(Get("/block/hash").status, 503);
  EXPECT_EQ(Get("/open").status, 200);
  release_.count_down();
  EXPECT_EQ(running->Take().status, 200);
  EXPECT_EQ(waiting->Take().status, 200);
  EXPECT_THAT(registry_.Render(), HasSubstr(R"(bearward_pool_refused_total{pool="worker"} 1)"));
}

// Incident class J2: token requests that waited for the storage delayed all new verifications.
TEST_F(TightStage, WorkersThatWaitDelayNoVerdict) {
  const auto running = client_->Start(Method::kGet, "/block");
  blocked_.wait(0);
  const auto waiting = client_->Start(Method::kGet, "/block");
  const std::string unknown = "Bearer 00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(Get("/inline", {{"Authorization", ann_token_}}).status, 200);
  EXPECT_EQ(Get("/inline", {{"Authorization", unknown}}).status, 401);
  EXPECT_EQ(Get("/forms/7", {{"Authorization", bob_token_}}).status, 403) << "a row for workers";
  release_.count_down();
  EXPECT_EQ(running->Take().status, 200);
  EXPECT_EQ(waiting->Take().status, 200);
}

TEST_F(TightStage, AfterStopWhatWasQueuedIsAnsweredAndNewWorkIsRefused) {
  release_.count_down();
  const auto queued = client_->Start(Method::kGet, "/block");
  door_->Stop();
  EXPECT_EQ(queued->Take().status, 200);
  EXPECT_EQ(Get("/block").status, 503);
  EXPECT_EQ(Get("/open").status, 200);
}

class DoorConcurrency : public Stage {};

TEST_F(DoorConcurrency, ManyThreadsGetTheirOwnAnswers) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const bool ann = (t + i) % 2 == 0;
        const std::string target = i % 3 == 0 ? "/inline" : "/named";
        const ClientAnswer answer = Get(target, {{"Authorization", ann ? ann_token_ : eve_token_}});
        if (!answer.body.ends_with(ann ? ours_.text : theirs_.text)) wrong.fetch_add(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bearward::door
