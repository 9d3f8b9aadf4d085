// Apply for each kind: applications, API keys and objects.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "provision/apply.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/events.h"
#include "store/objects.h"
#include "store/sessions.h"
#include "testing/client_key.h"
#include "testing/test_server.h"

namespace bearward::provision {
namespace {

using testing::Must;

constexpr std::string_view kGuid = "3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44";
constexpr std::string_view kOtherGuid = "8d9c1c53-1f7e-4c06-a9a7-7f4d2b6c3e10";

class ApplyMachines : public ::testing::Test {
 protected:
  ApplyMachines()
      : env_(core_.AddEnvironment("production")),
        acme_(core_.AddOrganization(env_, "Acme", 28)),
        globex_(core_.AddOrganization(env_, "Globex", 29)),
        ann_(core_.AddUser(env_, {.organization = acme_, .username = "ann"})) {}

  base::Result<std::vector<Change>> Apply() { return applier_.Apply(file_); }
  std::string Mistake() {
    const auto result = Apply();
    return result ? "" : result.error().public_text;
  }
  template <class R, class... Parameters, class... Arguments>
  auto Read(R (*table)(store::ReadTx&, Parameters...), const Arguments&... arguments) {
    return Must(core_.store->Read([&](store::ReadTx& tx) { return table(tx, arguments...); }));
  }
  ApplicationEntry& NewApplication() {
    auto& entry = file_.applications.emplace_back();
    entry.name = "Export";
    entry.organization = "Acme";
    return entry;
  }
  model::Application Application() {
    return Read(store::FindApplicationByName, env_, acme_, std::string_view("Export")).value();
  }
  bool HasSecret(const model::Application& application, std::string_view secret) {
    const auto live = Read(store::ListSecrets, env_, application.id);
    return live.size() == 1 && live[0].hash == crypto::Sha256(secret);
  }
  ApiKeyEntry& NewUserKey(std::string_view value = "") {
    auto& entry = file_.api_keys.emplace_back();
    entry.user = "ann";
    entry.value = base::Secret(value);
    return entry;
  }
  ApiKeyEntry& NewEnvironmentKey(const std::string& environment = "production") {
    auto& entry = file_.api_keys.emplace_back();
    entry.environment = environment;
    return entry;
  }
  std::optional<model::ApiKey> Key(std::string_view value) {
    return Read(store::FindApiKeyByHash, crypto::Sha256(value));
  }
  ObjectEntry& NewObject(const std::string& name) {
    auto& entry = file_.objects.emplace_back();
    entry.kind = "form";
    entry.name = name;
    entry.organization = "Acme";
    return entry;
  }
  model::Object Object(std::string_view name) {
    return Read(store::FindObjectByName, env_, acme_, std::string_view("form"), name).value();
  }
  std::vector<model::EventType> EventsAfter(std::int64_t number) {
    std::vector<model::EventType> types;
    for (const auto& event : Read(store::ListEvents, env_, number, 100))
      types.push_back(event.type);
    return types;
  }
  std::int64_t LastEvent() { return Read(store::LastEventNumber); }

  testing::TestServer core_;
  model::EnvironmentId env_;
  model::OrganizationId acme_;
  model::OrganizationId globex_;
  model::UserId ann_;
  ProvisioningFile file_;
  Applier applier_{{*core_.store, *core_.passwords, core_.clock, core_.entropy, core_.ring}};
};

using enum model::EventType;

TEST_F(ApplyMachines, ClientTermsAreSetAndKeptWhenTheFileOmitsThem) {
  ApplicationEntry& entry = NewApplication();
  entry.permissions = {"forms:read"};
  entry.audiences = {"https://api.acme.example"};
  entry.token_format = model::TokenFormat::kReference;
  entry.refresh_tokens = true;
  entry.jwks = testing::ClientKey().jwks();
  ASSERT_EQ(Must(Apply()).size(), 1U);
  EXPECT_TRUE(Must(Apply()).empty()) << "twice is the same as once";
  const std::string jwks = *entry.jwks;
  entry.permissions.reset();
  entry.audiences.reset();
  entry.token_format.reset();
  entry.refresh_tokens.reset();
  entry.jwks.reset();
  EXPECT_TRUE(Must(Apply()).empty());
  const model::Application application = Application();
  EXPECT_EQ(application.permissions, std::vector<std::string>{"forms:read"});
  EXPECT_EQ(application.audiences, std::vector<std::string>{"https://api.acme.example"});
  EXPECT_EQ(application.token_format, model::TokenFormat::kReference);
  EXPECT_TRUE(application.refresh_tokens);
  EXPECT_EQ(application.jwks, jwks);
  EXPECT_EQ(application.generation, 0);
}

TEST_F(ApplyMachines, ANewSecretOrDisablingRevokesTheTokensOfAnApplication) {
  NewApplication().client_secret = base::Secret(std::string(32, 'a'));
  Must(Apply());
  file_.applications[0].client_secret = base::Secret(std::string(32, 'b'));
  Must(Apply());
  EXPECT_EQ(Application().generation, 1);
  file_.applications[0].enabled = false;
  Must(Apply());
  EXPECT_EQ(Application().generation, 2);
  file_.applications[0].enabled = true;
  Must(Apply());
  EXPECT_EQ(Application().generation, 2);
}

TEST_F(ApplyMachines, AnApplicationGetsAnIdAndASecretThatIsShownOnce) {
  NewApplication();
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_TRUE(changes[0].id.starts_with("WS-ApplicationUser_"));
  EXPECT_EQ(changes[0].id.size(), std::string_view("WS-ApplicationUser_").size() + 62);
  const std::string secret(changes[0].secret.Reveal());
  EXPECT_EQ(secret.size(), 32U);
  EXPECT_EQ(secret.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(Application().client_id, changes[0].id);
  EXPECT_TRUE(HasSecret(Application(), secret));
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyMachines, AGivenSecretIsNotShown) {
  NewApplication().client_secret = base::Secret(std::string(32, 'a'));
  const auto changes = Must(Apply());
  EXPECT_TRUE(changes.at(0).secret.empty());
  EXPECT_TRUE(HasSecret(Application(), std::string(32, 'a')));
}

TEST_F(ApplyMachines, ANewSecretOrKeyHasSixteenCharacters) {
  NewApplication().client_secret = base::Secret(std::string(15, 'a'));
  EXPECT_THAT(Mistake(), ::testing::HasSubstr("`client_secret` is too short"));
  file_.applications[0].client_secret = base::Secret(std::string(16, 'a'));
  Must(Apply());
  NewEnvironmentKey().value = base::Secret("sk_" + std::string(15, 'a'));
  EXPECT_THAT(Mistake(), ::testing::HasSubstr("`value` is too short"));
  file_.api_keys[0].value = base::Secret("sk_" + std::string(16, 'a'));
  Must(Apply());
}

// Release 0.1.0 accepted 8 characters.
TEST_F(ApplyMachines, AShortSecretOrKeyThatIsStoredStaysValid) {
  NewApplication().client_secret = base::Secret(std::string(16, 'a'));
  NewEnvironmentKey().value = base::Secret("sk_" + std::string(16, 'a'));
  Must(Apply());
  const model::ApplicationId application = Application().id;
  Must(core_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto key,
                  store::FindApiKeyByHash(tx, crypto::Sha256("sk_" + std::string(16, 'a'))));
    key->id = {"key_of_0_1_0"};
    key->hash = crypto::Sha256("sk_12345678");
    BW_TRY(store::InsertApiKey(tx, *key));
    return store::InsertSecret(tx, {.environment = env_,
                                    .id = "sec_of_0_1_0",
                                    .application = application,
                                    .hash = crypto::Sha256("12345678"),
                                    .created_at = core_.clock.Now()});
  }));
  file_.applications[0].client_secret = base::Secret(std::string_view("12345678"));
  file_.api_keys[0].value = base::Secret(std::string_view("sk_12345678"));
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyMachines, AChangedSecretReplacesTheOldOneAndEndsTheSessions) {
  NewApplication().client_secret = base::Secret(std::string(32, 'a'));
  Must(Apply());
  const auto session = core_.SignIn(env_, Application().id, "workspan").session.id;
  const std::int64_t last = LastEvent();
  file_.applications[0].client_secret = base::Secret(std::string(32, 'b'));
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_TRUE(HasSecret(Application(), std::string(32, 'b')));
  EXPECT_TRUE(Read(store::FindSession, env_, session).value().ended_at);
  EXPECT_EQ(EventsAfter(last), (std::vector{kApplicationSecretReset, kSessionEnded}));
}

TEST_F(ApplyMachines, AnApplicationIsFoundByItsClientIdAndRenamed) {
  NewApplication().client_id = "WS-ApplicationUser_abc";
  Must(Apply());
  const auto id = Application().id;
  file_.applications[0].name = "Import";
  const std::int64_t last = LastEvent();
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(Read(store::FindApplication, env_, id).value().name, "Import");
  EXPECT_EQ(EventsAfter(last), std::vector{kApplicationUpdated});
}

TEST_F(ApplyMachines, AnApplicationDoesNotMoveToAnotherOrganization) {
  NewApplication().client_id = "WS-ApplicationUser_abc";
  Must(Apply());
  file_.applications[0].organization = "Globex";
  EXPECT_NE(Mistake().find("An application cannot change its organization"), std::string::npos);
}

TEST_F(ApplyMachines, OneNameInTwoOrganizationsIsTwoApplications) {
  NewApplication();
  NewApplication().organization = "Globex";
  EXPECT_EQ(Must(Apply()).size(), 2U);
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyMachines, AUserKeyIsComparedWithoutCase) {
  NewUserKey("3F0C8D1E-5A77-4B53-9D6E-0C2F7A1B9E44");
  Must(Apply());
  ASSERT_TRUE(Key(kGuid));
  EXPECT_EQ(Key(kGuid)->user, ann_);
  EXPECT_EQ(Key(kGuid)->hint, "9e44");
  file_.api_keys[0].value = base::Secret(kGuid);
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyMachines, AnotherValueRevokesTheUsersKey) {
  NewUserKey(kGuid);
  Must(Apply());
  const std::int64_t last = LastEvent();
  file_.api_keys[0].value = base::Secret(kOtherGuid);
  Must(Apply());
  EXPECT_TRUE(Key(kGuid)->revoked_at);
  EXPECT_FALSE(Key(kOtherGuid)->revoked_at);
  EXPECT_EQ(EventsAfter(last), (std::vector{kApiKeyRevoked, kApiKeyCreated}));
}

// Incident class I2: an old file that is applied again must not restore a revoked key.
TEST_F(ApplyMachines, ARevokedKeyStaysRevoked) {
  NewUserKey(kGuid);
  Must(Apply());
  file_.api_keys[0].value = base::Secret(kOtherGuid);
  Must(Apply());
  file_.api_keys[0].value = base::Secret(kGuid);
  file_.api_keys[0].value_where = {"w.toml", 12};
  EXPECT_THAT(Mistake(),
              ::testing::StartsWith("w.toml:12: `value` is an API key that was revoked"));
  EXPECT_TRUE(Key(kGuid)->revoked_at);
  EXPECT_FALSE(Key(kOtherGuid)->revoked_at);
}

TEST_F(ApplyMachines, AUserKeyIsGeneratedOnce) {
  NewUserKey().description = "nightly export";
  const auto changes = Must(Apply());
  const std::string value(changes.at(0).secret.Reveal());
  EXPECT_EQ(base::CanonicalUuid(value), value);
  EXPECT_EQ(Key(value)->description, "nightly export");
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyMachines, AnotherDescriptionKeepsTheUsersKey) {
  NewUserKey().description = "nightly export";
  const auto changes = Must(Apply());
  const std::int64_t last = LastEvent();
  file_.api_keys[0].description = "weekly export";
  EXPECT_EQ(Must(Apply()).at(0).verb, Change::Verb::kUpdated);
  EXPECT_EQ(Key(changes.at(0).secret.Reveal())->description, "weekly export");
  EXPECT_EQ(EventsAfter(last), std::vector{kApiKeyUpdated});
}

TEST_F(ApplyMachines, EnvironmentKeysStateInTheirPrefixWhetherTheyAreLive) {
  file_.environments.emplace_back().name = "production";
  auto& sandbox = file_.environments.emplace_back();
  sandbox.name = "sandbox";
  sandbox.values["sandbox"] = std::int64_t{1};
  NewEnvironmentKey();
  NewEnvironmentKey("sandbox");
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[1].name, "production");
  EXPECT_TRUE(changes[1].secret.Reveal().starts_with("sk_live_"));
  EXPECT_TRUE(changes[2].secret.Reveal().starts_with("sk_test_"));
  EXPECT_EQ(changes[2].secret.Reveal().size(), 8U + 32U);
  EXPECT_EQ(Key(changes[1].secret.Reveal())->user, std::nullopt);
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyMachines, EnvironmentKeysAreDistinguishedByTheirDescriptions) {
  NewEnvironmentKey().description = "build";
  NewEnvironmentKey().description = "deploy";
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_FALSE(changes[0].secret.Equals(changes[1].secret));
  EXPECT_TRUE(Must(Apply()).empty());
  file_.api_keys[1].description = "build";
  EXPECT_NE(Mistake().find("described twice"), std::string::npos);
}

TEST_F(ApplyMachines, AKeyOfAnEnvironmentHasAllPermissionsUnlessTheFileStatesFewer) {
  NewEnvironmentKey().value = base::Secret(std::string_view("sk_a_key_for_everything"));
  Must(Apply());
  const auto permissions = [&] { return Key("sk_a_key_for_everything")->permissions; };
  EXPECT_EQ(permissions(), std::vector<std::string>{"*"});
  const std::int64_t last = LastEvent();
  file_.api_keys[0].permissions = std::vector<std::string>{"tokens:verify"};
  Must(Apply());
  EXPECT_EQ(permissions(), std::vector<std::string>{"tokens:verify"});
  EXPECT_EQ(EventsAfter(last), std::vector{kApiKeyUpdated});
  EXPECT_TRUE(Must(Apply()).empty());
  file_.api_keys[0].permissions.reset();
  Must(Apply());
  EXPECT_EQ(permissions(), std::vector<std::string>{"tokens:verify"});
}

TEST_F(ApplyMachines, AKeyOfAnotherUserIsRefused) {
  core_.AddUser(env_, {.organization = acme_, .username = "bob"});
  NewUserKey(kGuid);
  Must(Apply());
  file_.api_keys[0].user = "bob";
  EXPECT_NE(Mistake().find("the key of another owner"), std::string::npos);
  EXPECT_EQ(Mistake().find(kGuid), std::string::npos);
  EXPECT_EQ(Key(kGuid)->user, ann_);
}

TEST_F(ApplyMachines, AKeyOfAnotherEnvironmentIsRefused) {
  core_.AddEnvironment("other");
  NewEnvironmentKey().value = base::Secret(std::string("sk_test_0000000000000000"));
  Must(Apply());
  file_.api_keys[0].environment = "other";
  EXPECT_NE(Mistake().find("the key of another owner"), std::string::npos);
}

TEST_F(ApplyMachines, AnObjectIsFoundByNameWithinOwnerAndKind) {
  NewObject("Timesheet").fields = R"({"Live":true})";
  Must(Apply());
  const auto before = Object("Timesheet");
  EXPECT_EQ(before.number, 1);
  EXPECT_EQ(before.created_by, "system");
  core_.clock.Advance(std::chrono::hours(1));
  file_.objects[0].fields = R"({ "Live": false })";
  Must(Apply());
  const auto after = Object("Timesheet");
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.fields, R"({"Live":false})");
  EXPECT_EQ(after.created_at, before.created_at);
  EXPECT_EQ(after.updated_at, core_.clock.Now());
}

TEST_F(ApplyMachines, FieldsAreComparedAsJsonValues) {
  NewObject("Timesheet").fields = R"({"Live":true,"Name":"\u0041"})";
  Must(Apply());
  file_.objects[0].fields = R"(  { "Live" : true, "Name": "A" } )";
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyMachines, AnObjectKeepsItsGivenIdAndNumber) {
  auto& entry = NewObject("Timesheet");
  entry.id = "WS-Project_abc";
  entry.number = 194955;
  NewObject("Other");
  Must(Apply());
  EXPECT_EQ(Object("Timesheet").id.text, "WS-Project_abc");
  EXPECT_EQ(Object("Timesheet").number, 194955);
  EXPECT_EQ(Object("Other").number, 194956);
  file_.objects[0].name = "Renamed";
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(Object("Renamed").id.text, "WS-Project_abc");
}

TEST_F(ApplyMachines, AnObjectDoesNotMoveToAnotherOwner) {
  NewObject("Timesheet").id = "WS-Project_abc";
  Must(Apply());
  file_.objects[0].organization = "Globex";
  EXPECT_NE(Mistake().find("An object cannot change these"), std::string::npos);
}

TEST_F(ApplyMachines, ANumberOfAnotherObjectIsTaken) {
  NewObject("Timesheet").number = 5;
  Must(Apply());
  NewObject("Other").number = 5;
  EXPECT_NE(Mistake().find("the number 5 belongs to another object"), std::string::npos);
}

TEST_F(ApplyMachines, TheOwnerIsAlwaysAMember) {
  NewObject("Timesheet");
  Must(Apply());
  const auto members = Read(store::ListMembers, env_, Object("Timesheet").id);
  ASSERT_EQ(members.size(), 1U);
  EXPECT_EQ(members[0].organization, acme_);
  EXPECT_EQ(members[0].level, model::AccessLevel::kOwner);
  EXPECT_EQ(members[0].state, model::MemberState::kAccepted);
}

TEST_F(ApplyMachines, AnAccountTakesNoMemberOfAnotherOrganization) {
  auto& account = NewObject("Contoso");
  account.kind = "account";
  account.members.emplace().emplace_back().organization = "Globex";
  const auto applied = Apply();
  ASSERT_FALSE(applied);
  EXPECT_THAT(applied.error().public_text, ::testing::HasSubstr("private to its organization"));
  account.members->clear();
  Must(Apply());
}

TEST_F(ApplyMachines, ListedMembersReplaceAllOthers) {
  auto& members = NewObject("Timesheet").members.emplace();
  auto& globex = members.emplace_back();
  globex.organization = "Globex";
  globex.level = model::AccessLevel::kViewer;
  globex.state = model::MemberState::kInvited;
  auto& ann = members.emplace_back();
  ann.organization = "Acme";
  ann.user = "ann";
  Must(Apply());
  const auto id = Object("Timesheet").id;
  const auto of_acme = Read(store::ListMembersOf, env_, id, acme_);
  ASSERT_EQ(of_acme.size(), 2U);
  EXPECT_EQ(of_acme[1].user, ann_);
  const auto of_globex = Read(store::ListMembersOf, env_, id, globex_);
  ASSERT_EQ(of_globex.size(), 1U);
  EXPECT_EQ(of_globex[0].level, model::AccessLevel::kViewer);
  EXPECT_EQ(of_globex[0].state, model::MemberState::kInvited);
  EXPECT_TRUE(Must(Apply()).empty());
  const std::int64_t last = LastEvent();
  members.pop_back();
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(Read(store::ListMembers, env_, Object("Timesheet").id).size(), 2U);
  EXPECT_EQ(EventsAfter(last), std::vector{kObjectUpdated});
}

TEST_F(ApplyMachines, FieldsBeyondTheLimitsOfJsonAreRefused) {
  NewObject("Timesheet").fields = "{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}";
  EXPECT_NE(Mistake().find("too large or too deep"), std::string::npos);
}

}  // namespace
}  // namespace bearward::provision
