#include "users/users.h"

#include <gtest/gtest.h>

#include "crypto/password.h"
#include "store/administrators.h"
#include "store/applications.h"
#include "store/events.h"
#include "store/memberships.h"
#include "store/objects.h"
#include "store/organizations.h"
#include "store/sessions.h"
#include "store/users.h"
#include "testing/faulty_engine.h"
#include "testing/sample_rows.h"
#include "testing/test_server.h"

namespace bearward::users {
namespace {

using testing::Must;
using enum model::EventType;

constexpr std::string_view kNew = "a fresh password";

testing::TestServerSettings Faulty(const std::shared_ptr<testing::FaultPlan>& plan) {
  testing::TestServerSettings settings;
  settings.source = testing::WithFaults(testing::TestEngine(), plan);
  return settings;
}

// UsersTest: Acme has a manager, Ann and an application; Globex has its own manager, and Ann as a
// guest.
class UsersTest : public ::testing::Test {
 protected:
  UsersTest()
      : env_(core_.AddEnvironment("production")),
        acme_(core_.AddOrganization(env_, "Acme", 28)),
        globex_(core_.AddOrganization(env_, "Globex", 29)) {
    core_.AddRole(env_, "manager", {"users:manage", "applications:manage", "objects:read"});
    ann_ = core_.AddUser(env_, {.organization = acme_, .username = "ann"});
    core_.AddMembership(env_, ann_, globex_, {});
    boss_ = core_.AddUser(env_, {.organization = acme_, .username = "boss", .roles = {"manager"}});
    host_ =
        core_.AddUser(env_, {.organization = globex_, .username = "host", .roles = {"manager"}});
    application_ =
        core_.AddApplication(env_, {.organization = acme_, .client_id = "WS-ApplicationUser_a"});
  }

  // Judged returns the caller that the verifier makes of a token or key.
  model::Caller Judged(const verify::Credential& credential) {
    const model::Need live = model::Need::Live();
    const auto decision = core_.verifier.Verify(credential, {.need = live}, "127.0.0.1");
    if (!decision.allowed()) throw std::runtime_error(decision.error().reason);
    return *decision.caller();
  }
  model::Caller UserCaller(const model::UserId& user, const model::OrganizationId& organization) {
    const auto issued = core_.SignIn(env_, user, organization, "teletracker");
    return Judged(testing::BearerOf(issued.access.Reveal()));
  }
  model::Caller Ann() { return UserCaller(ann_, acme_); }
  model::Caller Boss() { return UserCaller(boss_, acme_); }
  model::Caller Host() { return UserCaller(host_, globex_); }
  model::Caller EnvironmentKey() {
    const base::Secret key = core_.AddEnvironmentKey(env_);
    return Judged(testing::BearerOf(key.Reveal()));
  }
  model::Caller Machine() {
    const auto issued = core_.SignIn(env_, application_, "workspan");
    return Judged(testing::BearerOf(issued.access.Reveal()));
  }

  template <class R, class... Parameters, class... Arguments>
  auto Read(R (*table)(store::ReadTx&, Parameters...), const Arguments&... arguments) {
    return Must(core_.store->Read([&](store::ReadTx& tx) { return table(tx, arguments...); }));
  }
  model::User AnnsRow() { return Read(store::FindUser, env_, ann_).value(); }
  std::int64_t LastEvent() { return Read(store::LastEventNumber); }
  std::vector<model::Event> EventsAfter(std::int64_t number) {
    return Read(store::ListEvents, env_, number, 100);
  }
  static std::string ReasonOf(const base::Status& status) {
    return status ? "" : status.error().reason;
  }
  // SetPassword sets Ann's password; `present` is sent as Ann would send it.
  base::Status SetPassword(const model::Caller& caller, std::string_view password) {
    const base::Status status = users_.SetPassword(
        caller, ann_,
        {.password = base::Secret(password), .present = base::Secret(std::string_view(present_))});
    if (status) present_ = password;
    return status;
  }
  void SetPolicy(const model::OrganizationId& id, model::PolicyLevel level) {
    auto organization = Read(store::FindOrganization, env_, id).value();
    organization.password_policy = level;
    Must(core_.store->Write(
        [&](store::WriteTx& tx) { return store::UpdateOrganization(tx, organization); }));
  }

  std::string present_{testing::kPassword};
  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::TestServer core_{Faulty(plan_)};
  Users users_{{*core_.store, *core_.passwords, core_.clock, core_.entropy}};
  model::EnvironmentId env_;
  model::OrganizationId acme_;
  model::OrganizationId globex_;
  model::UserId ann_;
  model::UserId boss_;
  model::UserId host_;
  model::ApplicationId application_;
};

TEST_F(UsersTest, AccountIsTheOwnUserInTheOrganizationOfTheSession) {
  const auto account = Must(users_.ReadAccount(UserCaller(ann_, globex_)));
  EXPECT_EQ(account.user.id, ann_);
  EXPECT_EQ(account.organization.id, globex_);
}

TEST_F(UsersTest, MachinesHaveNoAccount) {
  EXPECT_EQ(users_.ReadAccount(Machine()).error().reason, "not_a_user");
  EXPECT_EQ(users_.ReadAccount(EnvironmentKey()).error().reason, "not_a_user");
}

TEST_F(UsersTest, AUserReadsItselfAtItsHomeOnly) {
  EXPECT_EQ(Must(users_.Read(Ann(), ann_)).user.id, ann_);
  EXPECT_EQ(users_.Read(UserCaller(ann_, globex_), ann_).error().reason, "user_not_found");
  EXPECT_EQ(users_.Read(Ann(), boss_).error().reason, "missing_permission");
}

TEST_F(UsersTest, AUserListsItsSessionsInTheOrganizationOfTheCall) {
  const model::Caller at_home = Ann();
  const model::Caller as_guest = UserCaller(ann_, globex_);
  core_.SignIn(env_, ann_, acme_, "teletracker");
  const auto organizations = [&](const model::Caller& caller) {
    std::vector<model::OrganizationId> all;
    for (const model::Session& session :
         Must(users_.ListSessions(caller, ann_.text, {})).sessions) {
      all.push_back(session.organization);
    }
    return all;
  };
  EXPECT_EQ(organizations(at_home), std::vector({acme_, acme_}));
  EXPECT_EQ(organizations(as_guest), std::vector({globex_}));
  EXPECT_EQ(organizations(EnvironmentKey()).size(), 3U);
}

TEST_F(UsersTest, TheSessionsOfOtherUsersAreNotListed) {
  for (const model::Caller& caller : {Ann(), Host(), Machine()}) {
    EXPECT_EQ(users_.ListSessions(caller, boss_.text, {}).error().reason, "missing_permission");
    EXPECT_EQ(users_.ListSessions(caller, "user_none", {}).error().reason, "missing_permission");
  }
  EXPECT_EQ(users_.ListSessions(EnvironmentKey(), "user_none", {}).error().reason,
            "user_not_found");
}

// Incident class B4.
TEST_F(UsersTest, DeletingAUserEndsItsSessionsAndRevokesItsKey) {
  const model::Caller key = EnvironmentKey();
  core_.SignIn(env_, ann_, acme_, "teletracker");
  const base::Secret anns_key = core_.AddUserKey(env_, ann_);
  const std::int64_t last = LastEvent();
  Must(users_.Delete(key, ann_.text));
  std::vector<model::EventType> types;
  for (const model::Event& event : EventsAfter(last)) {
    types.push_back(event.type);
    EXPECT_EQ(event.actor.kind, "environment");
  }
  EXPECT_EQ(types, (std::vector{kSessionEnded, kApiKeyRevoked, kUserDeleted}));
  EXPECT_FALSE(Read(store::FindUser, env_, ann_));
  EXPECT_TRUE(Read(store::ListMemberships, env_, ann_).empty());
  EXPECT_FALSE(
      core_.verifier
          .Verify(testing::ApiKeyOf(anns_key.Reveal()), {.need = model::Need::Live()}, "127.0.0.1")
          .allowed());
}

// Incident class I2. Regression: a new user with the id of a deleted one, as a provisioning file
// creates it, was a member of the objects of the deleted one.
TEST_F(UsersTest, DeletingAUserRemovesItFromObjects) {
  model::Object object = testing::SampleObject(env_.text, 1);
  object.owner = acme_;
  const model::ObjectMember ann{
      .environment = env_, .object = object.id, .organization = acme_, .user = ann_};
  Must(core_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::PutObject(tx, object));
    return store::ReplaceMembers(tx, env_, object.id, {ann});
  }));
  Must(users_.Delete(EnvironmentKey(), ann_.text));
  EXPECT_TRUE(Read(store::ListMembers, env_, object.id).empty());
}

TEST_F(UsersTest, AFailedCallOfTheStoreDeletesNoPartOfAUser) {
  const model::Caller key = EnvironmentKey();
  core_.SignIn(env_, ann_, acme_, "teletracker");
  const std::int64_t last = LastEvent();
  bool deleted = false;
  const int faults = testing::ForEveryFault(
      *plan_, [&] { deleted = users_.Delete(key, ann_.text).has_value(); },
      [&](int call) {
        EXPECT_FALSE(deleted) << call;
        EXPECT_TRUE(Read(store::FindUser, env_, ann_)) << call;
        EXPECT_EQ(LastEvent(), last) << call;
      });
  EXPECT_GT(faults, 5);
  EXPECT_TRUE(deleted);
}

TEST_F(UsersTest, DeactivatingAUserEndsItsSessionsAndNamesTheActor) {
  const auto session = core_.SignIn(env_, ann_, acme_, "teletracker").session.id;
  const auto boss = Boss();
  const std::int64_t last = LastEvent();
  Must(users_.SetActive(boss, ann_, false));
  EXPECT_FALSE(AnnsRow().active);
  EXPECT_TRUE(Read(store::FindSession, env_, session).value().ended_at);
  const auto events = EventsAfter(last);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, kUserUpdated);
  EXPECT_EQ(events[0].target, ann_.text);
  EXPECT_EQ(events[0].actor.id, boss_.text);
  EXPECT_EQ(events[0].organization, acme_);
  EXPECT_EQ(events[1].type, kSessionEnded);
  EXPECT_EQ(events[1].target, session.text);
}

TEST_F(UsersTest, ActivatingAnActiveUserWritesNothing) {
  const auto boss = Boss();
  const std::int64_t last = LastEvent();
  Must(users_.SetActive(boss, ann_, true));
  EXPECT_EQ(LastEvent(), last);
  Must(users_.SetActive(boss, ann_, false));
  Must(users_.SetActive(boss, ann_, true));
  EXPECT_TRUE(AnnsRow().active);
}

TEST_F(UsersTest, DeactivatingAnotherUserNeedsThePermission) {
  EXPECT_EQ(ReasonOf(users_.SetActive(Ann(), ann_, false)), "missing_permission");
  EXPECT_EQ(ReasonOf(users_.SetActive(Machine(), ann_, false)), "missing_permission");
  EXPECT_TRUE(users_.SetActive(EnvironmentKey(), ann_, false));
}

// A manager of the host must not be able to take over a guest's account, with its rights at home.
TEST_F(UsersTest, ManagerOfAGuestsHostCannotChangeTheAccount) {
  const auto host = Host();
  EXPECT_EQ(ReasonOf(users_.SetActive(host, ann_, false)), "user_not_found");
  EXPECT_EQ(ReasonOf(SetPassword(host, kNew)), "user_not_found");
  EXPECT_TRUE(AnnsRow().active);
}

TEST_F(UsersTest, UserOfAnotherEnvironmentIsNotFound) {
  const auto other = core_.AddEnvironment("another");
  const auto organization = core_.AddOrganization(other, "Initech", 1);
  const auto bob = core_.AddUser(other, {.organization = organization, .username = "bob"});
  const auto key = EnvironmentKey();
  EXPECT_EQ(ReasonOf(users_.SetActive(key, bob, false)), "user_not_found");
  EXPECT_EQ(ReasonOf(users_.SetActive(key, {"user_none"}, false)), "user_not_found");
  EXPECT_EQ(ReasonOf(users_.SetPassword(key, bob, {.password = base::Secret(kNew)})),
            "user_not_found");
}

TEST_F(UsersTest, SettingTheOwnPasswordEndsAllSessions) {
  const auto ann = Ann();
  const std::int64_t last = LastEvent();
  core_.clock.Advance(std::chrono::minutes(1));
  Must(SetPassword(ann, kNew));
  EXPECT_TRUE(Must(crypto::VerifyPassword(base::Secret(kNew), AnnsRow().password_hash)));
  EXPECT_EQ(AnnsRow().password_changed_at, core_.clock.Now());
  const auto events = EventsAfter(last);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, kUserPasswordChanged);
  EXPECT_EQ(events[1].type, kSessionEnded);
  EXPECT_EQ(events[1].target, ann.credential_id());
}

TEST_F(UsersTest, PasswordOfAnotherUserNeedsThePermission) {
  const auto peer = core_.AddUser(env_, {.organization = acme_, .username = "peer", .roles = {}});
  EXPECT_EQ(ReasonOf(SetPassword(UserCaller(peer, acme_), kNew)), "missing_permission");
  EXPECT_TRUE(SetPassword(Boss(), kNew));
}

// Incident class I3: a caller that sets a password can sign in with it.
TEST_F(UsersTest, PasswordOfAUserWithMoreRightsIsRefused) {
  core_.AddRole(env_, "clerk", {"users:manage"});
  const auto clerk =
      core_.AddUser(env_, {.organization = acme_, .username = "clerk", .roles = {"clerk"}});
  const model::User before = Read(store::FindUser, env_, boss_).value();
  const auto refused =
      users_.SetPassword(UserCaller(clerk, acme_), boss_, {.password = base::Secret(kNew)});
  EXPECT_EQ(ReasonOf(refused), "exceeds_own_permissions");
  EXPECT_EQ(Read(store::FindUser, env_, boss_).value().password_hash, before.password_hash);
  EXPECT_TRUE(SetPassword(UserCaller(clerk, acme_), kNew));
}

// Regression: the administrator of an organization could set the password of no member that has
// only the default role, because it did not have that role itself. In another organization the role
// is a right all the same: it makes its holder a member there.
TEST_F(UsersTest, DefaultRoleThatGrantsNothingIsARightInOtherOrganizationsOnly) {
  const std::string role(model::kDefaultRole);
  core_.AddRole(env_, role, {});
  core_.AddRole(env_, "clerk", {"users:manage"});
  const auto clerk =
      core_.AddUser(env_, {.organization = acme_, .username = "clerk", .roles = {"clerk"}});
  const auto member =
      core_.AddUser(env_, {.organization = acme_, .username = "plain", .roles = {role}});
  const auto set = [&] {
    return users_.SetPassword(UserCaller(clerk, acme_), member, {.password = base::Secret(kNew)});
  };
  EXPECT_TRUE(set());
  core_.AddMembership(env_, member, globex_, {role});
  EXPECT_EQ(ReasonOf(set()), "exceeds_own_permissions");
}

TEST_F(UsersTest, DefaultRoleThatGrantsSomethingIsARight) {
  const std::string role(model::kDefaultRole);
  core_.AddRole(env_, role, {"forms:read"});
  core_.AddRole(env_, "clerk", {"users:manage"});
  const auto clerk =
      core_.AddUser(env_, {.organization = acme_, .username = "clerk", .roles = {"clerk"}});
  const auto member =
      core_.AddUser(env_, {.organization = acme_, .username = "plain", .roles = {role}});
  EXPECT_EQ(ReasonOf(users_.SetPassword(UserCaller(clerk, acme_), member,
                                        {.password = base::Secret(kNew)})),
            "exceeds_own_permissions");
}

// A manager of its home organization must not become the administrator.
TEST_F(UsersTest, PasswordOfAnAdministratorOfTheEnvironmentIsRefused) {
  core_.AddRole(env_, "everything", {"*"});
  const auto chief =
      core_.AddUser(env_, {.organization = acme_, .username = "chief", .roles = {"everything"}});
  const model::Caller callers[] = {Boss(), UserCaller(chief, acme_)};
  for (const model::Caller& caller : callers) {
    EXPECT_TRUE(users_.SetActive(caller, ann_, true)) << "positive control";
  }
  Must(core_.store->Write([&](store::WriteTx& tx) {
    return store::InsertAdministrator(tx, env_, ann_, core_.clock.Now());
  }));
  for (const model::Caller& caller : callers) {
    const auto set = users_.SetPassword(caller, ann_, {.password = base::Secret(kNew)});
    EXPECT_EQ(ReasonOf(set), "exceeds_own_permissions");
    EXPECT_EQ(ReasonOf(users_.SetActive(caller, ann_, false)), "exceeds_own_permissions");
  }
  EXPECT_TRUE(users_.SetPassword(EnvironmentKey(), ann_, {.password = base::Secret(kNew)}));
}

TEST_F(UsersTest, StrictestOrganizationSetsTheLength) {
  SetPolicy(globex_, model::PolicyLevel::kHigh);
  const auto ann = Ann();
  EXPECT_EQ(ReasonOf(SetPassword(ann, "1234567")), "password_too_short");
  EXPECT_EQ(ReasonOf(SetPassword(ann, std::string(1025, 'a'))), "password_too_long");
  EXPECT_TRUE(SetPassword(ann, "12345678"));
}

TEST_F(UsersTest, PresentAndLastFivePasswordsAreRefused) {
  EXPECT_EQ(ReasonOf(SetPassword(Ann(), testing::kPassword)), "password_reused");
  for (int i = 1; i <= 5; ++i) {
    core_.clock.Advance(std::chrono::minutes(1));  // password changes are throttled
    Must(SetPassword(Ann(), "password number " + std::to_string(i)));
    EXPECT_EQ(ReasonOf(SetPassword(Ann(), testing::kPassword)), "password_reused") << i;
  }
  Must(SetPassword(Ann(), "password number 6"));
  EXPECT_TRUE(SetPassword(Ann(), testing::kPassword));
}

TEST_F(UsersTest, ReusedPasswordIsRefusedInAnotherNormalizationForm) {
  Must(SetPassword(Ann(), "Gr\u00fc\u00dfe-12345"));
  EXPECT_EQ(ReasonOf(SetPassword(Ann(), "Gru\u0308\u00dfe-12345")), "password_reused");
  EXPECT_TRUE(SetPassword(Ann(), "Gru\u00dfe-12345"));
}

TEST_F(UsersTest, LowPolicyRemembersNoPassword) {
  SetPolicy(acme_, model::PolicyLevel::kLow);
  SetPolicy(globex_, model::PolicyLevel::kLow);
  EXPECT_TRUE(SetPassword(Ann(), testing::kPassword));
}

// An administrator may require a new password; only a password of the user's own choice satisfies
// that.
TEST_F(UsersTest, OnlyTheUserItselfSatisfiesARequiredChange) {
  const auto set = [&](std::optional<bool> required) {
    return users_.SetPassword(Boss(), ann_,
                              {.password = base::Secret(required ? kNew : "one more password"),
                               .change_required = required});
  };
  std::int64_t last = LastEvent();
  Must(set(true));
  EXPECT_TRUE(AnnsRow().password_change_required);
  EXPECT_NE(EventsAfter(last).front().data.find(
                R"("password_change_required":{"before":false,"after":true})"),
            std::string::npos)
      << EventsAfter(last).front().data;
  Must(set(std::nullopt));
  EXPECT_TRUE(AnnsRow().password_change_required) << "another password of an administrator";
  present_ = "one more password";
  const auto ann = Ann();
  EXPECT_EQ(ReasonOf(users_.SetPassword(ann, ann_,
                                        {.password = base::Secret(kNew),
                                         .present = base::Secret(std::string_view(present_)),
                                         .change_required = false})),
            "invalid_value");
  Must(SetPassword(ann, "chosen by ann"));
  EXPECT_FALSE(AnnsRow().password_change_required);
}

TEST_F(UsersTest, APasswordThatMustBeReplacedIsNotReplacedByItself) {
  SetPolicy(acme_, model::PolicyLevel::kLow);
  SetPolicy(globex_, model::PolicyLevel::kLow);
  Must(users_.SetPassword(Boss(), ann_, {.password = base::Secret(kNew), .change_required = true}));
  present_ = kNew;
  EXPECT_EQ(ReasonOf(SetPassword(Ann(), kNew)), "password_reused");
  EXPECT_TRUE(AnnsRow().password_change_required);
  EXPECT_EQ(users_.PrepareOwn(AnnsRow(), base::Secret(kNew)).error().reason, "password_reused");
  Must(SetPassword(Ann(), "chosen by ann"));
  EXPECT_TRUE(SetPassword(Ann(), "chosen by ann")) << "policy low remembers nothing";
}

TEST_F(UsersTest, APreparedPasswordIsStoredByTheWriteOfTheSignIn) {
  Must(users_.SetPassword(Boss(), ann_, {.password = base::Secret(kNew), .change_required = true}));
  const auto session = core_.SignIn(env_, ann_, acme_, "teletracker").session.id;
  core_.clock.Advance(std::chrono::minutes(1));
  const model::User before = AnnsRow();
  const auto prepared = Must(users_.PrepareOwn(before, base::Secret("chosen by ann")));
  EXPECT_EQ(AnnsRow().password_hash, before.password_hash) << "nothing is written yet";
  const model::EventBy by(env_, {.kind = "user", .id = ann_.text}, core_.clock.Now());
  const auto store = [&] {
    return core_.store->Write([&](store::WriteTx& tx) { return prepared(tx, before, by); });
  };
  Must(store());
  EXPECT_TRUE(Must(crypto::VerifyPassword(base::Secret("chosen by ann"), AnnsRow().password_hash)));
  EXPECT_FALSE(AnnsRow().password_change_required);
  EXPECT_EQ(AnnsRow().password_changed_at, core_.clock.Now());
  EXPECT_TRUE(Read(store::FindSession, env_, session)->ended_at);
  const model::User after = AnnsRow();
  EXPECT_EQ(
      ReasonOf(core_.store->Write([&](store::WriteTx& tx) { return prepared(tx, after, by); })),
      "password_moved")
      << "another change came first";
}

TEST_F(UsersTest, AFaultAtAnyCallLeavesThePasswordAndTheSessions) {
  const auto ann = Ann();
  const std::string hash = AnnsRow().password_hash;
  const std::int64_t last = LastEvent();
  base::Status result;
  const int faults = testing::ForEveryFault(
      *plan_,
      [&] {
        core_.clock.Advance(std::chrono::minutes(1));  // password changes are throttled
        result = SetPassword(ann, kNew);
      },
      [&](int n) {
        ASSERT_FALSE(result) << n;
        EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(AnnsRow().password_hash, hash) << n;
        EXPECT_EQ(LastEvent(), last) << n;
      });
  EXPECT_GT(faults, 10);
  EXPECT_TRUE(result);
}

TEST_F(UsersTest, AFaultAtAnyCallLeavesTheUserActive) {
  const auto key = EnvironmentKey();
  const std::int64_t last = LastEvent();
  base::Status result;
  const int faults = testing::ForEveryFault(
      *plan_, [&] { result = users_.SetActive(key, ann_, false); },
      [&](int n) {
        ASSERT_FALSE(result) << n;
        EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
        EXPECT_TRUE(AnnsRow().active) << n;
        EXPECT_EQ(LastEvent(), last) << n;
      });
  EXPECT_GT(faults, 5);
  EXPECT_TRUE(result);
}

}  // namespace
}  // namespace bearward::users
