// Apply for each kind: organizations and users.
#include <gtest/gtest.h>

#include "crypto/password.h"
#include "provision/apply.h"
#include "store/events.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/sessions.h"
#include "store/users.h"
#include "testing/test_server.h"

namespace bearward::provision {
namespace {

using testing::Must;

constexpr std::string_view kOther = "another password";

class ApplyPeople : public ::testing::Test {
 protected:
  ApplyPeople() : env_(core_.AddEnvironment("production")) {}

  base::Result<std::vector<Change>> Apply() { return applier_.Apply(file_); }
  OrganizationEntry& NewOrganization(const std::string& name) {
    auto& entry = file_.organizations.emplace_back();
    entry.name = name;
    return entry;
  }
  UserEntry& NewUser(const std::string& username) {
    auto& entry = file_.users.emplace_back();
    entry.username = username;
    return entry;
  }
  template <class R, class... Parameters, class... Arguments>
  auto Read(R (*table)(store::ReadTx&, Parameters...), const Arguments&... arguments) {
    return Must(core_.store->Read([&](store::ReadTx& tx) { return table(tx, arguments...); }));
  }
  model::Organization Organization(std::string_view name) {
    return Read(store::FindOrganizationByName, env_, name).value();
  }
  // EndRequiredChange does to ann what the choice of another password does.
  void EndRequiredChange() {
    Must(core_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUserByLogin(tx, env_, "ann"));
      user->password_change_required = false;
      return store::UpdateUser(tx, *user);
    }));
  }
  model::User User(std::string_view login) {
    return Read(store::FindUserByLogin, env_, login).value();
  }
  std::vector<model::EventType> EventsAfter(std::int64_t number) {
    std::vector<model::EventType> types;
    for (const auto& event : Read(store::ListEvents, env_, number, 100))
      types.push_back(event.type);
    return types;
  }
  std::int64_t LastEvent() { return Read(store::LastEventNumber); }
  bool HasPassword(std::string_view login, std::string_view password) {
    return Must(crypto::VerifyPassword(base::Secret(password), User(login).password_hash));
  }
  // SignedIn returns the live session of a user of one organization.
  model::SessionId SignedIn() {
    const auto organization = core_.AddOrganization(env_, "Acme", 28);
    const auto user = core_.AddUser(env_, {.organization = organization, .username = "ann"});
    return core_.SignIn(env_, user, organization, "teletracker").session.id;
  }
  bool IsOver(const model::SessionId& session) {
    return Read(store::FindSession, env_, session).value().ended_at.has_value();
  }

  testing::TestServer core_;
  model::EnvironmentId env_;
  ProvisioningFile file_;
  Applier applier_{{*core_.store, *core_.passwords, core_.clock, core_.entropy, core_.ring}};
};

using enum model::EventType;

TEST_F(ApplyPeople, OrganizationsGetUnusedNumbersInAnyOrder) {
  NewOrganization("First");
  NewOrganization("Second").number = 1;
  Must(Apply());
  EXPECT_EQ(Organization("Second").number, 1);
  EXPECT_EQ(Organization("First").number, 2);
}

TEST_F(ApplyPeople, AnOrganizationIsFoundByItsIdAndRenamed) {
  NewOrganization("Acme").id = "org_1";
  Must(Apply());
  file_.organizations[0].name = "Acme Ltd";
  file_.organizations[0].number = 50;
  ASSERT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(Organization("Acme Ltd").id.text, "org_1");
  EXPECT_EQ(Organization("Acme Ltd").number, 50);
}

TEST_F(ApplyPeople, AnOrganizationIsFoundByItsNumberAndRenamed) {
  const auto id = core_.AddOrganization(env_, "Acme", 28);
  NewOrganization("Acme Ltd").number = 28;
  ASSERT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(Organization("Acme Ltd").id, id);
}

TEST_F(ApplyPeople, AnOrganizationIsFoundByItsNameAndRenumbered) {
  const auto id = core_.AddOrganization(env_, "Acme", 28);
  NewOrganization("Acme").number = 29;
  Must(Apply());
  EXPECT_EQ(Organization("Acme").id, id);
  EXPECT_EQ(Organization("Acme").number, 29);
}

TEST_F(ApplyPeople, OrganizationsOfOneNameAreDistinguishedByTheirIds) {
  NewOrganization("Acme").id = "org_1";
  NewOrganization("Acme").id = "org_2";
  NewUser("ann").memberships.emplace().emplace_back().organization = "org_2";
  EXPECT_EQ(Must(Apply()).size(), 3U);
  EXPECT_EQ(Read(store::ListMemberships, env_, User("ann").id).at(0).organization.text, "org_2");
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyPeople, DisablingAnOrganizationIsAnEvent) {
  const auto id = core_.AddOrganization(env_, "Acme", 28);
  const std::int64_t last = LastEvent();
  NewOrganization("Acme").enabled = false;
  Must(Apply());
  EXPECT_FALSE(Organization("Acme").enabled);
  const auto events = Read(store::ListEvents, env_, last, 10);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].type, kOrganizationUpdated);
  EXPECT_EQ(events[0].target, id.text);
  EXPECT_EQ(events[0].organization, id);
}

TEST_F(ApplyPeople, AUserIsFoundByIdAndRenamed) {
  NewUser("ann").id = "user_1";
  Must(Apply());
  file_.users[0].username = "anna";
  ASSERT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(User("anna").id.text, "user_1");
}

TEST_F(ApplyPeople, AUserIsFoundByUsernameInEverySpellingOfRfc8265) {
  NewUser("J\u00fcrgen").first_name = "first";
  Must(Apply());
  const auto before = User("j\u00fcrgen");
  file_ = {};
  NewUser("JU\u0308RGEN").first_name = "second";
  Must(Apply());
  const auto after = User("j\u00fcrgen");
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.first_name, "second");
}

TEST_F(ApplyPeople, AUsernameThatRfc8265RefusesIsAMistakeUnlessItIsStored) {
  const auto organization = core_.AddOrganization(env_, "Acme", 28);
  core_.AddUser(env_, {.organization = organization, .username = "henry\u2163"});
  NewUser("henry\u2163").first_name = "Henry";
  Must(Apply());
  EXPECT_EQ(User("henry\u2163").first_name, "Henry");
  auto& entry = NewUser("king \u265a");
  entry.where = {"w.toml", 7};
  const auto refused = Apply();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().public_text,
            "w.toml:7: `username` has the character U+265A, which names cannot have (RFC 8265 "
            "section 3.3). Use letters, digits and ASCII marks.");
}

TEST_F(ApplyPeople, AUserIsFoundByUsernameInAnyCase) {
  NewUser("ann");
  Must(Apply());
  file_.users[0].username = "ANN";
  Must(Apply());
  EXPECT_EQ(User("ann").username, "ANN");
  EXPECT_EQ(User("ann").number, 1);
}

TEST_F(ApplyPeople, AUserIsFoundByEmailAndGetsAUsername) {
  NewUser("").email = "ann@acme.example";
  Must(Apply());
  const auto id = User("ann@acme.example").id;
  file_.users[0].username = "ann";
  Must(Apply());
  EXPECT_EQ(User("ann").id, id);
  EXPECT_TRUE(Must(Apply()).empty());
}

// A mistyped email must not assign one person's account to another person.
TEST_F(ApplyPeople, AnEmailOfAnotherUsernameIsTaken) {
  NewUser("ann").email = "ann@acme.example";
  Must(Apply());
  file_.users.clear();
  auto& bob = NewUser("bob");
  bob.email = "ann@acme.example";
  bob.where = {"w.toml", 3};
  const auto result = Apply();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().public_text,
            "w.toml:3: the number, username or email belongs to another user. Give each user its "
            "own.");
}

TEST_F(ApplyPeople, AnUnchangedPasswordIsHashedOnce) {
  NewUser("ann").password = base::Secret(testing::kPassword);
  Must(Apply());
  const std::string hash = User("ann").password_hash;
  EXPECT_TRUE(HasPassword("ann", testing::kPassword));
  EXPECT_TRUE(Must(Apply()).empty());
  EXPECT_EQ(User("ann").password_hash, hash);
}

TEST_F(ApplyPeople, ANewPasswordEndsSessionsAndStoresTheOldHash) {
  const auto session = SignedIn();
  const auto before = User("ann");
  const std::int64_t last = LastEvent();
  NewUser("ann").password = base::Secret(kOther);
  core_.clock.Advance(std::chrono::minutes(1));
  ASSERT_EQ(Must(Apply()).size(), 1U);
  EXPECT_TRUE(HasPassword("ann", kOther));
  EXPECT_EQ(User("ann").password_changed_at, core_.clock.Now());
  EXPECT_TRUE(IsOver(session));
  EXPECT_EQ(EventsAfter(last), (std::vector{kUserPasswordChanged, kSessionEnded}));
  EXPECT_EQ(Read(store::PreviousPasswords, before, 5),
            std::vector<std::string>{before.password_hash});
}

TEST_F(ApplyPeople, AGivenHashIsStoredUnchanged) {
  core_.AddUser(env_, {.organization = core_.AddOrganization(env_, "Acme", 28), .username = "bob"});
  const std::string hash = User("bob").password_hash;
  NewUser("ann").password_hash = hash;
  Must(Apply());
  EXPECT_EQ(User("ann").password_hash, hash);
  EXPECT_TRUE(Must(Apply()).empty());
}

// The password is "correct horse"; the hash was made by passlib 1.7.4.
TEST_F(ApplyPeople, AHashOfAnotherProductIsConvertedOnce) {
  auto& entry = NewUser("ann");
  entry.password_hash = "{SSHA256}oXKXUblirvjpECh53prKMEjQCePPZmCH07BF1xiSl576nzPGWKuVcg==";
  entry.password_hash_type = crypto::PasswordHashType::kSsha256;
  Must(Apply());
  EXPECT_EQ(User("ann").password_hash,
            "$ssha256$+p8zxlirlXI$oXKXUblirvjpECh53prKMEjQCePPZmCH07BF1xiSl54");
  EXPECT_TRUE(HasPassword("ann", "correct horse"));
  EXPECT_TRUE(Must(Apply()).empty());
}

TEST_F(ApplyPeople, DeactivatingAUserEndsItsSessions) {
  const auto session = SignedIn();
  const std::int64_t last = LastEvent();
  NewUser("ann").active = false;
  Must(Apply());
  EXPECT_FALSE(User("ann").active);
  EXPECT_TRUE(IsOver(session));
  EXPECT_EQ(EventsAfter(last), (std::vector{kUserUpdated, kSessionEnded}));
}

TEST_F(ApplyPeople, AChangedNameEndsNoSession) {
  const auto session = SignedIn();
  NewUser("ann").last_name = "Lee";
  Must(Apply());
  EXPECT_EQ(User("ann").last_name, "Lee");
  EXPECT_FALSE(IsOver(session));
}

TEST_F(ApplyPeople, ListedMembershipsReplaceAllOthersAndEndTheirSessions) {
  const auto session = SignedIn();
  NewOrganization("Globex");
  NewOrganization("Acme");
  auto& memberships = NewUser("ann").memberships.emplace();
  memberships.emplace_back().organization = "Globex";
  const std::int64_t last = LastEvent();
  Must(Apply());
  const auto stored = Read(store::ListMemberships, env_, User("ann").id);
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored[0].organization, Organization("Globex").id);
  EXPECT_TRUE(IsOver(session));
  EXPECT_EQ(EventsAfter(last), (std::vector{kOrganizationCreated, kSessionEnded, kUserUpdated}));
  memberships.clear();
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_TRUE(Read(store::ListMemberships, env_, User("ann").id).empty());
}

TEST_F(ApplyPeople, TheFirstMembershipIsTheHomeOrganization) {
  NewOrganization("Acme");
  NewOrganization("Globex");
  auto& memberships = NewUser("ann").memberships.emplace();
  memberships.emplace_back().organization = "Acme";
  memberships.emplace_back().organization = "Globex";
  Must(Apply());
  std::swap(memberships[0], memberships[1]);
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(Read(store::ListMemberships, env_, User("ann").id).at(0).organization,
            Organization("Globex").id);
}

TEST_F(ApplyPeople, ReferencesMayBeIdsOrEmails) {
  NewOrganization("Acme").id = "org_1";
  NewUser("ann").email = "ann@acme.example";
  file_.users[0].memberships.emplace().emplace_back().organization = "org_1";
  file_.api_keys.emplace_back().user = "ann@acme.example";
  EXPECT_EQ(Must(Apply()).size(), 3U);
}

TEST_F(ApplyPeople, TheSameNameInAnotherEnvironmentIsAnotherUser) {
  const auto other = core_.AddEnvironment("other");
  NewUser("ann");
  NewUser("ann").environment = "other";
  EXPECT_EQ(Must(Apply()).size(), 2U);
  EXPECT_NE(Read(store::FindUserByLogin, other, std::string_view("ann")).value().id,
            User("ann").id);
}

TEST_F(ApplyPeople, ARoleWithoutANameHasItsSlugAsName) {
  file_.roles.emplace_back().slug = "planner";
  Must(Apply());
  const auto role = Must(
      core_.store->Read([&](store::ReadTx& tx) { return store::FindRole(tx, env_, "planner"); }));
  EXPECT_EQ(role.value().name, "planner");
}

TEST_F(ApplyPeople, PermissionsOfRolesBecomeRows) {
  file_.roles.emplace_back().slug = "planner";
  file_.roles.back().permissions = {"forms:read"};
  Must(Apply());
  Must(Apply());
  const auto permission = Must(core_.store->Read([&](store::ReadTx& tx) {
    return store::Permissions().FindBy(tx, env_, "slug", "forms:read");
  }));
  ASSERT_TRUE(permission.has_value());
  EXPECT_EQ(permission->name, "forms:read");
  EXPECT_FALSE(permission->system);
}

// The user has chosen a password since, so the unchanged file requires no other one.
TEST_F(ApplyPeople, ARequiredChangeOfThePasswordIsRequiredOnce) {
  UserEntry& entry = NewUser("ann");
  entry.password = base::Secret(kOther);
  Must(Apply());
  EXPECT_FALSE(User("ann").password_change_required) << "the default";
  entry.password_change_required = true;
  Must(Apply());
  EXPECT_TRUE(User("ann").password_change_required);
  EndRequiredChange();
  EXPECT_TRUE(Must(Apply()).empty());
  EXPECT_FALSE(User("ann").password_change_required);
}

// Regression: a new initial password in the file could be used without a change.
TEST_F(ApplyPeople, ANewPasswordOfTheFileRequiresAnotherChange) {
  UserEntry& entry = NewUser("ann");
  entry.password = base::Secret(kOther);
  entry.password_change_required = true;
  Must(Apply());
  EndRequiredChange();
  entry.password = base::Secret(std::string_view("one more initial password"));
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_TRUE(User("ann").password_change_required);
  EXPECT_TRUE(Must(Apply()).empty());
  EndRequiredChange();
  entry.password_change_required = false;
  entry.password = base::Secret(kOther);
  Must(Apply());
  EXPECT_FALSE(User("ann").password_change_required) << "the file requires none";
}

}  // namespace
}  // namespace bearward::provision
