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
  Operator() {
    const OperatorUses uses{health_,
                            metrics_,
                            [this] { return ping_; },
                            [this]() -> const std::vector<door::Route>& { return door_->routes(); },
                            {"1.2.3", ""}};
    door_ = testing::Must(door::Door::Make(
        {world_.verifier, logger_, metrics_, world_.clock, world_.entropy},
        OperatorRoutes(uses, dialect_), dialect_, [] { return model::EnvironmentId(); }, {}));
    client_.emplace(*door_);
  }
  ~Operator() override { door_->Stop(); }

  testing::TestServer world_;
  observe::Logger logger_{world_.clock, observe::Level::kOff, [](std::string_view) {}};
  observe::Health health_;
  observe::Registry metrics_;
  base::Status ping_;
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
