// Stage: the fixture of tests that send requests to a door.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "door/door.h"
#include "door/stage_routes.h"
#include "testing/door_client.h"
#include "testing/faulty_engine.h"
#include "testing/test_server.h"
#include "testing/vendor_forms.h"

namespace bearward::door {

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
  testing::ClientAnswer Get(std::string target, testing::ClientHeaders headers = {}) {
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

inline std::vector<Route> Stage::Rows() {
  using enum http::Method;
  using testing::kBlank;
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
      {kGet, "/wait", OpenGuard(), RunOn::kInline, wait, "wait", "", kBlank, &plain_},
      {kGet, "/cached", any, RunOn::kWorker, ask, "cached", "", kBlank, &plain_, look},
      {kGet, "/inline", any, RunOn::kInline, WhoAsks, "inline", "", kBlank, &plain_},
      {kGet, "/forms/{id}", forms, RunOn::kWorker, WhoAsks, "forms", "", kBlank, &plain_},
      {kGet, "/account", with_account, RunOn::kWorker, WhoAsks, "account", "", kBlank, &plain_},
      {kPost, "/hash", any, RunOn::kHashing, WhoAsks, "hash", "", kBlank, &plain_},
      {kGet, "/open", OpenGuard(), RunOn::kInline, WhoAsks, "open", "", kBlank, &plain_},
      {kPost, "/body", OpenGuard(), RunOn::kInline, read, "body", "", kBlank, &plain_},
      {kGet, "/fail", OpenGuard(), RunOn::kInline, fail, "fail", "", kBlank, &plain_},
      {kGet, "/throw", OpenGuard(), RunOn::kWorker, throws, "throw", "", kBlank, &plain_},
      {kGet, "/block", OpenGuard(), RunOn::kWorker, block, "block", "", kBlank, &plain_},
      {kGet, "/block/hash", OpenGuard(), RunOn::kHashing, block, "block.hash", "", kBlank, &plain_},
      {kGet, "/named", any, RunOn::kWorker, WhoAsks, "named", "", kBlank, &named_},
      {kGet, "/named/open", OpenGuard(), RunOn::kWorker, WhoAsks, "named.open", "", kBlank,
       &named_},
      {kGet, "/loud", OpenGuard(), RunOn::kInline, WhoAsks, "loud", "", kBlank, &loud_},
      {kGet, "/secret/{token}", OpenGuard(), RunOn::kInline, WhoAsks, "secret", "", kBlank,
       &plain_},
  };
  rows.back().secret_path = true;
  return rows;
}

}  // namespace bearward::door
