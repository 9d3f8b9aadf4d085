// WorkOS' API keys of organizations and users (contracts: WorkOS section 4.13).
#include <regex>

#include "app/contract_fixture.h"
#include "base/time.h"
#include "store/memberships.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kOwnersWithKeys = R"(
[[roles]]
slug = "poster"
permissions = ["posts:read", "posts:write"]
[[users]]
id = "user_keyholder"
username = "keyholder"
email = "keyholder@acme.example"
password = "a keyholder's password"
memberships = [{ organization = "Acme", roles = ["poster"] }]
[[users]]
id = "user_leaver"
username = "leaver"
password = "a leaver's password"
memberships = [{ organization = "Acme", roles = ["poster"] }]
[[users]]
id = "user_deleted"
username = "deleted"
password = "a deleted password"
memberships = [{ organization = "Acme", roles = ["poster"] }]
)";

class WorkOsApiKeys : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kOwnersWithKeys);
    // The permissions of the role exist by the file.
    ASSERT_EQ(Json(Method::kPost, "/authorization/permissions",
                   R"({"slug":"posts:delete","name":"Delete posts"})", Key())
                  .status,
              201);
  }
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Post(const std::string& target, const std::string& body) {
    return Json(Method::kPost, target, body, Key());
  }
  static ClientAnswer OfAcme(const std::string& body) { return Post(kAcmeKeys, body); }
  static ClientAnswer OfUser(const std::string& permissions,
                             const std::string& user = "user_keyholder") {
    return Post("/user_management/users/" + user + "/api_keys",
                R"({"name":"CI","organization_id":")" + std::string(kAcme) + R"(","permissions":)" +
                    permissions + "}");
  }
  static ClientAnswer Validate(const std::string& value) {
    return Post("/api_keys/validations", R"({"value":")" + value + "\"}");
  }
  static ClientAnswer Expire(const ClientAnswer& key, const std::string& body) {
    return Post("/api_keys/" + Text(key, "id") + "/expire", body);
  }
  // Whoami presents a key itself.
  static int Whoami(const std::string& value) { return Get("/v1/whoami", Bearer(value)).status; }
  static std::string In(std::chrono::milliseconds time) {
    return base::FormatIsoMillis(clock_->Now() + time);
  }
  static std::vector<std::string> Members(const json::Value& object) {
    std::vector<std::string> names;
    for (const json::Member& member : *object.AsObject()) names.push_back(member.key);
    return names;
  }
  // WithoutValue is the body of a create without its last member, the value.
  static std::string WithoutValue(const ClientAnswer& made) {
    return made.body.substr(0, made.body.find(",\"value\"")) + "}";
  }
  static std::string EventsOf(const ClientAnswer& key) {
    return Get("/v1/events?limit=100&target=" + Text(key, "id"), Key()).body;
  }

  // ApplyKey states a key of the environment in a file.
  static void ApplyKey(const std::string& value, const std::string& permissions) {
    Apply("[[api_keys]]\nenvironment = \"production\"\ndescription = \"" + value +
          "\"\nvalue = \"" + value + "\"\npermissions = " + permissions + "\n");
  }

  static inline const std::string kAcmeKeys = "/organizations/" + std::string(kAcme) + "/api_keys";
};

constexpr const char* kNone = R"({"api_key":null})";

TEST_F(WorkOsApiKeys, AKeyOfAnOrganizationHasTheMembersOfTheVendorsSchema) {
  const ClientAnswer made = OfAcme(R"({"name":"Production","permissions":["posts:read"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.Header("Cache-Control"), "no-store");
  EXPECT_THAT(Members(Value(made)),
              ElementsAre("object", "id", "name", "obfuscated_value", "last_used_at", "expires_at",
                          "permissions", "created_at", "updated_at", "owner", "value"));
  EXPECT_THAT(Text(made, "id"), MatchesRegex("api_key_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(made.body, HasSubstr(R"("object":"api_key")"));
  EXPECT_THAT(made.body,
              HasSubstr(R"("owner":{"type":"organization","id":")" + std::string(kAcme) + "\"}"));
  EXPECT_THAT(made.body, HasSubstr(R"("last_used_at":null,"expires_at":null)"));
  const std::string value = Text(made, "value");
  EXPECT_TRUE(std::regex_match(
      value, std::regex("bw_(live|test)_(org|user)_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}")))
      << value;
  EXPECT_EQ(Text(made, "obfuscated_value"), "bw_..." + value.substr(value.size() - 4));
}

TEST_F(WorkOsApiKeys, AKeyOfAUserNamesItsOrganization) {
  const ClientAnswer made = OfUser(R"(["posts:write","posts:read","posts:read"])");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(made.body, HasSubstr(R"("owner":{"type":"user","id":"user_keyholder",)"
                                   R"("organization_id":")" +
                                   std::string(kAcme) + "\"}"));
  EXPECT_THAT(made.body, HasSubstr(R"("permissions":["posts:read","posts:write"])"));
  EXPECT_THAT(Text(made, "value"), HasSubstr("_user_"));
}

// Incident class H1.
TEST_F(WorkOsApiKeys, TheValueIsShownOnceAndIsInNoEvent) {
  const ClientAnswer made = OfAcme(R"({"name":"Once","permissions":[]})");
  const std::string value = Text(made, "value");
  EXPECT_THAT(Get(kAcmeKeys + "?limit=100", Key()).body, HasSubstr(WithoutValue(made)));
  EXPECT_THAT(Get(kAcmeKeys + "?limit=100", Key()).body, Not(HasSubstr(value)));
  const ClientAnswer expired = Expire(made, "{}");
  EXPECT_EQ(expired.body.find("\"value\""), std::string::npos);
  const std::string events = EventsOf(made);
  EXPECT_THAT(events, HasSubstr("api_key.created"));
  EXPECT_THAT(events, HasSubstr("api_key.updated"));
  EXPECT_THAT(events, Not(HasSubstr(value)));
  EXPECT_THAT(events, Not(HasSubstr("\"hash\"")));
}

TEST_F(WorkOsApiKeys, AnOrganizationAndAUserHaveSeveralKeysInPages) {
  Apply("[[organizations]]\nname = \"Pages\"\nid = \"org_pages\"\n");
  const std::string keys = "/organizations/org_pages/api_keys";
  std::vector<std::string> ids;
  for (const char* name : {"a", "b", "c"}) {
    ids.push_back(Text(Post(keys, R"({"name":")" + std::string(name) + "\"}"), "id"));
    clock_->Advance(std::chrono::milliseconds(1));
  }
  const auto listed = [](const ClientAnswer& page) {
    std::vector<std::string> found;
    const json::Value value = Value(page);
    for (const json::Value& key : *value.Find("data")->AsArray()) {
      found.push_back(*key.Find("id")->AsString());
    }
    return found;
  };
  EXPECT_THAT(listed(Get(keys, Key())), ElementsAre(ids[2], ids[1], ids[0]));
  EXPECT_THAT(listed(Get(keys + "?order=asc&limit=2", Key())), ElementsAre(ids[0], ids[1]));
  const ClientAnswer second = Get(keys + "?order=asc&limit=2&after=" + ids[1], Key());
  EXPECT_THAT(listed(second), ElementsAre(ids[2]));
  EXPECT_THAT(second.body,
              HasSubstr(R"("list_metadata":{"before":")" + ids[2] + R"(","after":null})"));
  EXPECT_EQ(Get(keys + "?after=api_key_none", Key()).status, 422);

  const std::string of_user = Text(OfUser("[]"), "id");
  const std::string user_keys = "/user_management/users/user_keyholder/api_keys?limit=100";
  EXPECT_THAT(Get(user_keys, Key()).body, HasSubstr(of_user));
  EXPECT_THAT(Get(user_keys + "&organization_id=" + kAcme, Key()).body, HasSubstr(of_user));
  EXPECT_THAT(listed(Get(user_keys + "&organization_id=org_pages", Key())), IsEmpty());
  // The keys of users are not in the list of the organization.
  EXPECT_THAT(Get(kAcmeKeys + "?limit=100", Key()).body, Not(HasSubstr(of_user)));
}

TEST_F(WorkOsApiKeys, AnInvalidBodyOfAnOrganizationsKeyIs422WithItsFields) {
  for (const char* body :
       {"{}", R"({"name":""})", R"({"name":1})", R"({"name":"x","permissions":"posts:read"})",
        R"({"name":"x","permissions":["Posts!"]})", R"({"name":"x","permissions":["no:such"]})",
        R"({"name":"x","expires_at":"soon"})", R"({"name":"x","expires_at":"2001-01-01"})",
        R"({"name":"x","organization_id":"org_other"})", R"({"name":"x","user_id":"user_other"})",
        R"({"name":"x","value":"bw_live_org_chosen"})", R"({"name":"x","hash":"00"})"}) {
    const ClientAnswer answer = OfAcme(body);
    EXPECT_EQ(answer.status, 422) << body << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(R"("errors":[{"field":)")) << body;
  }
  EXPECT_EQ(
      OfAcme(R"({"name":"x","expires_at":")" + In(std::chrono::milliseconds(0)) + "\"}").status,
      422);
  EXPECT_EQ(
      OfAcme(R"({"name":"x","expires_at":")" + In(std::chrono::milliseconds(1)) + "\"}").status,
      201);
}

// Only this operation documents 400 for an invalid body.
TEST_F(WorkOsApiKeys, AnInvalidBodyOfAUsersKeyIs400AndAnUnfitOwner422) {
  const std::string path = "/user_management/users/user_keyholder/api_keys";
  const std::string acme = R"("organization_id":")" + std::string(kAcme) + "\"";
  const std::vector<std::string> malformed = {
      "{}", R"({"name":"x"})", "{" + acme + "}", R"({"name":"x","organization_id":7})",
      R"({"name":"x","expires_at":"2001-01-01",)" + acme + "}"};
  for (const std::string& body : malformed) {
    const ClientAnswer answer = Post(path, body);
    EXPECT_EQ(answer.status, 400) << body << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(R"("errors":[{"field":)")) << body;
  }
  Apply("[[organizations]]\nname = \"Not theirs\"\nid = \"org_not_theirs\"\n");
  EXPECT_EQ(Post(path, R"({"name":"x","organization_id":"org_not_theirs"})").status, 422);
  EXPECT_EQ(OfUser(R"(["no:such"])").status, 422);
  const ClientAnswer nobody = OfUser("[]", "user_none");
  EXPECT_EQ(nobody.status, 404);
  EXPECT_THAT(nobody.body, HasSubstr("User not found: 'user_none'."));
  EXPECT_EQ(Post(path, R"({"name":"x","organization_id":"org_none"})").status, 404);
}

TEST_F(WorkOsApiKeys, WhatDoesNotExistIs404WithItsId) {
  for (const ClientAnswer& answer : {Get("/organizations/org_none/api_keys", Key()),
                                     Post("/organizations/org_none/api_keys", R"({"name":"x"})"),
                                     Get("/user_management/users/user_none/api_keys", Key()),
                                     Send(Method::kDelete, "/api_keys/api_key_none", Key()),
                                     Post("/api_keys/api_key_none/expire", "{}")}) {
    EXPECT_EQ(answer.status, 404) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("_none'.\",\"code\":\"entity_not_found\",\"entity_id\":"));
  }
  EXPECT_THAT(Post("/api_keys/api_key_none/expire", "{}").body,
              HasSubstr("API Key not found: 'api_key_none'."));
  // A key of an environment or of a login is none of these keys.
  EXPECT_EQ(
      Send(Method::kDelete,
           "/api_keys/" + Text(Get("/v1/users/" + std::string(kAnn) + "/api_key", Key()), "id"),
           Key())
          .status,
      404);
}

TEST_F(WorkOsApiKeys, AValidationReturnsTheKeyAndCountsAsItsUse) {
  const ClientAnswer made = OfAcme(R"({"name":"Checked","permissions":["posts:read"]})");
  const ClientAnswer valid = Validate(Text(made, "value"));
  EXPECT_EQ(valid.status, 200);
  EXPECT_EQ(valid.body, R"({"api_key":)" + WithoutValue(made) + "}");
  clock_->Advance(std::chrono::minutes(2));
  testing::Must(core_->Tend());
  EXPECT_THAT(Get(kAcmeKeys + "?limit=100", Key()).body,
              Not(HasSubstr(R"("name":"Checked","obfuscated_value":")" +
                            Text(made, "obfuscated_value") + R"(","last_used_at":null)")));
}

TEST_F(WorkOsApiKeys, AValueThatIsNoKeyOfThisEnvironmentIsNull) {
  const std::string value = Text(OfAcme(R"({"name":"Ours"})"), "value");
  const std::string foreign = R"({"value":")" + value + "\"}";
  EXPECT_EQ(Json(Method::kPost, "/api_keys/validations", foreign, Bearer(kSandboxKey)).body, kNone);
  std::string mistyped = value;
  mistyped.back() = mistyped.back() == 'x' ? 'y' : 'x';
  for (const std::string& other : {mistyped, std::string(kProductionKey), std::string(kAnnKey),
                                   std::string("sk_example_1234567890abcdef"), std::string("?")}) {
    EXPECT_EQ(Validate(other).body, kNone) << other;
  }
  EXPECT_NE(Validate(value).body, kNone);
  EXPECT_EQ(Post("/api_keys/validations", "{}").status, 422);
  EXPECT_EQ(Post("/api_keys/validations", R"({"value":1})").status, 422);
}

TEST_F(WorkOsApiKeys, AValidationTakesAPermitOfTheOrganization) {
  Apply("[[organizations]]\nname = \"Limited\"\nid = \"org_limited\"\nrate_limit = \"1/60s\"\n");
  const std::string value =
      Text(Post("/organizations/org_limited/api_keys", R"({"name":"x"})"), "value");
  EXPECT_NE(Validate(value).body, kNone);
  const ClientAnswer limited = Validate(value);
  EXPECT_EQ(limited.status, 429);
  EXPECT_THAT(limited.body, HasSubstr("rate_limit_exceeded"));
  clock_->Advance(std::chrono::minutes(1));
  EXPECT_NE(Validate(value).body, kNone);
}

// Incident class B6.
TEST_F(WorkOsApiKeys, AKeyExpiresToTheMillisecond) {
  const std::string end = In(std::chrono::milliseconds(5'000));
  const ClientAnswer made = OfAcme(R"({"name":"Short","expires_at":")" + end + "\"}");
  ASSERT_EQ(Text(made, "expires_at"), end);
  const std::string value = Text(made, "value");
  EXPECT_EQ(Whoami(value), 200);
  clock_->Advance(std::chrono::milliseconds(4'999));
  EXPECT_EQ(Whoami(value), 200);
  EXPECT_NE(Validate(value).body, kNone);
  clock_->Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Whoami(value), 401);
  EXPECT_EQ(Validate(value).body, kNone);
  const ClientAnswer again = Expire(made, R"({"expires_at":null})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body,
            R"({"message":"API key is already expired","code":"api_key_already_expired"})");
  EXPECT_EQ(Whoami(value), 401);
  EXPECT_EQ(Send(Method::kDelete, "/api_keys/" + Text(made, "id"), Key()).status, 204);
}

TEST_F(WorkOsApiKeys, AnExpiryIsSetAndClearedFromTheNextRequestOn) {
  const ClientAnswer made = OfAcme(R"({"name":"Planned"})");
  const std::string value = Text(made, "value");
  const std::string end = In(std::chrono::milliseconds(1'000));
  EXPECT_EQ(Whoami(value), 200);
  const ClientAnswer planned = Expire(made, R"({"expires_at":")" + end + "\"}");
  EXPECT_EQ(planned.status, 200);
  EXPECT_EQ(Text(planned, "expires_at"), end);
  EXPECT_THAT(EventsOf(made), HasSubstr(R"("expires_at":{"after":)"));
  EXPECT_EQ(Expire(made, R"({"expires_at":null})").status, 200);
  clock_->Advance(std::chrono::milliseconds(1'000));
  EXPECT_EQ(Whoami(value), 200);
  EXPECT_EQ(Expire(made, R"({"expires_at":"tomorrow"})").status, 422);
  EXPECT_EQ(Expire(made, R"({"expires_at":7})").status, 422);
  EXPECT_EQ(Whoami(value), 200);
}

TEST_F(WorkOsApiKeys, WithoutATimeOrWithAPastOneAKeyExpiresAtOnce) {
  for (const char* body : {"{}", "", R"({"expires_at":"2001-01-01T00:00:00.000Z"})"}) {
    const ClientAnswer made = OfAcme(R"({"name":"Ended"})");
    EXPECT_EQ(Whoami(Text(made, "value")), 200);
    const ClientAnswer ended = Expire(made, body);
    EXPECT_EQ(ended.status, 200) << body << ended.body;
    EXPECT_EQ(Text(ended, "expires_at"), In(std::chrono::milliseconds(0)));
    EXPECT_EQ(Whoami(Text(made, "value")), 401) << body;
    EXPECT_EQ(Validate(Text(made, "value")).body, kNone) << body;
  }
}

TEST_F(WorkOsApiKeys, ADeletedKeyIsRefusedFromTheNextRequestOn) {
  const ClientAnswer made = OfAcme(R"({"name":"Deleted"})");
  const std::string value = Text(made, "value");
  EXPECT_EQ(Whoami(value), 200);
  const ClientAnswer deleted = Send(Method::kDelete, "/api_keys/" + Text(made, "id"), Key());
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.body, "");
  EXPECT_EQ(Whoami(value), 401);
  EXPECT_EQ(Validate(value).body, kNone);
  EXPECT_THAT(EventsOf(made), HasSubstr("api_key.revoked"));
  EXPECT_EQ(Send(Method::kDelete, "/api_keys/" + Text(made, "id"), Key()).status, 404);
}

// Incident class I3.
TEST_F(WorkOsApiKeys, AUsersKeyNeverHasMoreThanTheUserHasNow) {
  const ClientAnswer more = OfUser(R"(["posts:delete"])");
  EXPECT_EQ(more.status, 422);
  EXPECT_THAT(more.body, HasSubstr(R"("field":"permissions")"));
  const ClientAnswer made = OfUser(R"(["posts:read","posts:write"])");
  const std::string value = Text(made, "value");
  const auto may_read = [&] {
    return Get("/v1/whoami", Bearer(value)).body.find("\"posts:read\"") != std::string::npos;
  };
  EXPECT_TRUE(may_read());
  EXPECT_THAT(Validate(value).body, HasSubstr(R"("permissions":["posts:read","posts:write"])"));
  Apply("[[roles]]\nslug = \"poster\"\npermissions = [\"posts:write\"]\n");
  EXPECT_FALSE(may_read());
  EXPECT_THAT(Validate(value).body, HasSubstr(R"("permissions":["posts:write"])"));
  Apply("[[roles]]\nslug = \"poster\"\npermissions = [\"posts:read\", \"posts:write\"]\n");
  EXPECT_TRUE(may_read());
}

TEST_F(WorkOsApiKeys, AKeyActsWithItsOwnPermissionsAndWithoutRoles) {
  const ClientAnswer narrow = OfUser(R"(["posts:write"])");
  const ClientAnswer who = Get("/v1/whoami", Bearer(Text(narrow, "value")));
  EXPECT_THAT(who.body, HasSubstr(R"("permissions":["posts:write"])"));
  EXPECT_THAT(who.body, HasSubstr(R"("roles":[])"));
  EXPECT_THAT(who.body, HasSubstr(R"("id":"user_keyholder")"));
  const ClientAnswer of_acme = OfAcme(R"({"name":"Machine","permissions":["posts:read"]})");
  const ClientAnswer machine = Get("/v1/whoami", {{"X-Api-Key", Text(of_acme, "value")}});
  EXPECT_EQ(machine.status, 200);
  EXPECT_THAT(machine.body, HasSubstr(kAcme));
  EXPECT_THAT(machine.body, HasSubstr(Text(of_acme, "id")));
  EXPECT_THAT(machine.body, HasSubstr(R"("permissions":["posts:read"])"));
  // Without a list of permissions it has none.
  const std::string bare = Text(OfAcme(R"({"name":"Bare"})"), "value");
  EXPECT_THAT(Get("/v1/whoami", Bearer(bare)).body, HasSubstr(R"("permissions":[])"));
}

TEST_F(WorkOsApiKeys, AKeyManagesNothingHere) {
  const std::string value = Text(OfAcme(R"({"name":"All","permissions":["*"]})"), "value");
  EXPECT_EQ(Whoami(value), 200);
  for (const std::string& path :
       {std::string("/organizations"), kAcmeKeys, std::string("/v1/applications"),
        std::string("/v1/events"), "/v1/users/" + std::string(kAnn), std::string("/api/Forms")}) {
    EXPECT_EQ(Get(path, Bearer(value)).status, 401) << path;
    EXPECT_EQ(Get(path, {{"X-Api-Key", value}}).status, 401) << path;
  }
  EXPECT_EQ(Json(Method::kPost, "/client/token",
                 R"({"organization_id":")" + std::string(kAcme) + R"(","user_id":")" +
                     std::string(kAnn) + "\"}",
                 Bearer(value))
                .status,
            401);
}

// Incident class B4.
TEST_F(WorkOsApiKeys, TheKeysOfAMemberWhoLeavesAreRevokedForGood) {
  const ClientAnswer made = OfUser(R"(["posts:read"])", "user_leaver");
  const std::string value = Text(made, "value");
  EXPECT_EQ(Whoami(value), 200);
  const json::Value list =
      Value(Get("/user_management/organization_memberships?user_id=user_leaver", Key()));
  const std::string membership = "/user_management/organization_memberships/" +
                                 *list.Find("data")->AsArray()->front().Find("id")->AsString();
  EXPECT_EQ(Json(Method::kPut, membership + "/deactivate", "{}", Key()).status, 200);
  EXPECT_EQ(Whoami(value), 401);
  EXPECT_EQ(OfUser("[]", "user_leaver").status, 422);
  EXPECT_EQ(Json(Method::kPut, membership + "/reactivate", "{}", Key()).status, 200);
  EXPECT_EQ(Whoami(value), 200);
  EXPECT_EQ(Send(Method::kDelete, membership, Key()).status, 200);
  EXPECT_EQ(Whoami(value), 401);
  EXPECT_THAT(EventsOf(made), HasSubstr("api_key.revoked"));
  EXPECT_EQ(Post("/user_management/organization_memberships",
                 R"({"user_id":"user_leaver","role_slug":"poster","organization_id":")" +
                     std::string(kAcme) + "\"}")
                .status,
            201);
  EXPECT_EQ(Whoami(value), 401);
}

TEST_F(WorkOsApiKeys, KeysEndWithTheirUserAndTheirOrganization) {
  const ClientAnswer of_user = OfUser("[]", "user_deleted");
  EXPECT_EQ(Whoami(Text(of_user, "value")), 200);
  EXPECT_EQ(Send(Method::kDelete, "/user_management/users/user_deleted", Key()).status, 200);
  EXPECT_EQ(Whoami(Text(of_user, "value")), 401);
  EXPECT_THAT(EventsOf(of_user), HasSubstr("api_key.revoked"));
  Apply("[[organizations]]\nname = \"Closing\"\nid = \"org_closing\"\n");
  const ClientAnswer made = Post("/organizations/org_closing/api_keys", R"({"name":"x"})");
  EXPECT_EQ(Whoami(Text(made, "value")), 200);
  EXPECT_EQ(Send(Method::kDelete, "/organizations/org_closing", Key()).status, 202);
  EXPECT_EQ(Whoami(Text(made, "value")), 401);
  EXPECT_EQ(Validate(Text(made, "value")).body, kNone);
}

TEST_F(WorkOsApiKeys, ADeletedPermissionIsRemovedFromKeys) {
  EXPECT_EQ(Post("/authorization/permissions", R"({"slug":"drafts:read","name":"Drafts"})").status,
            201);
  const ClientAnswer made =
      OfAcme(R"({"name":"Drafts","permissions":["drafts:read","posts:read"]})");
  EXPECT_THAT(Validate(Text(made, "value")).body, HasSubstr("drafts:read"));
  EXPECT_EQ(Send(Method::kDelete, "/authorization/permissions/drafts:read", Key()).status, 204);
  EXPECT_THAT(Validate(Text(made, "value")).body, HasSubstr(R"("permissions":["posts:read"])"));
}

// Incident class I3.
TEST_F(WorkOsApiKeys, AKeyOfAnEnvironmentMayHaveLessThanEverything) {
  const std::string narrow = "sk_test_narrow_key_of_production";
  const std::string value = Text(OfAcme(R"({"name":"Checked by less"})"), "value");
  const auto validate = [&] {
    return Json(Method::kPost, "/api_keys/validations", R"({"value":")" + value + "\"}",
                Bearer(narrow));
  };
  ApplyKey(narrow, R"(["tokens:verify"])");
  EXPECT_THAT(validate().body, HasSubstr("Checked by less"));
  EXPECT_EQ(
      Json(Method::kPost, "/v1/verify", R"({"token":")" + value + "\"}", Bearer(narrow)).status,
      200);
  const std::string ann = "/v1/users/" + std::string(kAnn);
  for (const std::string& path :
       {std::string("/organizations"), "/organizations/" + std::string(kAcme), kAcmeKeys,
        std::string("/user_management/users"), std::string("/authorization/roles"), ann,
        ann + "/api_key", std::string("/v1/applications"), std::string("/v1/policies")}) {
    EXPECT_GE(Get(path, Bearer(narrow)).status, 403) << path;
    EXPECT_EQ(Get(path, Key()).status, 200) << path;
  }
  EXPECT_EQ(Json(Method::kPost, kAcmeKeys, R"({"name":"x"})", Bearer(narrow)).status, 403);
  EXPECT_EQ(Json(Method::kPost, "/client/token",
                 R"({"organization_id":")" + std::string(kAcme) + R"(","user_id":")" +
                     std::string(kAnn) + "\"}",
                 Bearer(narrow))
                .status,
            403);
  ApplyKey(narrow, "[]");
  EXPECT_EQ(validate().status, 403);
  ApplyKey(narrow, R"(["*"])");
  EXPECT_EQ(Get("/organizations", Bearer(narrow)).status, 200);
}

TEST_F(WorkOsApiKeys, AKeyWithLessThanEverythingIsNoClientSecret) {
  const std::string narrow = "sk_test_another_narrow_key_here";
  ApplyKey(narrow, R"(["tokens:verify"])");
  const std::string client =
      *Value(Get("/v1/whoami", Key())).Find("environment")->Find("client_id")->AsString();
  const auto sign_in = [&](const std::string& secret) {
    return Json(Method::kPost, "/user_management/authenticate",
                R"({"grant_type":"password","client_id":")" + client + R"(","client_secret":")" +
                    secret +
                    R"(","email":"keyholder@acme.example","password":"a keyholder's password"})")
        .status;
  };
  EXPECT_EQ(sign_in(kProductionKey), 200);
  EXPECT_EQ(sign_in(narrow), 400);
}

}  // namespace
}  // namespace bearward::app
