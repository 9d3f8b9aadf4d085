// GatewayFixture: a door with the gateway routes over a full core: ann the planner of Acme, bob
// without permissions, and policies as administrators create them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "door/door.h"
#include "gateway/question_fixture.h"
#include "gateway/routes.h"
#include "policies/policies.h"
#include "testing/cast.h"
#include "testing/door_client.h"
#include "testing/vendor_forms.h"

namespace bearward::gateway {

// NameOfFamily returns the test name suffix of a family.
inline std::string NameOfFamily(const ::testing::TestParamInfo<Family>& info) {
  return std::string(info.param.operation.substr(info.param.operation.find('.') + 1));
}

class GatewayFixture : public ::testing::Test {
 protected:
  explicit GatewayFixture(const testing::TestServerSettings& settings = {}) : cast_(settings) {
    model::Policy policy;
    policy.id = "forms";
    policy.permissions = {"forms:read"};
    Create(cast_.production, policy);
    token_ = SignedIn(cast_.ann);
    door_ = testing::Must(door::Door::Make(
        {cast_.world.verifier, request_log_, metrics_, cast_.world.clock, cast_.world.entropy},
        gateways_->Routes(), fallback_, [this] { return cast_.production; }, {}));
    client_.emplace(*door_);
  }
  ~GatewayFixture() override { door_->Stop(); }

  void Create(const model::EnvironmentId& environment, const model::Policy& policy) {
    testing::Must(policies_.Create(cast_.As(environment), policy));
  }
  void Update(const model::Policy& policy) {
    testing::Must(policies_.Replace(cast_.As(cast_.production), policy));
  }
  std::string SignedIn(const model::UserId& user, std::string_view profile = token::kTeleTracker) {
    const auto issued =
        cast_.world.SignIn(cast_.EnvironmentOf(user.text), user, cast_.HomeOf(user.text), profile);
    return std::string(issued.access.Reveal());
  }
  static ClientHeaders Bearer(const std::string& token) {
    return {{"Authorization", "Bearer " + token}};
  }
  static ClientHeaders Key(std::string_view key) { return {{"X-Api-Key", std::string(key)}}; }

  // Ask sends a gateway request of the family, including the client's headers. Send sends exactly
  // `headers`.
  ClientAnswer Ask(const Family& family, const AskingFor& asking, ClientHeaders headers) {
    return Send(family, asking, HeadersOf(family, asking, std::move(headers)));
  }
  ClientAnswer Send(const Family& family, const AskingFor& asking, ClientHeaders headers) {
    const bool envoy = family.name == "envoy";
    std::string target = std::string(family.prefix) + "/" + asking.policy;
    if (envoy) target += asking.path;
    const http::Method method = envoy ? http::MethodFromText(asking.method) : http::Method::kGet;
    auto pending =
        std::make_shared<testing::PendingAnswer>(method, std::move(target), std::move(headers), "");
    if (envoy) pending->request().method_text = asking.method;
    pending->request().peer = asking.peer;
    client_->Start(pending);
    return pending->Take();
  }
  int StatusOf(const Family& family, const AskingFor& asking, ClientHeaders headers) {
    return TrueStatusOf(family, Ask(family, asking, std::move(headers)));
  }
  // LastReason returns the reason in the newest request line.
  std::string LastReason() const {
    if (lines_.empty()) return "";
    const std::string& line = lines_.back();
    const auto at = line.find("\"reason\":\"");
    if (at == std::string::npos) return "";
    return line.substr(at + 10, line.find('"', at + 10) - at - 10);
  }

  testing::Cast cast_;
  observe::Registry metrics_;
  policies::PolicyCache cache_{*cast_.world.store, metrics_};
  policies::Policies policies_{{*cast_.world.store, cast_.world.clock, cast_.world.entropy}};
  std::vector<std::string> lines_;    // of the request log
  std::vector<std::string> notices_;  // of the program's log
  observe::Logger request_log_{cast_.world.clock, observe::Level::kInfo,
                               [this](std::string_view line) { lines_.emplace_back(line); }};
  observe::Logger log_{cast_.world.clock, observe::Level::kInfo,
                       [this](std::string_view line) { notices_.emplace_back(line); }};
  door::Dialect fallback_ = [] {
    door::Dialect dialect;
    dialect.name = "none";
    dialect.errors.write = [](const base::Error&, const door::Call&) {
      return door::EmptyReply(404);
    };
    return dialect;
  }();
  std::unique_ptr<Gateways> gateways_ =
      std::make_unique<Gateways>(Uses{.verifier = cast_.world.verifier,
                                      .cache = cache_,
                                      .keys = cast_.world.keys,
                                      .profiles = cast_.world.profiles,
                                      .metrics = metrics_,
                                      .log = log_,
                                      .clock = cast_.world.clock,
                                      .issuer = std::string(testing::kIssuer),
                                      .trusted = testing::Must(http::TrustedProxies::Parse(
                                          std::vector<std::string>{"127.0.0.0/8", "::1/128"})),
                                      .forms = testing::kAllForms});
  std::string token_;  // of ann
  std::unique_ptr<door::Door> door_;
  std::optional<testing::DoorClient> client_;
};

}  // namespace bearward::gateway
