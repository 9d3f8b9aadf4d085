#include "dialects/v1/operations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialects/v1/dialect.h"
#include "door/door.h"
#include "testing/door_client.h"
#include "testing/test_server.h"

namespace bearward::dialects::v1 {
namespace {

using ::testing::HasSubstr;

class Operator : public ::testing::Test {
 protected:
  Operator() { Open(true); }
  ~Operator() override { door_->Stop(); }

  // Open replaces the door by one of a listener that has /metrics, or not.
  void Open(bool has_metrics) {
    if (door_) door_->Stop();
    client_.reset();
    door_.reset();
    metrics_.emplace();
    const OperatorUses uses{
        .health = health_,
        .metrics = *metrics_,
        .ping = [this] { return ping_; },
        .routes = [this]() -> const std::vector<door::Route>& { return door_->routes(); },
        .info = {"1.2.3", ""},
        .has_metrics = has_metrics,
        .node = [this] { return node_; }};
    door_ = testing::Must(door::Door::Make(
        {world_.verifier, logger_, *metrics_, world_.clock, world_.entropy},
        OperatorRoutes(uses, dialect_), dialect_, [] { return model::EnvironmentId(); }, {}));
    client_.emplace(*door_);
  }

  testing::TestServer world_;
  observe::Logger logger_{world_.clock, observe::Level::kOff, [](std::string_view) {}};
  observe::Health health_;
  std::optional<observe::Registry> metrics_;
  base::Status ping_;
  std::optional<NodeFacts> node_;
  door::Dialect dialect_ = MakeDialect();
  std::unique_ptr<door::Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_F(Operator, ReadinessFollowsThePhases) {
  EXPECT_EQ(client_->Get("/readyz").status, 503);
  health_.SetReady();
  EXPECT_EQ(client_->Get("/readyz").status, 200);
  EXPECT_EQ(client_->Get("/readyz").body, R"({"status":"ready"})");
  health_.SetDraining();
  EXPECT_EQ(client_->Get("/readyz").status, 503);
  EXPECT_THAT(client_->Get("/readyz").body, HasSubstr("draining"));
}

TEST_F(Operator, ReadinessAsksTheStorage) {
  health_.SetReady();
  ping_ = base::Fail(base::Unavailable("storage", "the disk is gone"));
  const testing::ClientAnswer answer = client_->Get("/readyz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body.find("disk"), std::string::npos);
}

TEST_F(Operator, ReadinessOfANodeStatesLeaseLagAndNodes) {
  using std::chrono::milliseconds;
  health_.SetReady();
  node_ = NodeFacts{.nodes = 3, .lease = milliseconds(950), .lag = milliseconds(50)};
  EXPECT_EQ(client_->Get("/readyz").body,
            R"({"status":"ready","node":{"nodes":3,"lease_ms":950,"event_lag_ms":50}})");
}

TEST_F(Operator, AFailedReadinessOfANodeIsAProblemWithItsState) {
  health_.SetReady();
  ping_ = base::Fail(base::Unavailable("lease_ended", "the event log cannot be read"));
  node_ = NodeFacts{.nodes = 1, .lag = std::chrono::milliseconds(2500)};
  const testing::ClientAnswer answer = client_->Get("/readyz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.content_type, door::kProblemType);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"lease_ended")"));
  EXPECT_THAT(answer.body,
              ::testing::EndsWith(R"(,"node":{"nodes":1,"lease_ms":0,"event_lag_ms":2500}})"));
  EXPECT_EQ(answer.body.find("event log"), std::string::npos);
}

TEST_F(Operator, TheStateOfANodeIsShownOnlyWhereTheMetricsAre) {
  health_.SetReady();
  node_ = NodeFacts{.nodes = 3};
  Open(false);
  EXPECT_EQ(client_->Get("/metrics").status, 404);
  EXPECT_EQ(client_->Get("/readyz").body, R"({"status":"ready"})");
  ping_ = base::Fail(base::Unavailable("lease_ended", ""));
  EXPECT_EQ(client_->Get("/readyz").status, 503);
  EXPECT_EQ(client_->Get("/readyz").body.find("node"), std::string::npos);
}

TEST_F(Operator, LivenessIsAboutTheProcessOnly) {
  ping_ = base::Fail(base::Unavailable("storage", "the disk is gone"));
  health_.SetDraining();
  EXPECT_EQ(client_->Get("/livez").status, 200);
}

TEST_F(Operator, MetricsAreTextForAScraper) {
  client_->Get("/livez");
  const testing::ClientAnswer answer = client_->Get("/metrics");
  EXPECT_EQ(answer.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(answer.body,
              HasSubstr(R"(bearward_http_requests_total{dialect="v1",status_class="2xx"} 1)"));
}

TEST_F(Operator, TheDocumentDescribesTheTableTheDoorRuns) {
  const testing::ClientAnswer answer = client_->Get("/openapi.json");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, door::kJson);
  EXPECT_THAT(answer.body, HasSubstr(R"("/openapi.json":{"get":)"));
}

TEST_F(Operator, AnUnknownPathIsAProblem) {
  const testing::ClientAnswer answer = client_->Get("/nowhere");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.content_type, "application/problem+json");
}

}  // namespace
}  // namespace bearward::dialects::v1
