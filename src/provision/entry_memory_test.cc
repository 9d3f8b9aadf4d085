// Files and the API: a value that has not changed in its file changes nothing. Regression: applying
// a file again restored secrets and passwords that the API had replaced.
#include "provision/entry_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encode.h"
#include "crypto/hash.h"
#include "crypto/password.h"
#include "model/policy_record.h"
#include "provision/apply.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/applied_entries.h"
#include "store/environments.h"
#include "store/memberships.h"
#include "store/objects.h"
#include "store/organizations.h"
#include "store/table.h"
#include "store/users.h"
#include "testing/test_server.h"

namespace bearward::provision {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kOldSecret = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kNewSecret = "fedcba9876543210fedcba9876543210";
constexpr std::string_view kOldPassword = "correct horse battery staple";
constexpr std::string_view kNewPassword = "after the leak was found";
constexpr std::string_view kGuid = "3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44";
constexpr std::string_view kSecretKey = "sk_live_0000000000000000000000000000";

const store::TableOf<model::Policy> kPolicies(model::kPolicy);

// FilesAgainstApi has a file that describes organizations, users, applications, keys, an object
// and a policy. The tests change these rows as the API does, and apply the file again.
class FilesAgainstApi : public ::testing::Test {
 protected:
  FilesAgainstApi() : env_(core_.AddEnvironment("production")) {
    file_.organizations.emplace_back().name = "Acme";
    file_.organizations[0].enabled = true;
    file_.organizations[0].rate_limit = model::ParseRateLimit("10/1s");
    auto& user = file_.users.emplace_back();
    user.where = {"w.toml", 5};
    user.username = "ann";
    user.password = base::Secret(kOldPassword);
    user.active = true;
    user.memberships.emplace().emplace_back().organization = "Acme";
    auto& application = file_.applications.emplace_back();
    application.where = {"w.toml", 10};
    application.client_secret_where = {"w.toml", 13};
    application.name = "Export";
    application.organization = "Acme";
    application.client_id = "export";
    application.client_secret = base::Secret(kOldSecret);
    application.enabled = true;
    NewKey(kGuid).user = "ann";
    NewKey(kSecretKey);
    auto& policy = file_.policies.emplace_back();
    policy.name = "api";
    policy.values["permissions"] = std::vector<std::string>{"forms:read"};
    file_.organizations.emplace_back().name = "Globex";
    auto& object = file_.objects.emplace_back();
    object.where = {"w.toml", 40};
    object.kind = "form";
    object.name = "Timesheet";
    object.organization = "Acme";
    object.fields = R"({"Live":true})";
    object.members.emplace().emplace_back().organization = "Globex";
    Must(Apply());
  }

  ApiKeyEntry& NewKey(std::string_view value) {
    auto& entry = file_.api_keys.emplace_back();
    entry.where = {"w.toml", 20};
    entry.value_where = {"w.toml", 22};
    entry.environment = "production";
    entry.value = base::Secret(value);
    return entry;
  }
  base::Result<std::vector<Change>> Apply() { return applier_.Apply(file_); }
  // ReplaceMasterKey makes all records unknown, as replacing the last line of the key file does.
  void ReplaceMasterKey() {
    core_.ring =
        Must(crypto::KeyRing::Parse(crypto::KeyRing::Generate(core_.entropy), core_.entropy));
  }
  std::string Mistake() {
    const auto result = Apply();
    return result ? "" : result.error().public_text;
  }
  template <class F>
  auto Write(F change) {
    return Must(core_.store->Write(change));
  }
  template <class R, class... Parameters, class... Arguments>
  auto Read(R (*table)(store::ReadTx&, Parameters...), const Arguments&... arguments) {
    return Must(core_.store->Read([&](store::ReadTx& tx) { return table(tx, arguments...); }));
  }
  bool HasPolicy() {
    return Must(core_.store->Read(
                    [&](store::ReadTx& tx) { return kPolicies.Find(tx, env_, "api"); }))
        .has_value();
  }
  model::User Ann() { return Read(store::FindUserByLogin, env_, std::string_view("ann")).value(); }
  model::Organization Acme() {
    return Read(store::FindOrganizationByName, env_, std::string_view("Acme")).value();
  }
  model::Application Export() {
    return Read(store::FindApplicationByClientId, env_, std::string_view("export")).value();
  }
  std::optional<model::ApiKey> Key(std::string_view value) {
    return Read(store::FindApiKeyByHash, crypto::Sha256(value));
  }
  bool HasSecret(std::string_view value) {
    const auto secrets = Read(store::ListSecrets, env_, Export().id);
    return secrets.size() == 1 && secrets[0].hash == crypto::Sha256(value);
  }
  bool HasPassword(std::string_view password) {
    return Must(crypto::VerifyPassword(base::Secret(password), Ann().password_hash));
  }
  std::vector<model::Membership> MembershipsOfAnn() {
    return Read(store::ListMemberships, env_, Ann().id);
  }
  void RemoveMembershipOfAnn() {
    const model::Membership membership = MembershipsOfAnn().at(0);
    Write([&](store::WriteTx& tx) { return store::DeleteMembership(tx, membership); });
  }
  model::Object Timesheet() {
    return Read(store::FindObjectByName, env_, Acme().id, std::string_view("form"),
                std::string_view("Timesheet"))
        .value();
  }
  // SetMembers replaces the members, as the API does.
  void SetMembers(const std::vector<model::ObjectMember>& members) {
    const model::ObjectId object = Timesheet().id;
    Write([&](store::WriteTx& tx) { return store::ReplaceMembers(tx, env_, object, members); });
  }
  // ResetSecret makes this the only secret, as the API does.
  void ResetSecret(std::string_view value) {
    const model::Application application = Export();
    Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::DeleteSecrets(tx, env_, application.id));
      model::ApplicationSecret secret;
      secret.environment = env_;
      secret.id = "secret";
      secret.application = application.id;
      secret.hash = crypto::Sha256(value);
      secret.created_at = core_.clock.Now();
      return store::InsertSecret(tx, secret);
    });
  }
  void SetPassword(std::string_view password) {
    model::User user = Ann();
    user.password_hash = Must(core_.passwords->Hash(base::Secret(password)));
    Write([&](store::WriteTx& tx) { return store::UpdateUser(tx, user); });
  }
  void RequirePasswordChange(bool required) {
    model::User user = Ann();
    user.password_change_required = required;
    Write([&](store::WriteTx& tx) { return store::UpdateUser(tx, user); });
  }
  void Deactivate() {
    model::User user = Ann();
    user.active = false;
    Write([&](store::WriteTx& tx) { return store::UpdateUser(tx, user); });
  }
  void Revoke(std::string_view value) {
    model::ApiKey key = Key(value).value();
    key.revoked_at = core_.clock.Now();
    Write([&](store::WriteTx& tx) { return store::UpdateApiKey(tx, key); });
  }
  // FromRelease010 replaces the record of a row by the one that the migration from 0.1.0 writes.
  void FromRelease010(std::string_view kind, const std::string& id, std::string_view digests) {
    Write([&](store::WriteTx& tx) {
      return store::PutAppliedValues(tx, {env_, kind, id}, {std::string(digests)});
    });
  }

  testing::TestServer core_;
  model::EnvironmentId env_;
  ProvisioningFile file_;
  Applier applier_{{*core_.store, *core_.passwords, core_.clock, core_.entropy, core_.ring}};
};

TEST_F(FilesAgainstApi, AnUnchangedFileChangesNothing) { EXPECT_THAT(Must(Apply()), IsEmpty()); }

TEST_F(FilesAgainstApi, SecretThatWasResetStaysReset) {
  ResetSecret(kNewSecret);
  EXPECT_THAT(Must(Apply()), IsEmpty());
  EXPECT_TRUE(HasSecret(kNewSecret));
}

TEST_F(FilesAgainstApi, PasswordThatWasChangedStaysChanged) {
  SetPassword(kNewPassword);
  EXPECT_THAT(Must(Apply()), IsEmpty());
  EXPECT_TRUE(HasPassword(kNewPassword));
}

TEST_F(FilesAgainstApi, UserThatWasDeactivatedStaysDeactivated) {
  Deactivate();
  EXPECT_THAT(Must(Apply()), IsEmpty());
  EXPECT_FALSE(Ann().active);
}

TEST_F(FilesAgainstApi, FlagsAndLimitsStayAsTheApiSetThem) {
  model::Organization acme = Acme();
  acme.enabled = false;
  acme.rate_limit = model::ParseRateLimit("1/1s");
  model::Application application = Export();
  application.enabled = false;
  Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::UpdateOrganization(tx, acme));
    return store::UpdateApplication(tx, application);
  });
  EXPECT_THAT(Must(Apply()), IsEmpty());
  EXPECT_FALSE(Acme().enabled);
  EXPECT_EQ(Acme().rate_limit, model::ParseRateLimit("1/1s"));
  EXPECT_FALSE(Export().enabled);
}

TEST_F(FilesAgainstApi, MembershipThatWasRemovedStaysRemoved) {
  RemoveMembershipOfAnn();
  EXPECT_THAT(Must(Apply()), IsEmpty());
  EXPECT_THAT(MembershipsOfAnn(), IsEmpty());
}

// The positive controls of the tests above.
TEST_F(FilesAgainstApi, ChangedValuesAreApplied) {
  ResetSecret("another secret of the API, long");
  SetPassword("another password");
  Deactivate();
  file_.applications[0].client_secret = base::Secret(kNewSecret);
  file_.users[0].password = base::Secret(kNewPassword);
  Must(Apply());
  EXPECT_TRUE(HasSecret(kNewSecret));
  EXPECT_TRUE(HasPassword(kNewPassword));
  file_.users[0].active = false;
  Must(Apply());
  file_.users[0].active = true;
  Must(Apply());
  EXPECT_TRUE(Ann().active);
}

TEST_F(FilesAgainstApi, RevokedKeyStaysRevokedAndIsReported) {
  Revoke(kGuid);
  Revoke(kSecretKey);
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 2U);
  for (const Change& change : changes) {
    EXPECT_EQ(change.verb, Change::Verb::kKept);
    EXPECT_THAT(change.note, StartsWith("w.toml:22: the API key was revoked"));
    EXPECT_TRUE(change.secret.empty());
  }
  EXPECT_TRUE(Key(kGuid)->revoked_at);
  EXPECT_TRUE(Key(kSecretKey)->revoked_at);
}

TEST_F(FilesAgainstApi, RevokedValueThatIsNamedAsNewIsAnErrorWithItsLine) {
  const base::Secret made = core_.AddEnvironmentKey(env_);
  Revoke(made.Reveal());
  NewKey(made.Reveal()).value_where = {"w.toml", 31};
  EXPECT_THAT(Mistake(), StartsWith("w.toml:31: `value` is an API key that was revoked."));
  EXPECT_THAT(Mistake(), Not(HasSubstr(std::string(made.Reveal()))));
}

TEST_F(FilesAgainstApi, RetiredSecretThatIsNamedAsNewIsAnErrorWithItsLine) {
  ResetSecret(kNewSecret);
  ResetSecret("the second reset of this secret");
  file_.applications[0].client_secret = base::Secret(kNewSecret);
  EXPECT_THAT(Mistake(), StartsWith("w.toml:13: `client_secret` of the application \"Export\""));
  EXPECT_THAT(Mistake(), Not(HasSubstr(std::string(kNewSecret))));
  file_.applications[0].client_secret = base::Secret("a-fresh-secret-of-the-file-0123456789");
  EXPECT_EQ(Mistake(), "");
}

TEST_F(FilesAgainstApi, GeneratedKeyThatWasRevokedIsNotGeneratedAgain) {
  file_.api_keys[0].value = base::Secret();
  file_.api_keys[1].value = base::Secret();
  file_.api_keys[1].description = "made";
  Must(Apply());
  const auto made = Read(store::FindLiveApiKeyOfEnvironment, env_, std::string_view("made"));
  ASSERT_TRUE(made);
  model::ApiKey revoked = *made;
  revoked.revoked_at = core_.clock.Now();
  Write([&](store::WriteTx& tx) { return store::UpdateApiKey(tx, revoked); });
  Revoke(kGuid);
  for (const Change& change : Must(Apply())) EXPECT_EQ(change.verb, Change::Verb::kKept);
  EXPECT_FALSE(Read(store::FindLiveApiKeyOfEnvironment, env_, std::string_view("made")));
  EXPECT_FALSE(Read(store::FindLiveApiKeyOfUser, env_, Ann().id));
}

TEST_F(FilesAgainstApi, DeletedPolicyIsCreatedAgainOnlyByAChangedEntry) {
  Write([&](store::WriteTx& tx) {
    return kPolicies.Delete(tx, *Must(kPolicies.Find(tx, env_, "api")));
  });
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_THAT(changes[0].note, HasSubstr("the policy was deleted through the API"));
  EXPECT_FALSE(HasPolicy());
  file_.policies[0].values["permissions"] = std::vector<std::string>{"forms:write"};
  Must(Apply());
  EXPECT_TRUE(HasPolicy());
}

TEST_F(FilesAgainstApi, DifferingValuesOfRelease010AreKeptAndReported) {
  FromRelease010("user", Ann().id.text, "active=? password=?");
  FromRelease010("application", Export().id.text, "client_secret=? enabled=? rate_limit=?");
  ResetSecret(kNewSecret);
  SetPassword(kNewPassword);
  Deactivate();
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_THAT(changes[0].note, StartsWith("w.toml:5: `active`, `password` differs"));
  EXPECT_THAT(changes[1].note, StartsWith("w.toml:10: `client_secret` differs"));
  EXPECT_TRUE(HasSecret(kNewSecret));
  EXPECT_TRUE(HasPassword(kNewPassword));
  EXPECT_FALSE(Ann().active);
  EXPECT_THAT(Must(Apply()), IsEmpty()) << "from here on there is a record";
  file_.users[0].password = base::Secret("the file's next password");
  Must(Apply());
  EXPECT_TRUE(HasPassword("the file's next password"));
}

TEST_F(FilesAgainstApi, DisablingIsAppliedWithoutARecord) {
  FromRelease010("user", Ann().id.text, "active=? password=?");
  file_.users[0].active = false;
  Must(Apply());
  EXPECT_FALSE(Ann().active);
}

TEST_F(FilesAgainstApi, ValuesOfARowWithoutARecordAreKeptUnlessTheyDisable) {
  FromRelease010("policy", "api", "permissions=? hide_credential=?");
  Write([&](store::WriteTx& tx) {
    model::Policy policy = *Must(kPolicies.Find(tx, env_, "api"));
    policy.permissions = {"forms:write"};
    policy.hide_credential = true;
    return kPolicies.Update(tx, policy);
  });
  file_.policies[0].values["hide_credential"] = std::int64_t{0};
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_THAT(changes[0].note, HasSubstr("`permissions` differs"));
  const model::Policy policy =
      *Must(core_.store->Read([&](store::ReadTx& tx) { return kPolicies.Find(tx, env_, "api"); }));
  EXPECT_EQ(policy.permissions, std::vector<std::string>{"forms:write"});
  EXPECT_FALSE(policy.hide_credential);
}

// With another master key the digests differ, but no value may count as new.
TEST_F(FilesAgainstApi, RecordsOfAnotherMasterKeyAreUnknown) {
  ResetSecret(kNewSecret);
  SetPassword(kNewPassword);
  ReplaceMasterKey();
  Must(Apply());
  EXPECT_TRUE(HasSecret(kNewSecret));
  EXPECT_TRUE(HasPassword(kNewPassword));
}

TEST_F(FilesAgainstApi, WithAnotherMasterKeyAnUnchangedFileChangesNothing) {
  ReplaceMasterKey();
  EXPECT_THAT(Must(Apply()), IsEmpty());
}

// Regression: after the master key was replaced, an unchanged file ended a required change.
TEST_F(FilesAgainstApi, ARequiredPasswordChangeStaysRequiredWithAnotherMasterKeyAndIsReported) {
  file_.users[0].password_change_required = false;
  Must(Apply());
  RequirePasswordChange(true);
  ReplaceMasterKey();
  const auto changes = Must(Apply());
  EXPECT_TRUE(Ann().password_change_required);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].verb, Change::Verb::kKept);
  EXPECT_THAT(changes[0].note, StartsWith("w.toml:5: `password_change_required` differs"));
}

TEST_F(FilesAgainstApi, AFileThatRequiresAPasswordChangeIsAppliedWithAnotherMasterKey) {
  file_.users[0].password_change_required = true;
  Must(Apply());
  RequirePasswordChange(false);
  EXPECT_THAT(Must(Apply()), IsEmpty()) << "positive control: the value has not changed";
  ReplaceMasterKey();
  Must(Apply());
  EXPECT_TRUE(Ann().password_change_required) << "it cannot be known whether the value is new";
}

// Incident class I2. Regression: after the master key was replaced, an unchanged file restored the
// memberships that the API had removed.
TEST_F(FilesAgainstApi, MembershipStaysRemovedWithAnotherMasterKeyAndIsReported) {
  RemoveMembershipOfAnn();
  ReplaceMasterKey();
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].verb, Change::Verb::kKept);
  EXPECT_THAT(changes[0].note, StartsWith("w.toml:5: `memberships` differs"));
  EXPECT_THAT(MembershipsOfAnn(), IsEmpty());
  EXPECT_THAT(Must(Apply()), IsEmpty()) << "from here on there is a record";
  file_.users[0].memberships->emplace_back().organization = "Globex";
  Must(Apply());
  EXPECT_EQ(MembershipsOfAnn().size(), 2U);
}

// Regression: the roles of a membership were restored in the same way.
TEST_F(FilesAgainstApi, RolesOfAMembershipStayRemovedWithAnotherMasterKey) {
  core_.AddRole(env_, "planner", {"forms:read"});
  file_.users[0].memberships->front().roles = {"planner"};
  Must(Apply());
  model::Membership membership = MembershipsOfAnn().at(0);
  membership.roles = {};
  Write([&](store::WriteTx& tx) { return store::PutMembership(tx, membership); });
  ReplaceMasterKey();
  Must(Apply());
  EXPECT_THAT(MembershipsOfAnn().at(0).roles, IsEmpty());
}

// Incident class I2. Regression: members of objects were restored in the same way.
TEST_F(FilesAgainstApi, MemberOfAnObjectStaysRemovedWithAnotherMasterKeyAndIsReported) {
  auto members = Read(store::ListMembers, env_, Timesheet().id);
  ASSERT_EQ(members.size(), 2U);
  std::erase_if(members, [this](const auto& member) { return member.organization != Acme().id; });
  SetMembers(members);
  ReplaceMasterKey();
  const auto changes = Must(Apply());
  EXPECT_EQ(Read(store::ListMembers, env_, Timesheet().id).size(), 1U);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_THAT(changes[0].note, StartsWith("w.toml:40: `members` differs"));
  EXPECT_THAT(Must(Apply()), IsEmpty()) << "from here on there is a record";
  file_.objects[0].members->front().level = model::AccessLevel::kOwner;
  Must(Apply());
  EXPECT_EQ(Read(store::ListMembers, env_, Timesheet().id).size(), 2U);
}

// Regression: values of an object that differed were kept without a message.
TEST_F(FilesAgainstApi, DifferingValuesOfAnObjectAreReportedWithAnotherMasterKey) {
  model::Object object = Timesheet();
  object.fields = R"({"Live":false})";
  Write([&](store::WriteTx& tx) { return store::PutObject(tx, object); });
  ReplaceMasterKey();
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].verb, Change::Verb::kKept);
  EXPECT_THAT(changes[0].note, StartsWith("w.toml:40: `fields` differs"));
  EXPECT_EQ(Timesheet().fields, R"({"Live":false})");
}

// Regression: after the master key was replaced, an unchanged file with a revoked key was refused,
// so the server did not start.
TEST_F(FilesAgainstApi, RevokedKeysAreKeptWithAnotherMasterKey) {
  Revoke(kGuid);
  Revoke(kSecretKey);
  ReplaceMasterKey();
  EXPECT_EQ(Mistake(), "");
  EXPECT_TRUE(Key(kGuid)->revoked_at);
  EXPECT_TRUE(Key(kSecretKey)->revoked_at);
}

// Regression: after the master key was replaced, a user's key never took another value.
TEST_F(FilesAgainstApi, AFreshKeyOfAUserIsAppliedOnceTheOneBeforeIsRecorded) {
  ReplaceMasterKey();
  file_.api_keys[0].value = base::Secret(std::string_view("8d9c1c53-1f7e-4c06-a9a7-7f4d2b6c3e10"));
  Must(Apply());
  file_.api_keys[0].value = base::Secret(std::string_view("0b54f2c1-3c80-4f7d-8a41-1d2f6e7c9b35"));
  Must(Apply());
  EXPECT_TRUE(Key("0b54f2c1-3c80-4f7d-8a41-1d2f6e7c9b35"));
}

// Incident class H1.
TEST_F(FilesAgainstApi, RecordsRevealNothingWithoutTheMasterKey) {
  const auto record =
      Read(store::FindAppliedValues, store::AppliedEntry{env_, "application", Export().id.text})
          .value()
          .digests;
  EXPECT_THAT(record, HasSubstr("client_secret="));
  EXPECT_THAT(record, Not(HasSubstr(std::string(kOldSecret))));
  const auto digest = crypto::Sha256(kOldSecret);
  EXPECT_THAT(record, Not(HasSubstr(base::HexEncode(base::AsBytes(digest).substr(0, 16)))));
}

TEST(JoinTexts, DifferentListsHaveDifferentTexts) {
  EXPECT_NE(JoinTexts({"ab", "c"}), JoinTexts({"a", "bc"}));
  EXPECT_NE(JoinTexts({"a", ""}), JoinTexts({"a"}));
  EXPECT_NE(JoinTexts({"1:a"}), JoinTexts({"a"}));
}

}  // namespace
}  // namespace bearward::provision
