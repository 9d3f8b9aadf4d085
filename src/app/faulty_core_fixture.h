// FaultyCoreFixture: the whole program over a database whose calls fail on demand.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "app/lenient_fixture.h"
#include "app/provision_file.h"
#include "app/wire.h"
#include "testing/door_client.h"
#include "testing/fake_clock.h"
#include "testing/fake_entropy.h"
#include "testing/faulty_engine.h"
#include "testing/must.h"
#include "testing/test_engine.h"

namespace bearward::app {

class FaultyCoreFixture : public ::testing::Test {
 protected:
  // kAcme is a provisioning file with an environment, its key and an organization.
  static inline const std::string kAcme = R"(
[[environments]]
name = "production"
[[api_keys]]
environment = "production"
value = "sk_test_0000000000000000000000000000"
[[organizations]]
name = "Acme"
id = "org_acme"
)";

  FaultyCoreFixture() {
    Config config = Lenient({});
    config.password_cost = {.memory_kib = 8, .passes = 1};
    config.password_failure = std::chrono::milliseconds(0);
    core_ = testing::Must(Core::Open(config, {clock_, entropy_, log_, log_},
                                     testing::WithFaults(testing::TestEngine(), plan_), key_));
  }
  // A failure that is still planned would also fail what the end of the program writes.
  ~FaultyCoreFixture() override { plan_->Heal(); }

  void Apply(const std::string& world) {
    testing::Must(core_->Apply(testing::Must(ParseProvisionFile(world, "world.toml"))));
  }

  // AskJson sends a request with a key or token.
  testing::ClientAnswer AskJson(http::Method method, const std::string& target,
                                const std::string& credential, const std::string& body = {}) {
    return testing::DoorClient(core_->door())
        .Send(method, target,
              {{"Authorization", "Bearer " + credential}, {"Content-Type", "application/json"}},
              body);
  }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::FakeClock clock_;
  testing::FakeEntropy entropy_;
  const base::Secret key_ = crypto::KeyRing::Generate(entropy_);  // the master key
  observe::Logger log_{clock_, observe::Level::kOff, observe::Logger::Sink()};
  std::unique_ptr<Core> core_;
};

}  // namespace bearward::app
