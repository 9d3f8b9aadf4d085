// Applications with client id and secret: verified once by the store, then answered from the cache.
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "store/applications.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"

namespace bearward::verify {
namespace {

using model::EventType;
using testing::ClientSecretOf;
using testing::Must;

constexpr std::string_view kPeer = "192.0.2.1";

class ClientSecret : public ::testing::Test {
 protected:
  Decision Ask(const std::string& client_id, std::string_view secret = testing::kPassword) {
    return world_.verifier.Verify(ClientSecretOf(credentials_.environment, client_id, secret),
                                  question_, kPeer);
  }
  std::int64_t CallsFor(const std::string& client_id, std::string_view secret) {
    plan_->Heal();
    (void)Ask(client_id, secret);
    return plan_->calls();
  }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::TestServer world_{
      {.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  const testing::CredentialSet credentials_{world_};
  const model::Need live_ = model::Need::Live();
  const Question question_{live_};
};

TEST_F(ClientSecret, ReturnsTheApplicationAndWhichSecretItWas) {
  const std::string second = world_.AddClientSecret(credentials_.environment, credentials_.exporter,
                                                    "another secret of the client");
  const Decision decision = Ask("exporter", "another secret of the client");
  ASSERT_TRUE(decision.allowed());
  EXPECT_EQ(decision.caller()->credential_id(), second);
  EXPECT_EQ(decision.caller()->principal().credential, model::CredentialKind::kClientSecret);
  EXPECT_EQ(decision.caller()->principal().subject_id, credentials_.exporter.text);
  EXPECT_EQ(decision.caller()->principal().username, "exporter");
  EXPECT_NE(Ask("exporter").caller()->credential_id(), second);
}

// Incident class D1.
TEST_F(ClientSecret, EveryRefusalReadsAndCostsAlike) {
  const std::int64_t wrong = CallsFor("exporter", "wrong");
  EXPECT_GT(wrong, 0);
  EXPECT_EQ(CallsFor("nobody", "wrong"), wrong);
  EXPECT_EQ(CallsFor("", ""), wrong);
  for (const auto& [id, secret] :
       {std::pair("exporter", "wrong"), std::pair("nobody", "wrong"),
        std::pair("EXPORTER", "correct horse battery staple"), std::pair("exporter", "")}) {
    const Decision decision = Ask(id, secret);
    EXPECT_FALSE(decision.unknown());
    EXPECT_EQ(decision.error().code, base::Code::kUnauthenticated);
    EXPECT_EQ(decision.error().reason, "invalid_client");
    EXPECT_EQ(decision.error().public_text, "The client id or the client secret is wrong.");
  }
}

TEST_F(ClientSecret, MeansNothingInAnotherEnvironment) {
  const testing::CredentialSet sandbox(world_, "sandbox");
  ASSERT_TRUE(Ask("exporter").allowed());
  world_.AddClientSecret(sandbox.environment, sandbox.exporter, "only in the sandbox");
  EXPECT_FALSE(Ask("exporter", "only in the sandbox").allowed());
  EXPECT_FALSE(Ask("").allowed());
}

// Incident class E1: the cached verdict of one claim answers no other claim, however the text is
// split between id and secret.
TEST_F(ClientSecret, RememberedOneHelpsNoOtherClaim) {
  const Credential good = ClientSecretOf(credentials_.environment, "exporter");
  ASSERT_TRUE(world_.verifier.Verify(good, question_, kPeer).allowed());
  Credential moved = ClientSecretOf(credentials_.environment, "exporter" + std::string("c"),
                                    testing::kPassword.substr(1));
  EXPECT_FALSE(world_.verifier.TryCached(moved, question_));
  for (const Scheme scheme : {Scheme::kBasic, Scheme::kIntegrator, Scheme::kClientAssertion}) {
    Credential other = good;
    other.scheme = scheme;
    EXPECT_FALSE(world_.verifier.TryCached(other, question_));
  }
  EXPECT_TRUE(world_.verifier.TryCached(good, question_));
}

TEST_F(ClientSecret, OtherSecretsLiveOnWhenOneIsRemoved) {
  world_.AddClientSecret(credentials_.environment, credentials_.exporter,
                         "another secret of the client");
  ASSERT_TRUE(Ask("exporter").allowed());
  ASSERT_TRUE(Ask("exporter", "another secret of the client").allowed());
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::DeleteSecrets(tx, credentials_.environment, credentials_.exporter));
    BW_TRY(store::InsertSecret(tx, {.environment = credentials_.environment,
                                    .id = "sec_kept",
                                    .application = credentials_.exporter,
                                    .hash = crypto::Sha256("another secret of the client"),
                                    .created_at = world_.clock.Now()}));
    return world_.Announce(tx, EventType::kApplicationUpdated, credentials_.environment,
                           credentials_.exporter.text);
  }));
  EXPECT_FALSE(Ask("exporter").allowed());
  EXPECT_EQ(Ask("exporter", "another secret of the client").caller()->credential_id(), "sec_kept");
}

}  // namespace
}  // namespace bearward::verify
