#include "door/door.h"

#include <thread>

#include "door/stage_fixture.h"

namespace bearward::door {
namespace {

using http::Method;
using testing::ClientAnswer;
using ::testing::HasSubstr;

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
  EXPECT_EQ(Get("/account?account_id=", bearer).status, 200) << "an empty one is none";
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
