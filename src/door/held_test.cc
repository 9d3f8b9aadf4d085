// Deferred responses (Held) through the door.
#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "door/door.h"
#include "door/problem.h"
#include "testing/door_client.h"
#include "testing/test_server.h"

namespace bearward::door {
namespace {

using Done = std::function<void(base::Status)>;

class HeldAnswers : public ::testing::Test {
 protected:
  HeldAnswers() {
    const model::EnvironmentId environment = world_.AddEnvironment("production");
    const model::OrganizationId acme = world_.AddOrganization(environment, "Acme", 28);
    const model::UserId ann = world_.AddUser(environment, {acme, "ann"});
    key_ = world_.AddUserKey(environment, ann).Reveal();
    dialect_.name = "plain";
    dialect_.write_error = Problem;
    door_ = testing::Must(
        Door::Make({world_.verifier, logger_, registry_, world_.clock, world_.entropy}, Rows(),
                   dialect_, [environment] { return environment; }, {}));
    client_.emplace(*door_);
  }
  ~HeldAnswers() override { door_->Stop(); }

  std::vector<Route> Rows() {
    const auto run = [](Call&) -> base::Result<Reply> { return TextReply(200, "run"); };
    Guard guard;
    guard.accepted = kApiKeyHeader;
    guard.kinds = verify::KindBit(model::CredentialKind::kApiKey);
    using enum http::Method;
    std::vector<Route> rows = {
        {kGet, "/open", OpenGuard(), RunOn::kWorker, run, "open", "", &dialect_},
        {kGet, "/guarded", guard, RunOn::kWorker, run, "guarded", "", &dialect_},
    };
    for (Route& row : rows) row.hold = [this](Call& call) { return Hold(call); };
    return rows;
  }
  // Hold stores the commit callback, for the test to call.
  std::optional<base::Result<Held>> Hold(Call& call) {
    const std::string_view query = call.request().query;
    if (query == "broken") throw std::runtime_error("broken");
    if (query == "unknown") return std::nullopt;
    if (query == "refused") return base::Fail(base::Conflict("taken", "Taken."));
    return Held{TextReply(200, "held"), [this](Done done) {
                  const std::lock_guard lock(mutex_);
                  held_.push_back(std::move(done));
                }};
  }
  Done TakeHeld() {
    const std::lock_guard lock(mutex_);
    if (held_.size() != 1) throw std::runtime_error("not one answer is held");
    return std::exchange(held_, {}).front();
  }
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
  std::vector<Done> held_;
  std::unique_ptr<Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_F(HeldAnswers, GoOutWhenTheirWriteIsThrough) {
  const auto answer = Start("/open");
  EXPECT_EQ(log_, "") << "nothing is said before it is so";
  TakeHeld()({});
  EXPECT_EQ(answer->Take().body, "held");
  EXPECT_NE(log_, "");
}

TEST_F(HeldAnswers, AreTheErrorOfTheWriteThatFailed) {
  const auto answer = Start("/open");
  TakeHeld()(base::Fail(base::Unavailable("store_failed", "")));
  EXPECT_EQ(answer->Take().status, 503);
}

TEST_F(HeldAnswers, AreGivenAtOnceWhereNothingIsToBeWritten) {
  EXPECT_EQ(Start("/open?refused")->Take().status, 409);
  EXPECT_EQ(Start("/open?broken")->Take().status, 500);
  EXPECT_EQ(Start("/open?unknown")->Take().body, "run");
}

TEST_F(HeldAnswers, AreForWhomMemoryKnows) {
  const testing::ClientHeaders ann{{"X-Api-Key", key_}};
  EXPECT_EQ(Start("/guarded")->Take().status, 401);
  EXPECT_EQ(Start("/guarded", ann)->Take().body, "run") << "the caller is still to be looked up";
  const auto answer = Start("/guarded", ann);
  TakeHeld()({});
  EXPECT_EQ(answer->Take().body, "held");
}

TEST_F(HeldAnswers, AreWaitedForByStop) {
  const auto answer = Start("/open");
  std::jthread later([done = TakeHeld()] { done({}); });
  door_->Stop();
  EXPECT_EQ(answer->Take().body, "held");
}

}  // namespace
}  // namespace bearward::door
