#include <gtest/gtest.h>

#include <future>
#include <latch>

#include "base/id.h"
#include "crypto/hash.h"
#include "grant/grant.h"
#include "store/applications.h"
#include "testing/cast.h"
#include "testing/committed.h"
#include "verify/usage.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;
using testing::Must;

class ClientCredentialsTest : public ::testing::Test {
 protected:
  ClientClaim Claim(std::string id, std::string_view secret = testing::kSecret) {
    return {cast_.production, std::move(id), base::Secret(secret), {"192.0.2.1"}};
  }
  // Ask authenticates the client as a token endpoint does, and opens a session.
  base::Result<Granted> Ask(const ClientClaim& claim, Grant& grant) {
    auto decision = world_.verifier.Verify(
        testing::ClientSecretOf(claim.environment, claim.client_id, claim.client_secret.Reveal()),
        {live_}, claim.origin.address);
    if (!decision.allowed()) return base::Fail(decision.error());
    return testing::Committed(grant.ClientCredentials(decision.TakeCaller(), token::kWorkSpan));
  }
  base::Result<Granted> Ask(const ClientClaim& claim) { return Ask(claim, grant_); }
  base::Status Replace(std::string_view secret) {
    return cast_.world.store->Write(
        [&](store::WriteTx& tx) -> base::Status { return WriteReset(tx, secret); });
  }
  base::Status WriteReset(store::WriteTx& tx, std::string_view secret) {
    BW_TRY(store::DeleteSecrets(tx, cast_.production, cast_.exporter));
    BW_TRY(tx.Append(
        model::EventBy(cast_.production, {}, cast_.world.clock.Now())
            .Make(model::EventType::kApplicationSecretReset, cast_.exporter.text, cast_.acme)));
    if (secret.empty()) return {};
    return store::InsertSecret(tx, {.environment = cast_.production,
                                    .id = "sec_" + base::NewUlid({}, cast_.world.entropy),
                                    .application = cast_.exporter,
                                    .hash = crypto::Sha256(secret),
                                    .created_at = {}});
  }
  void ExpectInvalid(const base::Result<Granted>& result) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::Code::kUnauthenticated);
    EXPECT_EQ(result.error().reason, "invalid_client");
    EXPECT_EQ(result.error().public_text, "The client id or the client secret is wrong.");
    EXPECT_TRUE(result.error().fields.empty());
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  const model::Need live_ = model::Need::Live();
  Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock}, 10s};
};

TEST_F(ClientCredentialsTest, RightSecretOpensASession) {
  const std::int64_t before = cast_.LastEvent();
  const Granted granted = Must(Ask(Claim("exporter")));
  EXPECT_EQ(granted.subject.principal.subject_id, cast_.exporter.text);
  EXPECT_EQ(granted.subject.client_id, "exporter");
  EXPECT_TRUE(cast_.IsLive(granted.issued));
  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kSessionCreated);
  EXPECT_EQ(events[0].actor.kind, "application");
  EXPECT_EQ(events[0].actor.id, cast_.exporter.text);
  EXPECT_EQ(events[0].target, granted.issued.session.id.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
}

TEST_F(ClientCredentialsTest, AnyOfSeveralSecretsWillDo) {
  Must(world_.store->Write([&](store::WriteTx& tx) {
    return store::InsertSecret(tx, {.environment = cast_.production,
                                    .id = "sec_second",
                                    .application = cast_.exporter,
                                    .hash = crypto::Sha256("second"),
                                    .created_at = {}});
  }));
  EXPECT_TRUE(Ask(Claim("exporter")));
  EXPECT_TRUE(Ask(Claim("exporter", "second")));
  ExpectInvalid(Ask(Claim("exporter", "third")));
}

TEST_F(ClientCredentialsTest, UnknownIdWrongSecretAndDisabledApplicationAnswerAlike) {
  ExpectInvalid(Ask(Claim("nobody")));
  ExpectInvalid(Ask(Claim("")));
  ExpectInvalid(Ask(Claim("exporter", "wrong")));
  ExpectInvalid(Ask(Claim("exporter", "")));
  ExpectInvalid(Ask(Claim("exporter", testing::kSecret.substr(0, testing::kSecret.size() - 1))));
  cast_.SetApplicationEnabled(cast_.exporter, false);
  ExpectInvalid(Ask(Claim("exporter")));
}

TEST_F(ClientCredentialsTest, ApplicationWithoutSecretsIsInvalid) {
  Must(Replace(""));
  ExpectInvalid(Ask(Claim("exporter")));
  ExpectInvalid(Ask(Claim("exporter", "")));
  ExpectInvalid(Ask(Claim("exporter", std::string(32, '\0'))));
}

TEST_F(ClientCredentialsTest, DisabledOrganizationAndEnvironmentAreInvalid) {
  cast_.SetOrganizationEnabled(cast_.acme, false);
  ExpectInvalid(Ask(Claim("exporter")));
  cast_.SetEnvironmentEnabled(cast_.production, false);
  ExpectInvalid(Ask(Claim("collector")));
}

// Both environments have an application with this id, each with its own secret.
TEST_F(ClientCredentialsTest, SecretOfAnotherEnvironmentMeansNothing) {
  Must(Replace("only production"));
  ExpectInvalid(Ask(Claim("exporter")));
  ClientClaim elsewhere = Claim("exporter", "only production");
  elsewhere.environment = cast_.sandbox;
  ExpectInvalid(Ask(elsewhere));
  elsewhere.environment = {"env_unknown"};
  ExpectInvalid(Ask(elsewhere));
}

TEST_F(ClientCredentialsTest, SecretThatWasUsedIsMarkedByTheNextFlush) {
  const auto last_used = [&] {
    const auto secrets = Must(world_.store->Read([&](store::ReadTx& tx) {
      return store::ListSecrets(tx, cast_.production, cast_.exporter);
    }));
    return secrets.at(0).last_used_at;
  };
  ExpectInvalid(Ask(Claim("exporter", "wrong")));
  Must(world_.verifier.usage().Flush());
  EXPECT_FALSE(last_used());
  EXPECT_TRUE(Ask(Claim("exporter")));
  EXPECT_FALSE(last_used()) << "nothing is written for a request";
  Must(world_.verifier.usage().Flush());
  EXPECT_EQ(last_used(), world_.clock.Now());
}

TEST_F(ClientCredentialsTest, RefusalsOpenNothing) {
  const std::int64_t before = cast_.LastEvent();
  ExpectInvalid(Ask(Claim("exporter", "wrong")));
  ExpectInvalid(Ask(Claim("nobody")));
  EXPECT_EQ(cast_.LastEvent(), before);
}

TEST_F(ClientCredentialsTest, SecretResetBeforeTheWriteOpensNothing) {
  testing::HookedIssuer hooked(world_, [&] { Must(Replace("new")); });
  Grant grant({*world_.store, world_.verifier, hooked.issuer, world_.clock}, 10s);
  const std::int64_t before = cast_.LastEvent();
  ExpectInvalid(Ask(Claim("exporter"), grant));
  EXPECT_EQ(cast_.LastEvent(), before + 1) << "only the reset";
}

// The listeners do not know the reset yet when the closure of the grant runs.
TEST_F(ClientCredentialsTest, SecretResetInTheSameTransactionOpensNothing) {
  auto decision = world_.verifier.Verify(
      testing::ClientSecretOf(cast_.production, "exporter", testing::kSecret), {live_}, "");
  ASSERT_TRUE(decision.allowed());
  const model::Caller client = decision.TakeCaller();
  auto pending = Must(grant_.ClientCredentials(client, token::kWorkSpan));
  std::promise<base::Status> granted;
  std::latch queued(1);
  // The first write occupies the writer, so that the next two share a transaction.
  world_.store->Post(
      [&](store::WriteTx&) -> base::Status {
        queued.wait();
        return {};
      },
      [](const base::Status&) {});
  world_.store->Post([this](store::WriteTx& tx) { return WriteReset(tx, ""); },
                     [](const base::Status&) {});
  pending.commit([&](base::Status status) { granted.set_value(std::move(status)); });
  queued.count_down();
  const base::Status status = granted.get_future().get();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason, "invalid_client");
}

}  // namespace
}  // namespace bearward::grant
