#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/hash.h"
#include "keys/keys.h"
#include "store/applications.h"
#include "testing/cast.h"

namespace bearward::keys {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;
using token::Issued;

class ResetSecretTest : public ::testing::Test {
 protected:
  std::vector<model::ApplicationSecret> Secrets(const model::ApplicationId& application) {
    return Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::ListSecrets(tx, cast_.production, application); }));
  }
  Issued SignInExporter() {
    return world_.SignIn(cast_.production, cast_.exporter, token::kWorkSpan);
  }
  void ExpectNotFound(const base::Result<base::Secret>& result) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::Code::kNotFound);
    EXPECT_EQ(result.error().reason, "application_not_found");
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Keys keys_{{*world_.store, world_.clock, world_.entropy}};
};

TEST_F(ResetSecretTest, NewSecretReplacesTheOld) {
  const base::Secret secret = Must(keys_.ResetSecret(cast_.As(cast_.admin), cast_.exporter));
  EXPECT_EQ(secret.Reveal().size(), 32U);
  EXPECT_TRUE(std::ranges::all_of(
      secret.Reveal(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }));
  const auto secrets = Secrets(cast_.exporter);
  ASSERT_EQ(secrets.size(), 1U);
  EXPECT_EQ(secrets[0].hash, crypto::Sha256(secret.Reveal()));
  EXPECT_NE(secrets[0].hash, crypto::Sha256(testing::kSecret));
}

TEST_F(ResetSecretTest, LiveTokensOfTheApplicationDieAtOnce) {
  const Issued first = SignInExporter();
  const Issued second = SignInExporter();
  const Issued other = world_.SignIn(cast_.production, cast_.collector, token::kWorkSpan);
  ASSERT_TRUE(cast_.IsLive(first));
  const model::Caller admin = cast_.As(cast_.admin);
  const std::int64_t before = cast_.LastEvent();
  Must(keys_.ResetSecret(admin, cast_.exporter));
  EXPECT_FALSE(cast_.IsLive(first));
  EXPECT_FALSE(cast_.IsLive(second));
  EXPECT_TRUE(cast_.IsLive(other));

  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].type, model::EventType::kApplicationSecretReset);
  EXPECT_EQ(events[0].target, cast_.exporter.text);
  EXPECT_EQ(events[1].type, model::EventType::kSessionEnded);
  EXPECT_EQ(events[2].type, model::EventType::kSessionEnded);
  EXPECT_THAT((std::vector{events[1].target, events[2].target}),
              ::testing::UnorderedElementsAre(first.session.id.text, second.session.id.text));
  for (const model::Event& event : events) {
    EXPECT_EQ(event.actor.id, cast_.admin.text);
    EXPECT_EQ(event.organization, cast_.acme);
  }
}

TEST_F(ResetSecretTest, EnvironmentKeyMayResetAnyOfItsEnvironment) {
  const model::Caller key = cast_.As(cast_.production);
  EXPECT_TRUE(keys_.ResetSecret(key, cast_.exporter));
  EXPECT_TRUE(keys_.ResetSecret(key, cast_.collector));
}

TEST_F(ResetSecretTest, ForeignAndMissingApplicationsAreNotFound) {
  const Issued live = SignInExporter();
  const model::Caller exporter = cast_.Of(testing::BearerOf(live.access.Reveal()));
  const auto secrets = Secrets(cast_.exporter);
  const std::int64_t before = cast_.LastEvent();
  for (const model::Caller& caller : {cast_.As(cast_.ann), cast_.As(cast_.eve),
                                      cast_.As(cast_.mallory), cast_.As(cast_.sandbox), exporter}) {
    ExpectNotFound(keys_.ResetSecret(caller, cast_.exporter));
  }
  ExpectNotFound(keys_.ResetSecret(cast_.As(cast_.admin), {"app_unknown"}));
  ExpectNotFound(keys_.ResetSecret(cast_.As(cast_.production), cast_.stranger));
  EXPECT_TRUE(cast_.IsLive(live));
  EXPECT_EQ(Secrets(cast_.exporter)[0].hash, secrets[0].hash);
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

TEST_F(ResetSecretTest, SessionsThatEndedBeforeAreNotEndedAgain) {
  SignInExporter();
  const model::Caller admin = cast_.As(cast_.admin);
  Must(keys_.ResetSecret(admin, cast_.exporter));
  const std::int64_t before = cast_.LastEvent();
  Must(keys_.ResetSecret(admin, cast_.exporter));
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("application.secret_reset"));
}

// Incident class I3: a secret grants all rights of its application.
TEST_F(ResetSecretTest, ResetOfAnApplicationWithMorePermissionsIsRefused) {
  const auto strong = world_.AddApplication(
      cast_.production,
      {.organization = cast_.acme, .client_id = "strong", .permissions = {"users:manage"}});
  const auto writer = world_.AddApplication(
      cast_.production,
      {.organization = cast_.acme, .client_id = "writer", .access_profile = "Writes"});
  Must(world_.store->Write([&](store::WriteTx& tx) {
    return store::PutAccessProfile(tx, cast_.production,
                                   {"Writes", {{"*", model::Operation::kWrite}}});
  }));
  const model::Caller admin = cast_.As(cast_.admin);
  for (const model::ApplicationId& application : {strong, writer}) {
    EXPECT_EQ(keys_.ResetSecret(admin, application).error().reason, "exceeds_own_permissions");
    EXPECT_EQ(keys_.AddSecret(admin, application, std::chrono::seconds(0)).error().reason,
              "exceeds_own_permissions");
    EXPECT_EQ(keys_.RemoveSecret(admin, application, "sec_any").error().reason,
              "exceeds_own_permissions");
    EXPECT_TRUE(keys_.ListSecrets(admin, application));
    EXPECT_TRUE(keys_.ResetSecret(cast_.As(cast_.production), application));
  }
}

// A user has no access profile: seeing the objects of its organization does not cover one.
TEST_F(ResetSecretTest, AManagerCoversAnAccessProfileByWhatItsRoleGrants) {
  const auto client =
      world_.AddApplication(cast_.production, {.organization = cast_.acme, .client_id = "client"});
  const auto manager = [&](const std::string& role, std::vector<std::string> permissions) {
    permissions.emplace_back("applications:manage");
    world_.AddRole(cast_.production, role, permissions);
    return cast_.As(world_.AddUser(cast_.production, {cast_.acme, role, {role}}));
  };
  for (const model::Caller& lacks :
       {manager("plain", {}), manager("writer", {"objects:write", "objects:link"})}) {
    const auto refused = keys_.ResetSecret(lacks, client);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "exceeds_own_permissions");
    EXPECT_EQ(refused.error().public_text,
              "The subject holds the access *:read, which you do not hold.");
  }
  EXPECT_TRUE(keys_.ResetSecret(manager("reader", {"objects:read"}), client));
  EXPECT_TRUE(keys_.ResetSecret(manager("all", {"*"}), client));
}

}  // namespace
}  // namespace bearward::keys
