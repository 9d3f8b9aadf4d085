// Deferred replies through the door.
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "door/door.h"
#include "door/problem.h"
#include "testing/any_contract.h"
#include "testing/door_client.h"
#include "testing/test_server.h"

namespace bearward::door {
namespace {

using testing::kBlank;
using Done = std::function<void(base::Status)>;

class DeferredReply : public ::testing::Test {
 protected:
  DeferredReply() {
    const model::EnvironmentId environment = world_.AddEnvironment("production");
    const model::OrganizationId acme = world_.AddOrganization(environment, "Acme", 28);
    const model::UserId ann = world_.AddUser(environment, {acme, "ann"});
    key_ = world_.AddUserKey(environment, ann).Reveal();
    dialect_.name = "plain";
    dialect_.errors.write = Problem;
    door_ = testing::Must(
        Door::Make({world_.verifier, logger_, registry_, world_.clock, world_.entropy}, Rows(),
                   dialect_, [environment] { return environment; }, {}));
    client_.emplace(*door_);
  }
  ~DeferredReply() override { door_->Stop(); }

  std::vector<Route> Rows() {
    const auto run = [](Call&) -> base::Result<Outcome> { return TextReply(200, "run"); };
    const auto defer = [this](Call& call) { return *Defer(call); };
    Guard guard;
    guard.accepted = kForms<kApiKey>;
    guard.kinds = verify::KindBit(model::CredentialKind::kApiKey);
    using enum http::Method;
    std::vector<Route> rows = {
        {kGet, "/open", OpenGuard(), RunOn::kWorker, run, "open", "", kBlank, &dialect_},
        {kGet, "/guarded", guard, RunOn::kWorker, run, "guarded", "", kBlank, &dialect_},
        {kGet, "/worker", OpenGuard(), RunOn::kWorker, defer, "worker", "", kBlank, &dialect_},
        {kGet, "/reading", OpenGuard(), RunOn::kReading, defer, "reading", "", kBlank, &dialect_},
        {kGet, "/hashing", OpenGuard(), RunOn::kHashing, defer, "hashing", "", kBlank, &dialect_},
        {kGet, "/inline", OpenGuard(), RunOn::kInline, defer, "inline", "", kBlank, &dialect_},
    };
    for (Route& row : rows) {
      if (row.pattern != "/open" && row.pattern != "/guarded") continue;
      row.try_cached = [this](Call& call) { return Defer(call); };
    }
    return rows;
  }
  // Defer stores the commit callback, for the test to call.
  std::optional<base::Result<Outcome>> Defer(Call& call) {
    const std::string_view query = call.request().query;
    if (query == "broken") throw std::runtime_error("broken");
    if (query == "unknown") return std::nullopt;
    if (query == "refused") return base::Fail(base::Conflict("taken", "Taken."));
    if (query == "at_once") return TextReply(200, "at once");
    Deferred deferred{TextReply(200, "deferred"), [this](Done done) {
                        const std::lock_guard lock(mutex_);
                        begun_.push_back(std::move(done));
                        changed_.notify_all();
                      }};
    if (query == "superseded") {
      deferred.superseded = []() -> base::Result<Reply> { return TextReply(200, "again"); };
    }
    if (query == "superseded_refused") {
      deferred.superseded = []() -> base::Result<Reply> {
        return base::Fail(base::Conflict("taken", "Taken."));
      };
    }
    return deferred;
  }
  // TakeBegun waits until `count` commits have begun and returns their callbacks.
  std::vector<Done> TakeBegun(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return begun_.size() >= count; });
    return std::exchange(begun_, {});
  }
  Done TakeOne() { return TakeBegun(1).front(); }
  auto Start(std::string target, testing::ClientHeaders headers = {}) {
    return client_->Start(http::Method::kGet, std::move(target), std::move(headers));
  }

  testing::TestServer world_;
  std::string log_;
  observe::Logger logger_{world_.clock, observe::Level::kInfo,
                          [this](std::string_view line) { log_ += line; }};
  observe::Registry registry_;
  Dialect dialect_;
  std::string key_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Done> begun_;  // guarded by mutex_
  std::unique_ptr<Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_F(DeferredReply, IsSentAndLoggedAfterItsWriteIsCommitted) {
  const auto answer = Start("/open");
  EXPECT_EQ(log_, "");
  TakeOne()({});
  EXPECT_EQ(answer->Take().body, "deferred");
  EXPECT_NE(log_, "");
}

TEST_F(DeferredReply, FailedWriteIsAnsweredWithItsError) {
  for (const char* target : {"/open", "/worker", "/reading", "/hashing", "/inline"}) {
    const auto answer = Start(target);
    TakeOne()(base::Fail(base::Unavailable("store_failed", "")));
    EXPECT_EQ(answer->Take().status, 503) << target;
  }
}

TEST_F(DeferredReply, RouteMayAnswerAtOnceInstead) {
  EXPECT_EQ(Start("/open?refused")->Take().status, 409);
  EXPECT_EQ(Start("/open?broken")->Take().status, 500);
  EXPECT_EQ(Start("/open?at_once")->Take().body, "at once");
  EXPECT_EQ(Start("/open?unknown")->Take().body, "run");
  EXPECT_EQ(Start("/worker?refused")->Take().status, 409);
  EXPECT_EQ(Start("/worker?broken")->Take().status, 500);
  EXPECT_EQ(Start("/worker?at_once")->Take().body, "at once");
}

TEST_F(DeferredReply, FastPathIsForCallersInMemory) {
  const testing::ClientHeaders ann{{"X-Api-Key", key_}};
  EXPECT_EQ(Start("/guarded")->Take().status, 401);
  EXPECT_EQ(Start("/guarded", ann)->Take().body, "run") << "a cache miss";
  const auto answer = Start("/guarded", ann);
  TakeOne()({});
  EXPECT_EQ(answer->Take().body, "deferred");
}

// The default pool has four workers. All commits begin before the first one ends.
TEST_F(DeferredReply, NoThreadOfAPoolWaitsForTheCommit) {
  for (const char* target : {"/worker", "/reading", "/hashing"}) {
    std::vector<decltype(Start(target))> answers;
    for (int i = 0; i < 32; ++i) answers.push_back(Start(target));
    for (const Done& done : TakeBegun(answers.size())) done({});
    for (const auto& answer : answers) EXPECT_EQ(answer->Take().body, "deferred") << target;
  }
}

TEST_F(DeferredReply, SupersededWriteIsAnsweredByItsContinuation) {
  const base::Error superseded = base::Conflict(std::string(store::kSuperseded), "");
  for (const char* target : {"/open?superseded", "/worker?superseded", "/hashing?superseded"}) {
    const auto answer = Start(target);
    TakeOne()(base::Fail(superseded));
    EXPECT_EQ(answer->Take().body, "again") << target;
  }
  const auto refused = Start("/worker?superseded_refused");
  TakeOne()(base::Fail(superseded));
  EXPECT_EQ(refused->Take().status, 409);
  const auto without = Start("/worker");
  TakeOne()(base::Fail(superseded));
  EXPECT_EQ(without->Take().status, 409) << "without a continuation it is the error";
}

TEST_F(DeferredReply, ContinuationDoesNotRunForOtherErrors) {
  const auto answer = Start("/worker?superseded");
  TakeOne()(base::Fail(base::Unavailable("store_failed", "")));
  EXPECT_EQ(answer->Take().status, 503);
  const auto committed = Start("/worker?superseded");
  TakeOne()({});
  EXPECT_EQ(committed->Take().body, "deferred");
}

TEST_F(DeferredReply, IsAwaitedByStop) {
  const auto answer = Start("/worker");
  std::jthread later([done = TakeOne()] { done({}); });
  door_->Stop();
  EXPECT_EQ(answer->Take().body, "deferred");
}

}  // namespace
}  // namespace bearward::door
