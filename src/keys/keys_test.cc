#include "keys/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/id.h"
#include "crypto/hash.h"
#include "store/api_keys.h"
#include "store/objects.h"
#include "testing/cast.h"

namespace bearward::keys {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;

class KeysTest : public ::testing::Test {
 protected:
  template <class T>
  void ExpectNotFound(const base::Result<T>& result, std::string_view reason) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, base::Code::kNotFound);
    EXPECT_EQ(result.error().reason, reason);
  }
  bool IsLive(const base::Secret& key) {
    const auto need = model::Need::Live();
    return world_.verifier.Verify(testing::ApiKeyOf(key.Reveal()), {need}, "192.0.2.1").allowed();
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Keys keys_{{*world_.store, world_.clock, world_.entropy}};
};

TEST_F(KeysTest, GeneratedKeyActsAsItsLogin) {
  const model::Caller ann = cast_.As(cast_.ann);
  const std::int64_t before = cast_.LastEvent();
  const NewApiKey made = Must(keys_.Generate(ann, cast_.ann, "nightly export"));
  EXPECT_EQ(base::CanonicalUuid(made.value.Reveal()), made.value.Reveal());
  EXPECT_EQ(made.value.Reveal()[14], '4');
  EXPECT_EQ(made.key.hint, made.value.Reveal().substr(32));
  EXPECT_EQ(made.key.hash, crypto::Sha256(made.value.Reveal()));
  EXPECT_EQ(made.key.description, "nightly export");
  EXPECT_EQ(made.key.user, cast_.ann);
  EXPECT_EQ(made.key.created_at, world_.clock.Now());
  EXPECT_FALSE(made.key.expires_at);
  const model::Caller as_key = cast_.Of(testing::ApiKeyOf(made.value.Reveal()));
  EXPECT_EQ(as_key->subject_id, cast_.ann.text);
  EXPECT_EQ(as_key->organization, cast_.acme);

  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, model::EventType::kApiKeyCreated);
  EXPECT_EQ(events[0].target, made.key.id.text);
  EXPECT_EQ(events[0].actor.id, cast_.ann.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
}

// Contracts, WorkMobile section 5, point 4.
TEST_F(KeysTest, RegeneratingKillsTheOldValueAtOnce) {
  const model::Caller ann = cast_.As(cast_.ann);
  const NewApiKey old = Must(keys_.Generate(ann, cast_.ann, ""));
  ASSERT_TRUE(IsLive(old.value));
  const std::int64_t before = cast_.LastEvent();
  const NewApiKey fresh = Must(keys_.Generate(ann, cast_.ann, ""));
  EXPECT_FALSE(IsLive(old.value));
  EXPECT_TRUE(IsLive(fresh.value));
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("api_key.revoked", "api_key.created"));
  EXPECT_EQ(cast_.EventsAfter(before)[0].target, old.key.id.text);
}

TEST_F(KeysTest, DescribingKeepsTheValue) {
  const model::Caller ann = cast_.As(cast_.ann);
  const NewApiKey made = Must(keys_.Generate(ann, cast_.ann, "before"));
  const std::int64_t before = cast_.LastEvent();
  const model::ApiKey described = Must(keys_.Change(ann, made.key.id, {.description = "after"}));
  EXPECT_EQ(described.description, "after");
  EXPECT_EQ(described.hash, made.key.hash);
  EXPECT_EQ(Must(keys_.FindOfUser(ann, cast_.ann)).description, "after");
  EXPECT_TRUE(IsLive(made.value));
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("api_key.updated"));
}

TEST_F(KeysTest, ADescriptionThatIsTooLongOrHasAControlCharacterChangesNothing) {
  const model::Caller ann = cast_.As(cast_.ann);
  const NewApiKey made = Must(keys_.Generate(ann, cast_.ann, std::string(500, 'x')));
  const std::int64_t before = cast_.LastEvent();
  for (const auto& [bad, reason] : {std::pair(std::string(501, 'x'), "description_too_long"),
                                    std::pair(std::string("a\nb"), "description_malformed"),
                                    std::pair(std::string("a\0b", 3), "description_malformed")}) {
    for (const base::Error& error :
         {keys_.Generate(ann, cast_.ann, bad).error(),
          keys_.Change(ann, made.key.id, {.description = bad}).error()}) {
      EXPECT_EQ(error.code, base::Code::kInvalid);
      EXPECT_EQ(error.reason, reason);
      EXPECT_THAT(error.fields, ElementsAre("description"));
    }
  }
  EXPECT_TRUE(IsLive(made.value));
  EXPECT_EQ(cast_.LastEvent(), before);
}

TEST_F(KeysTest, RevokedKeyIsRefusedAtOnce) {
  const model::Caller ann = cast_.As(cast_.ann);
  const NewApiKey made = Must(keys_.Generate(ann, cast_.ann, ""));
  ASSERT_TRUE(IsLive(made.value));
  const std::int64_t before = cast_.LastEvent();
  EXPECT_TRUE(keys_.Revoke(ann, made.key.id));
  EXPECT_FALSE(IsLive(made.value));
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("api_key.revoked"));
  ExpectNotFound(keys_.Revoke(ann, made.key.id), "key_not_found");
  ExpectNotFound(keys_.Change(ann, made.key.id, {.description = "again"}), "key_not_found");
  ExpectNotFound(keys_.FindOfUser(ann, cast_.ann), "key_not_found");
  EXPECT_TRUE(keys_.Generate(ann, cast_.ann, ""));
}

TEST_F(KeysTest, ManagerAndEnvironmentHandleTheKeysOfOthers) {
  const model::Caller ann = cast_.As(cast_.ann);
  for (const model::Caller& caller : {cast_.As(cast_.admin), cast_.As(cast_.production)}) {
    const NewApiKey made = Must(keys_.Generate(caller, cast_.ann, "for ann"));
    EXPECT_EQ(Must(keys_.FindOfUser(ann, cast_.ann)).id, made.key.id);
    EXPECT_EQ(Must(keys_.FindOfUser(caller, cast_.ann)).id, made.key.id);
    EXPECT_TRUE(keys_.Change(caller, made.key.id, {.description = "still for ann"}));
    EXPECT_TRUE(keys_.Revoke(caller, made.key.id));
    EXPECT_FALSE(IsLive(made.value));
  }
}

// Incident class I3: a delegated administrator used to gain rights by acting on another subject.
TEST_F(KeysTest, AKeyNeverHasMorePermissionsThanItsCreator) {
  world_.AddRole(cast_.production, "clerk", {"keys:manage"});
  const model::UserId clerk = world_.AddUser(cast_.production, {cast_.acme, "clerk", {"clerk"}});
  const NewApiKey before = Must(keys_.Generate(cast_.As(cast_.ann), cast_.ann, ""));
  const auto refused = keys_.Generate(cast_.As(clerk), cast_.ann, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Code::kDenied);
  EXPECT_EQ(refused.error().reason, "exceeds_own_permissions");
  EXPECT_TRUE(IsLive(before.value));
  EXPECT_TRUE(keys_.Generate(cast_.As(clerk), cast_.bob, ""));
  EXPECT_TRUE(keys_.Generate(cast_.As(clerk), clerk, ""));
}

// A role without a permission still grants access to objects, and gateways forward it.
TEST_F(KeysTest, RolesAreComparedAsWell) {
  world_.AddRole(cast_.production, "vault", {});
  const model::UserId vera =
      world_.AddUser(cast_.production, {cast_.acme, "vera", {"planner", "vault"}});
  const model::UserId keeper =
      world_.AddUser(cast_.production, {cast_.acme, "keeper", {"admin", "vault"}});
  const auto refused = keys_.Generate(cast_.As(cast_.admin), vera, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "exceeds_own_permissions");
  EXPECT_THAT(refused.error().public_text, ::testing::HasSubstr("vault"));
  const NewApiKey made = Must(keys_.Generate(cast_.As(keeper), vera, ""));
  const model::Caller admin = cast_.As(cast_.admin);
  EXPECT_EQ(keys_.Revoke(admin, made.key.id).error().reason, "exceeds_own_permissions");
  EXPECT_EQ(keys_.Change(admin, made.key.id, {{}, model::RateLimit{1, 9}}).error().reason,
            "exceeds_own_permissions");
  EXPECT_TRUE(IsLive(made.value));
}

// The permissions of such a role are not all that it grants (incident class I3).
TEST_F(KeysTest, ARoleThatOpensAnObjectIsNotCoveredByItsPermissions) {
  const model::Caller admin = cast_.As(cast_.admin);
  EXPECT_TRUE(keys_.Generate(admin, cast_.ann, "")) << "no object asks for the role of a planner";
  const base::Time now = world_.clock.Now();
  const model::Object plan{.environment = cast_.production,
                           .id = model::ObjectId("WS-Project_plan"),
                           .kind = "form",
                           .number = 1,
                           .name = "Plan",
                           .owner = cast_.acme,
                           .roles = {"planner"},
                           .created_at = now,
                           .created_by = "test",
                           .updated_at = now,
                           .updated_by = "test"};
  Must(world_.store->Write([&](store::WriteTx& tx) { return store::PutObject(tx, plan); }));
  const auto refused = keys_.Generate(admin, cast_.ann, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "exceeds_own_permissions");
  EXPECT_THAT(refused.error().public_text, ::testing::HasSubstr("planner"));
  const model::UserId head =
      world_.AddUser(cast_.production, {cast_.acme, "head", {"admin", "planner"}});
  EXPECT_TRUE(keys_.Generate(cast_.As(head), cast_.ann, ""));
}

TEST_F(KeysTest, AKeyMakesNoKeyOfItsOwnUser) {
  const NewApiKey made = Must(keys_.Generate(cast_.As(cast_.ann), cast_.ann, ""));
  const auto refused =
      keys_.Generate(cast_.Of(testing::ApiKeyOf(made.value.Reveal())), cast_.ann, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "missing_permission");
  EXPECT_TRUE(IsLive(made.value));
}

// Incident class I3: a limited caller must not be able to remove its limit.
TEST_F(KeysTest, RateLimitsOfKeysRequireManagingThemEvenOnesOwn) {
  const model::RateLimit limit{100, 60};
  const model::Caller ann = cast_.As(cast_.ann);
  const NewApiKey made = Must(keys_.Generate(ann, cast_.ann, "nightly"));
  const auto refused = keys_.Change(ann, made.key.id, {"renamed", limit});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Code::kDenied);
  EXPECT_EQ(refused.error().reason, "missing_permission");
  EXPECT_EQ(Must(keys_.FindOfUser(ann, cast_.ann)).description, "nightly");
  for (const model::Caller& caller : {cast_.As(cast_.admin), cast_.As(cast_.production)}) {
    const model::ApiKey limited = Must(keys_.Change(caller, made.key.id, {{}, limit}));
    EXPECT_EQ(limited.rate_limit, limit);
    EXPECT_EQ(limited.description, "nightly");
    EXPECT_EQ(Must(keys_.Change(caller, made.key.id, {.description = "nightly"})).rate_limit,
              limit);
    EXPECT_EQ(
        Must(keys_.Change(caller, made.key.id, {{}, std::optional<model::RateLimit>()})).rate_limit,
        std::nullopt);
  }
  ExpectNotFound(keys_.Change(cast_.As(cast_.eve), made.key.id, {{}, limit}), "key_not_found");
}

TEST_F(KeysTest, AChangeToThePresentValuesWritesNothing) {
  const model::RateLimit limit{100, 60};
  const model::Caller admin = cast_.As(cast_.admin);
  const NewApiKey made = Must(keys_.Generate(cast_.As(cast_.ann), cast_.ann, "nightly"));
  Must(keys_.Change(admin, made.key.id, {{}, limit}));
  const std::int64_t before = cast_.LastEvent();
  const model::ApiKey same = Must(keys_.Change(admin, made.key.id, {"nightly", limit}));
  EXPECT_EQ(same.description, "nightly");
  EXPECT_EQ(same.rate_limit, limit);
  EXPECT_EQ(cast_.LastEvent(), before);
  Must(keys_.Change(admin, made.key.id, {"hourly", limit}));
  EXPECT_EQ(cast_.NamesAfter(before), std::vector<std::string>{"api_key.updated"});
}

TEST_F(KeysTest, ANewKeyInheritsTheLimitOfTheOneBeforeEvenOfARevokedOne) {
  const model::RateLimit limit{100, 60};
  const model::Caller ann = cast_.As(cast_.ann);
  const NewApiKey first = Must(keys_.Generate(ann, cast_.ann, ""));
  EXPECT_EQ(first.key.rate_limit, std::nullopt);
  Must(keys_.Change(cast_.As(cast_.admin), first.key.id, {{}, limit}));
  world_.clock.Advance(std::chrono::milliseconds(1));
  const NewApiKey second = Must(keys_.Generate(ann, cast_.ann, ""));
  EXPECT_EQ(second.key.rate_limit, limit);
  EXPECT_EQ(Must(keys_.FindOfUser(ann, cast_.ann)).rate_limit, limit);
  Must(keys_.Revoke(ann, second.key.id));
  world_.clock.Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Must(keys_.Generate(ann, cast_.ann, "")).key.rate_limit, limit);
}

// A user has one key at a time, so a new value must not start with a full bucket.
TEST_F(KeysTest, ANewKeyInheritsTheRemainderOfTheLimit) {
  const model::Caller ann = cast_.As(cast_.ann);
  const NewApiKey first = Must(keys_.Generate(ann, cast_.ann, ""));
  Must(keys_.Change(cast_.As(cast_.admin), first.key.id, {{}, model::RateLimit{2, 3600}}));
  EXPECT_TRUE(IsLive(first.value));
  EXPECT_TRUE(IsLive(first.value));
  EXPECT_FALSE(IsLive(first.value));
  EXPECT_FALSE(IsLive(Must(keys_.Generate(ann, cast_.ann, "")).value));
}

TEST_F(KeysTest, EnvironmentHandlesItsOwnKeys) {
  const base::Secret value = world_.AddEnvironmentKey(cast_.production);
  const model::Caller caller = cast_.Of(testing::BearerOf(value.Reveal()));
  const model::ApiKeyId own{std::string(caller.credential_id())};
  EXPECT_EQ(Must(keys_.Change(caller, own, {.description = "backend"})).description, "backend");
  ExpectNotFound(keys_.Revoke(cast_.As(cast_.admin), own), "key_not_found");
  ExpectNotFound(keys_.Revoke(cast_.As(cast_.sandbox), own), "key_not_found");
  EXPECT_TRUE(keys_.Revoke(caller, own));
  const auto need = model::Need::Live();
  EXPECT_FALSE(
      world_.verifier.Verify(testing::BearerOf(value.Reveal()), {need}, "192.0.2.1").allowed());
}

// What the caller may not see has the same response as what does not exist, and stays live.
TEST_F(KeysTest, AKeyIsReadByThoseWhoMayChangeItUntilItIsRevoked) {
  const NewApiKey made = Must(keys_.Generate(cast_.As(cast_.ann), cast_.ann, "export"));
  for (const model::UserId& reader : {cast_.ann, cast_.admin}) {
    EXPECT_EQ(Must(keys_.Find(cast_.As(reader), made.key.id)).description, "export");
  }
  ExpectNotFound(keys_.Find(cast_.As(cast_.bob), made.key.id), "key_not_found");
  ExpectNotFound(keys_.Find(cast_.As(cast_.sandbox), made.key.id), "key_not_found");
  Must(keys_.Revoke(cast_.As(cast_.ann), made.key.id));
  ExpectNotFound(keys_.Find(cast_.As(cast_.production), made.key.id), "key_not_found");
}

TEST_F(KeysTest, ForeignKeysAndUsersAreNotFound) {
  const NewApiKey made = Must(keys_.Generate(cast_.As(cast_.ann), cast_.ann, "mine"));
  const std::int64_t before = cast_.LastEvent();
  for (const model::Caller& caller :
       {cast_.As(cast_.bob), cast_.As(cast_.eve), cast_.As(cast_.mallory), cast_.As(cast_.exporter),
        cast_.As(cast_.sandbox)}) {
    ExpectNotFound(keys_.Generate(caller, cast_.ann, ""), "user_not_found");
    ExpectNotFound(keys_.FindOfUser(caller, cast_.ann), "user_not_found");
    ExpectNotFound(keys_.Change(caller, made.key.id, {.description = ""}), "key_not_found");
    ExpectNotFound(keys_.Revoke(caller, made.key.id), "key_not_found");
  }
  const model::Caller key = cast_.As(cast_.production);
  ExpectNotFound(keys_.Generate(key, {"user_unknown"}, ""), "user_not_found");
  ExpectNotFound(keys_.FindOfUser(key, cast_.mallory), "user_not_found");
  ExpectNotFound(keys_.Revoke(key, {"key_unknown"}), "key_not_found");
  ExpectNotFound(keys_.Revoke(key, {}), "key_not_found");
  EXPECT_TRUE(IsLive(made.value));
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

// A key acts in its user's home organization. An administrator of another organization of the user,
// or a session of the user there, must not get access to the home by making a key.
TEST_F(KeysTest, KeyIsNotToBeHadFromOutsideTheHome) {
  ExpectNotFound(keys_.Generate(cast_.As(cast_.eve), cast_.ann, ""), "user_not_found");
  ExpectNotFound(keys_.Generate(cast_.As(cast_.ann, cast_.globex), cast_.ann, ""),
                 "user_not_found");
  EXPECT_TRUE(keys_.Generate(cast_.As(cast_.ann, cast_.acme), cast_.ann, ""));
}

TEST_F(KeysTest, AKeyThatHoldsThePermissionMakesItsOwnSuccessor) {
  const NewApiKey first = Must(keys_.Generate(cast_.As(cast_.admin), cast_.admin, ""));
  const model::Caller as_key = cast_.Of(testing::ApiKeyOf(first.value.Reveal()));
  const NewApiKey second = Must(keys_.Generate(as_key, cast_.admin, ""));
  EXPECT_FALSE(IsLive(first.value));
  EXPECT_TRUE(IsLive(second.value));
}

}  // namespace
}  // namespace bearward::keys
