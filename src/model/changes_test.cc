#include "model/changes.h"

#include <gtest/gtest.h>

#include <string>

#include "json/reader.h"
#include "model/access_profile.h"
#include "model/organization_domain.h"

namespace bearward::model {
namespace {

// Changed returns the text without the state of the row, which snapshot_test.cc checks.
std::string Changed(const Changes& changes) {
  const std::string text = changes.Json();
  const auto at = text.find("},\"object\":{");
  return at == std::string::npos ? text : text.substr(0, at + 1) + "}";
}

User Ann() {
  User user;
  user.number = 7;
  user.username = "ann";
  user.email = "ann@acme.example";
  user.password_hash = "$argon2id$canary";
  return user;
}

TEST(Changes, OnlyTheFieldsThatDifferAreNamedWithBothValues) {
  User after = Ann();
  after.active = false;
  after.email = "ann@\"globex\".example";
  EXPECT_EQ(Changed(Changes::Between(Ann(), after)),
            R"({"changes":{"email":{"before":"ann@acme.example",)"
            R"("after":"ann@\"globex\".example"},"active":{"before":true,"after":false}}})");
  EXPECT_EQ(Changed(Changes::Between(Ann(), Ann())), R"({"changes":{}})");
}

TEST(Changes, ACreatedRowHasNoBeforeAndADeletedOneNoAfter) {
  Role role;
  role.slug = "planner";
  role.name = "Jobs";
  role.permissions = {"a", "b"};
  EXPECT_EQ(Changed(Changes::Created(role)),
            R"({"changes":{"slug":{"after":"planner"},"name":{"after":"Jobs"},)"
            R"("permissions":{"after":["a","b"]},"resource_type_slug":{"after":"organization"},)"
            R"("priority":{}}})");
  EXPECT_EQ(Changed(Changes::Deleted(role)),
            R"({"changes":{"slug":{"before":"planner"},"name":{"before":"Jobs"},)"
            R"("permissions":{"before":["a","b"]},"resource_type_slug":{"before":"organization"},)"
            R"("priority":{}}})");
}

TEST(Changes, AFieldThatGetsOrLosesItsValueHasOneSide) {
  Organization before;
  Organization after;
  after.rate_limit = RateLimit{.permits = 9, .window = 1};
  EXPECT_EQ(Changed(Changes::Between(before, after)),
            R"({"changes":{"rate_limit":{"after":"9/1s"}}})");
  EXPECT_EQ(Changed(Changes::Between(after, before)),
            R"({"changes":{"rate_limit":{"before":"9/1s"}}})");
}

// Incident class H1.
TEST(Changes, OfASecretAtMostTheNameIsWritten) {
  User after = Ann();
  after.password_hash = "$argon2id$other";
  EXPECT_EQ(Changed(Changes::Between(Ann(), after)), R"({"changes":{}})");
  EXPECT_FALSE(Changed(Changes::Created(Ann())).contains("canary"));
  Object object;
  object.fields = R"({"Price":"canary"})";
  EXPECT_FALSE(Changed(Changes::Created(object)).contains("canary"));
  Application application;
  application.jwks = "canary";
  EXPECT_FALSE(Changed(Changes::Created(application)).contains("canary"));
}

TEST(Changes, EveryKindOfRowIsOneJsonObject) {
  const auto is_object = [](const Changes& changes) {
    const auto parsed = json::Parse(changes.Json());
    return parsed && parsed->Find("changes") != nullptr && parsed->Find("changes")->IsObject();
  };
  EXPECT_TRUE(is_object(Changes::Created(Ann())));
  EXPECT_TRUE(is_object(Changes::Created(Environment())));
  EXPECT_TRUE(is_object(Changes::Created(Application())));
  EXPECT_TRUE(is_object(Changes::Created(ApiKey())));
  EXPECT_TRUE(is_object(Changes::Created(Object())));
  const AccessProfile profile{.name = "p", .grants = {{"form", Operation::kRead}}};
  EXPECT_EQ(Changed(Changes::Created(profile)),
            R"({"changes":{"allows":{"after":["form:read"]}}})");
}

TEST(Changes, FieldsCanBeAddedOneByOne) {
  Changes changes = Changes::Between(Ann(), Ann());
  changes.AddName("client_secret").Add("size", Kind::kInteger, std::int64_t{1}, std::int64_t{2});
  EXPECT_EQ(Changed(changes), R"({"changes":{"client_secret":{},"size":{"before":1,"after":2}}})");
}

}  // namespace
}  // namespace bearward::model
