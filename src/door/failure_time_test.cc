// Failed sign-ins take a fixed time, and no hashing thread waits for it (incident class D1).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "door/door.h"
#include "door/problem.h"
#include "testing/any_contract.h"
#include "testing/door_client.h"
#include "testing/test_server.h"

namespace bearward::door {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::PendingAnswer;

class FailureTime : public ::testing::Test {
 protected:
  FailureTime() {
    dialect_.name = "plain";
    dialect_.errors.write = [](const base::Error& error, const Call&) {
      return EmptyReply(StatusOf(error));
    };
    const auto row = [&](std::string path, base::Error error) {
      Route route{http::Method::kGet,
                  std::move(path),
                  OpenGuard(),
                  RunOn::kHashing,
                  [error](Call&) -> base::Result<Reply> { return base::Fail(error); },
                  "test",
                  "A test",
                  &testing::kAnyContract,
                  &dialect_};
      return route;
    };
    std::vector<Route> rows = {
        row("/wrong", verify::InvalidCredentials("")),
        row("/wrong-code", base::Unauthenticated("invalid_one_time_code", "")),
        row("/throttled", base::Limited("too_many_failures", "", 60s))};
    rows.push_back(row("/right", base::Internal("")));
    rows.back().run = [](Call&) -> base::Result<Reply> { return EmptyReply(200); };
    rows.push_back(row("/replaced", base::Internal("")));
    rows.back().run = [](Call&) -> base::Result<Outcome> {
      return Deferred{EmptyReply(200), [](const std::function<void(base::Status)>& done) {
                        done(base::Fail(verify::InvalidCredentials("")));
                      }};
    };
    door_ = testing::Must(Door::Make({.verifier = world_.verifier,
                                      .request_log = log_,
                                      .metrics = metrics_,
                                      .clock = clock_,
                                      .entropy = world_.entropy,
                                      .failure_time = [] { return kTime; },
                                      .slow_request = kTime},
                                     std::move(rows), dialect_,
                                     [] { return model::EnvironmentId(); }, {.hashers = 1}));
    client_.emplace(*door_);
  }
  ~FailureTime() override { door_->Stop(); }

  std::shared_ptr<PendingAnswer> Start(std::string path) {
    auto pending = std::make_shared<PendingAnswer>(http::Method::kGet, std::move(path),
                                                   testing::ClientHeaders(), "");
    client_->Start(pending);
    return pending;
  }
  std::chrono::nanoseconds TimeOf(std::string path, int status) {
    const std::int64_t begun = clock_.Ticks();
    EXPECT_EQ(Start(std::move(path))->Take().status, status);
    return std::chrono::nanoseconds(clock_.Ticks() - begun);
  }

  static constexpr std::chrono::milliseconds kTime = 200ms;
  testing::TestServer world_;
  base::SystemClock clock_;
  observe::Registry metrics_;
  std::string lines_;
  observe::Logger log_{clock_, observe::Level::kInfo,
                       [this](std::string_view line) { lines_ += line; }};
  Dialect dialect_;
  std::unique_ptr<Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_F(FailureTime, AFailedSignInIsNotAnsweredBefore) {
  EXPECT_GE(TimeOf("/wrong", 401), kTime);
  EXPECT_GE(TimeOf("/wrong-code", 401), kTime);
}

// Regression: each refused sign-in was a warning about a slow request.
TEST_F(FailureTime, TheDelayOfAFailedSignInDoesNotMakeItASlowRequest) {
  TimeOf("/wrong", 401);
  EXPECT_THAT(lines_, HasSubstr(R"("level":"info","msg":"request")"));
  EXPECT_THAT(lines_, Not(HasSubstr(R"("level":"warn")")));
}

// The password was replaced between its check and the write.
TEST_F(FailureTime, SignInRefusedByItsWriteIsNotAnsweredBefore) {
  EXPECT_GE(TimeOf("/replaced", 401), kTime);
}

TEST_F(FailureTime, TheOnlyHashingThreadServesOthersMeanwhile) {
  const std::int64_t begun = clock_.Ticks();
  std::vector<std::shared_ptr<PendingAnswer>> failing;
  for (int i = 0; i < 20; ++i) failing.push_back(Start("/wrong"));
  EXPECT_EQ(Start("/right")->Take().status, 200);
  EXPECT_EQ(Start("/throttled")->Take().status, 429);
  for (const auto& pending : failing) EXPECT_EQ(pending->Take().status, 401);
  EXPECT_LT(std::chrono::nanoseconds(clock_.Ticks() - begun), 20 * kTime) << "one after another";
}

TEST_F(FailureTime, StopAnswersWhatWaits) {
  const auto pending = Start("/wrong");
  door_->Stop();
  EXPECT_EQ(pending->Take().status, 401);
}

}  // namespace
}  // namespace bearward::door
