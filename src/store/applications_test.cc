#include "store/applications.h"

#include <gtest/gtest.h>

#include <chrono>

#include "store/environments.h"
#include "store/organizations.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::SampleApplication;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};
const model::OrganizationId kOwner = {"org_1"};

class ApplicationsTable : public ::testing::Test {
 protected:
  ApplicationsTable() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(env));
      for (int number : {1, 2}) {
        db_.Write(InsertOrganization, testing::SampleOrganization(env, number));
      }
    }
  }
  static model::ApplicationSecret Secret(const std::string& env, const std::string& id,
                                         std::uint8_t seed) {
    return {.environment = {env},
            .id = id,
            .application = {"app_1"},
            .hash = testing::SampleDigest(seed),
            .created_at = testing::kSampleTime};
  }
  testing::MemoryStore db_;
};

TEST_F(ApplicationsTable, AProfileIsReadBackWithItsGrantsAndReplaced) {
  const std::string name = "Object Dynamics_Read";
  db_.Write(PutAccessProfile, kOne,
            model::AccessProfile{
                name, {{"*", model::Operation::kRead}, {"opportunity", model::Operation::kLink}}});
  const auto profile = db_.Read(FindAccessProfile, kOne, name);
  ASSERT_TRUE(profile.has_value());
  EXPECT_EQ(profile->name, name);
  EXPECT_TRUE(profile->Allows("form", model::Operation::kRead));
  EXPECT_TRUE(profile->Allows("opportunity", model::Operation::kLink));
  EXPECT_FALSE(profile->Allows("form", model::Operation::kLink));
  EXPECT_FALSE(db_.Read(FindDescribedAccessProfile, kTwo, name).has_value());

  db_.Write(PutAccessProfile, kOne, model::AccessProfile{name, {}});
  EXPECT_TRUE(db_.Read(FindAccessProfile, kOne, name)->grants.empty());
}

TEST_F(ApplicationsTable, APredefinedProfileIsFoundByEitherSpellingAndCanBeDescribed) {
  const std::string spaced = "Object Dynamics_Read";
  const std::string compact = "ObjectDynamics_Read";
  for (const std::string& name : {spaced, compact}) {
    const auto profile = db_.Read(FindAccessProfile, kOne, name);
    ASSERT_TRUE(profile.has_value()) << name;
    EXPECT_TRUE(profile->Allows("form", model::Operation::kLink)) << name;
    EXPECT_FALSE(profile->AllowsSomewhere(model::Operation::kWrite)) << name;
    EXPECT_FALSE(db_.Read(FindDescribedAccessProfile, kOne, name).has_value()) << name;
  }
  EXPECT_FALSE(db_.Read(FindAccessProfile, kOne, std::string("ObjectAll")).has_value());
  // The other spelling must not override a described profile with fewer grants.
  db_.Write(PutAccessProfile, kOne, model::AccessProfile{spaced, {}});
  EXPECT_TRUE(db_.Read(FindAccessProfile, kOne, compact)->grants.empty());
}

TEST_F(ApplicationsTable, AnApplicationIsFoundInItsEnvironmentOnly) {
  auto application = SampleApplication("env_1", 1);
  application.enabled = false;
  db_.Write(InsertApplication, application);
  const auto found = db_.Read(FindApplication, kOne, application.id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->organization, kOwner);
  EXPECT_EQ(found->client_id, "client-1");
  EXPECT_EQ(found->access_profile, "ObjectRead");
  EXPECT_FALSE(found->enabled);
  EXPECT_EQ(found->created_at, testing::kSampleTime);
  const std::string client_id = "client-1";
  const std::string name = "Application 1";
  EXPECT_TRUE(db_.Read(FindApplicationByClientId, kOne, client_id).has_value());
  EXPECT_TRUE(db_.Read(FindApplicationByName, kOne, kOwner, name).has_value());
  EXPECT_FALSE(db_.Read(FindApplication, kTwo, application.id).has_value());
  EXPECT_FALSE(db_.Read(FindApplicationByClientId, kTwo, client_id).has_value());
  EXPECT_FALSE(db_.Read(FindApplicationByClientId, kOne, std::string("CLIENT-1")).has_value());
  EXPECT_FALSE(db_.Read(FindApplicationByName, kTwo, kOwner, name).has_value());
  EXPECT_FALSE(
      db_.Read(FindApplicationByName, kOne, model::OrganizationId{"org_2"}, name).has_value());
}

TEST_F(ApplicationsTable, ClientTermsAreReadBackAndReplaced) {
  auto application = SampleApplication("env_1", 1);
  db_.Write(InsertApplication, application);
  auto found = db_.Read(FindApplication, kOne, application.id);
  EXPECT_EQ(found->token_format, model::TokenFormat::kJwt);
  EXPECT_TRUE(found->permissions.empty() && found->audiences.empty() && found->jwks.empty());
  EXPECT_FALSE(found->refresh_tokens);
  EXPECT_EQ(found->generation, 0);

  application.permissions = {"forms:read", "*"};
  application.token_format = model::TokenFormat::kReference;
  application.refresh_tokens = true;
  application.jwks = R"({"keys":[]})";
  application.audiences = {"https://a.example", "urn:b"};
  application.generation = 7;
  db_.Write(UpdateApplication, application);
  found = db_.Read(FindApplication, kOne, application.id);
  EXPECT_EQ(found->permissions, application.permissions);
  EXPECT_EQ(found->token_format, model::TokenFormat::kReference);
  EXPECT_TRUE(found->refresh_tokens);
  EXPECT_EQ(found->jwks, application.jwks);
  EXPECT_EQ(found->audiences, application.audiences);
  EXPECT_EQ(found->generation, 7);
  application.environment = kTwo;
  db_.Write(InsertApplication, application);
  EXPECT_EQ(db_.Read(FindApplication, kTwo, application.id)->permissions, application.permissions);
}

TEST_F(ApplicationsTable, SecretsAreLimitedAndRemovedOneByOne) {
  for (const char* env : {"env_1", "env_2"}) {
    db_.Write(InsertApplication, SampleApplication(env, 1));
    auto first = Secret(env, "sec_1", 1);
    first.hint = "wxyz";
    first.expires_at = testing::kSampleTime;
    db_.Write(InsertSecret, first);
    db_.Write(InsertSecret, Secret(env, "sec_2", 2));
  }
  const model::ApplicationId app = {"app_1"};
  const base::Time later = testing::kSampleTime + std::chrono::hours(1);
  db_.Write(LimitSecrets, kOne, app, later);
  auto secrets = db_.Read(ListSecrets, kOne, app);
  ASSERT_EQ(secrets.size(), 2U);
  EXPECT_EQ(secrets[0].hint, "wxyz");
  EXPECT_EQ(secrets[0].expires_at, testing::kSampleTime) << "ends before anyway";
  EXPECT_EQ(secrets[1].expires_at, later);
  EXPECT_TRUE(secrets[1].IsLive(later - std::chrono::milliseconds(1)));
  EXPECT_FALSE(secrets[1].IsLive(later));
  EXPECT_FALSE(db_.Read(ListSecrets, kTwo, app)[1].expires_at);
  EXPECT_TRUE(db_.Write(DeleteSecret, kOne, app, "sec_1"));
  EXPECT_FALSE(db_.Write(DeleteSecret, kOne, app, "sec_1"));
  EXPECT_EQ(db_.Read(ListSecrets, kOne, app).size(), 1U);
  EXPECT_EQ(db_.Read(ListSecrets, kTwo, app).size(), 2U);
}

TEST_F(ApplicationsTable, IdAndClientIdAreUniqueInTheEnvironment) {
  db_.Write(InsertApplication, SampleApplication("env_1", 1));
  db_.Write(InsertApplication, SampleApplication("env_2", 1));
  auto same_client_id = SampleApplication("env_1", 2);
  same_client_id.client_id = "client-1";
  EXPECT_EQ(db_.WriteCode(InsertApplication, same_client_id), base::Code::kExists);
  auto same_id = SampleApplication("env_1", 1);
  same_id.client_id = "client-2";
  EXPECT_EQ(db_.WriteCode(InsertApplication, same_id), base::Code::kExists);
}

TEST_F(ApplicationsTable, AnUpdateKeepsTheClientIdAndReachesOneEnvironment) {
  db_.Write(InsertApplication, SampleApplication("env_1", 1));
  db_.Write(InsertApplication, SampleApplication("env_2", 1));
  auto changed = SampleApplication("env_1", 1);
  changed.name = "Renamed";
  changed.access_profile = "ObjectReadWrite";
  changed.client_id = "client-other";
  changed.enabled = false;
  db_.Write(UpdateApplication, changed);
  const auto found = db_.Read(FindApplication, kOne, changed.id);
  EXPECT_EQ(found->name, "Renamed");
  EXPECT_EQ(found->access_profile, "ObjectReadWrite");
  EXPECT_EQ(found->client_id, "client-1");
  EXPECT_FALSE(found->enabled);
  EXPECT_TRUE(db_.Read(FindApplication, kTwo, changed.id)->enabled);
  EXPECT_EQ(db_.WriteCode(UpdateApplication, SampleApplication("env_1", 9)), base::Code::kInternal);
}

TEST_F(ApplicationsTable, SecretsAreListedAndDeletedPerApplicationOfAnEnvironment) {
  db_.Write(InsertApplication, SampleApplication("env_1", 1));
  db_.Write(InsertApplication, SampleApplication("env_2", 1));
  db_.Write(InsertSecret, Secret("env_1", "sec_a", 1));
  db_.Write(InsertSecret, Secret("env_1", "sec_b", 2));
  db_.Write(InsertSecret, Secret("env_2", "sec_a", 3));
  const model::ApplicationId id = {"app_1"};
  const auto secrets = db_.Read(ListSecrets, kOne, id);
  ASSERT_EQ(secrets.size(), 2u);
  EXPECT_EQ(secrets[0].id, "sec_a");
  EXPECT_EQ(secrets[0].hash, testing::SampleDigest(1));
  EXPECT_EQ(secrets[1].application, id);
  EXPECT_EQ(db_.WriteCode(InsertSecret, Secret("env_1", "sec_b", 9)), base::Code::kExists);

  db_.Write(DeleteSecrets, kOne, id);
  EXPECT_TRUE(db_.Read(ListSecrets, kOne, id).empty());
  EXPECT_EQ(db_.Read(ListSecrets, kTwo, id).size(), 1u);
}

TEST_F(ApplicationsTable, TheLastUseOfASecretMovesForwardForThatSecretOnly) {
  db_.Write(InsertApplication, SampleApplication("env_1", 1));
  for (const char* id : {"sec_1", "sec_2"}) {
    db_.Write(InsertSecret, model::ApplicationSecret{.environment = kOne,
                                                     .id = id,
                                                     .application = {"app_1"},
                                                     .hash = testing::SampleDigest(1),
                                                     .created_at = testing::kSampleTime});
  }
  const base::Time later = testing::kSampleTime + std::chrono::minutes(1);
  for (const base::Time at : {later, testing::kSampleTime}) {
    db_.Write(NoteSecretUse, kOne, model::ApplicationId{"app_1"}, std::string("sec_2"), at);
  }
  const auto secrets = db_.Read(ListSecrets, kOne, model::ApplicationId{"app_1"});
  EXPECT_EQ(secrets[0].last_used_at, std::nullopt);
  EXPECT_EQ(secrets[1].last_used_at, later);
}

TEST_F(ApplicationsTable, ASecretNeedsItsApplication) {
  EXPECT_EQ(db_.WriteCode(InsertSecret, Secret("env_1", "sec_a", 1)), base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::store
