// Clients that authenticate with a signed assertion (RFC 7523). Incident class A4: an assertion is
// accepted once.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "store/applications.h"
#include "testing/client_key.h"
#include "testing/faulty_engine.h"
#include "testing/test_server.h"

namespace bearward::verify {
namespace {

using testing::AssertionPayload;
using testing::Must;

constexpr std::string_view kPeer = "192.0.2.1";

class PrivateKeyJwt : public ::testing::Test {
 protected:
  PrivateKeyJwt() {
    environment_ = world_.AddEnvironment("production");
    acme_ = world_.AddOrganization(environment_, "Acme", 28);
    application_ = world_.AddApplication(
        environment_, {.organization = acme_, .client_id = "sync", .jwks = key_.jwks()});
    world_.AddApplication(environment_, {.organization = acme_, .client_id = "keyless"});
  }
  AssertionPayload Payload(const std::string& id = "jti-1") {
    return {"sync", "sync", std::string(testing::kIssuer), base::ToSeconds(world_.clock.Now()) + 60,
            id};
  }
  Credential Signed(const AssertionPayload& payload) {
    Credential credential;
    credential.scheme = Scheme::kClientAssertion;
    credential.environment = environment_;
    credential.password = base::Secret(key_.Sign(payload.Text()));
    credential.audiences = {std::string(testing::kIssuer)};
    return credential;
  }
  Decision Ask(const Credential& credential) {
    return world_.verifier.Verify(credential, {live_}, kPeer);
  }
  void ExpectInvalid(const Decision& decision) {
    EXPECT_FALSE(decision.allowed());
    EXPECT_FALSE(decision.unknown());
    EXPECT_EQ(decision.error().reason, "invalid_client");
    EXPECT_EQ(decision.error().code, base::Code::kUnauthenticated);
  }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::TestServer world_{
      {.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  // other_ has none of the cached data of world_.verifier, as after a restart.
  Verifier other_{{*world_.store, world_.profiles, world_.keys, *world_.passwords, world_.clock},
                  {.issuer = std::string(testing::kIssuer),
                   .cache_capacity = 16,
                   .password_cache_key = base::Secret(std::string(32, 'o'))}};
  const testing::ClientKey key_;
  model::EnvironmentId environment_;
  model::OrganizationId acme_;
  model::ApplicationId application_;
  const model::Need live_ = model::Need::Live();
};

TEST_F(PrivateKeyJwt, ReturnsTheApplication) {
  const Decision decision = Ask(Signed(Payload()));
  ASSERT_TRUE(decision.allowed()) << decision.error().reason;
  const model::Principal& who = decision.caller()->principal();
  EXPECT_EQ(who.subject_id, application_.text);
  EXPECT_EQ(who.credential, model::CredentialKind::kClientAssertion);
  EXPECT_TRUE(who.client);
  EXPECT_EQ(decision.caller()->credential_id(), "");
}

// A replayed assertion must be refused by every process, also after a restart.
TEST_F(PrivateKeyJwt, IsGoodOnceAlsoForAnotherProcess) {
  const Credential credential = Signed(Payload());
  ASSERT_TRUE(Ask(credential).allowed());
  EXPECT_FALSE(world_.verifier.TryCached(credential, {live_}));
  ExpectInvalid(Ask(credential));
  ExpectInvalid(other_.Verify(credential, {live_}, kPeer));
  ExpectInvalid(Ask(Signed(Payload())));  // another signature with the same id
  EXPECT_TRUE(Ask(Signed(Payload("jti-2"))).allowed());
}

TEST_F(PrivateKeyJwt, WhatIsRefusedUsesNothingUp) {
  AssertionPayload wrong = Payload();
  wrong.audience = "https://elsewhere.example";
  ExpectInvalid(Ask(Signed(wrong)));
  Credential forged = Signed(Payload());
  forged.password = base::Secret(testing::ClientKey().Sign(Payload().Text()));
  ExpectInvalid(Ask(forged));
  EXPECT_TRUE(Ask(Signed(Payload())).allowed());
}

TEST_F(PrivateKeyJwt, IsOfOneClientInOneEnvironment) {
  for (const char* client : {"keyless", "nobody"}) {
    AssertionPayload payload = Payload();
    payload.issuer = payload.subject = client;
    ExpectInvalid(Ask(Signed(payload)));
  }
  Credential elsewhere = Signed(Payload());
  elsewhere.environment = world_.AddEnvironment("sandbox");
  ExpectInvalid(Ask(elsewhere));
  Credential named = Signed(Payload());
  named.login = "keyless";
  ExpectInvalid(Ask(named));
  named.login = "sync";
  EXPECT_TRUE(Ask(named).allowed());
}

// Incident class B4.
TEST_F(PrivateKeyJwt, OfADisabledApplicationIsRefused) {
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto application, store::FindApplication(tx, environment_, application_));
    application->enabled = false;
    return store::UpdateApplication(tx, *application);
  }));
  ExpectInvalid(Ask(Signed(Payload())));
}

TEST_F(PrivateKeyJwt, StorageFailureIsUnknown) {
  int round = 0;
  const int faults = testing::ForEveryFault(
      *plan_,
      [&] {
        const Decision decision = Ask(Signed(Payload("jti-" + std::to_string(++round))));
        EXPECT_EQ(decision.unknown(), plan_->fired());
        EXPECT_EQ(decision.allowed(), !plan_->fired());
      },
      [](int) {});
  EXPECT_GE(faults, 6);
}

class PrivateKeyJwtConcurrency : public PrivateKeyJwt {};

// Single-flight shares one verdict among concurrent requests; an assertion must not be shared.
TEST_F(PrivateKeyJwtConcurrency, OneAssertionThatComesManyTimesAtOnceIsTakenOnce) {
  for (int round = 0; round < 10; ++round) {
    const Credential assertion = Signed(Payload("jti-" + std::to_string(round)));
    std::atomic<int> allowed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] { allowed += Ask(assertion).allowed() ? 1 : 0; });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(allowed, 1);
  }
}

}  // namespace
}  // namespace bearward::verify
