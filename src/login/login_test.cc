#include "login/login.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <variant>

#include "store/administrators.h"
#include "store/users.h"
#include "testing/cast.h"
#include "testing/committed.h"
#include "verify/subject.h"

namespace bearward::login {
namespace {

using testing::CodeOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;

constexpr Device kDevice;
const Client kClient{token::kWorkOsClient, kDevice};

class LoginTest : public ::testing::Test {
 protected:
  verify::PasswordClaim Claim(std::string name, std::string_view password = testing::kPassword) {
    return {cast_.production, std::move(name), base::Secret(password), {"192.0.2.1"}};
  }
  void Change(const model::UserId& id, const std::function<void(model::User&)>& change) {
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, cast_.production, id));
      change(*user);
      return store::UpdateUser(tx, *user);
    }));
  }
  // Require sets whether the user must replace its password.
  void Require(const model::UserId& id, bool required = true) {
    Change(id, [&](model::User& user) { user.password_change_required = required; });
  }
  void MakeIntegrator(const model::UserId& id) {
    Change(id, [](model::User& user) { user.integrator = true; });
  }
  PendingClaim With(const base::Secret& token) const {
    return {cast_.production, token, {"192.0.2.1"}};
  }

  testing::Cast cast_;
  mail::Outbox outbox_{cast_.world.ring, cast_.world.entropy, {}, false};
  Login login_{{*cast_.world.store, *cast_.world.passwords, cast_.world.issuer, cast_.world.clock,
                cast_.world.verifier, cast_.world.ring, cast_.world.entropy, outbox_}};
};

TEST_F(LoginTest, SignInOpensASessionAtHome) {
  const std::int64_t before = cast_.LastEvent();
  const SignedIn in =
      Must(testing::Committed(login_.SignIn(Claim("ann"), token::kTeleTracker, std::nullopt)));
  EXPECT_EQ(in.subject.principal.subject_id, cast_.ann.text);
  EXPECT_EQ(in.subject.principal.organization, cast_.acme);
  EXPECT_EQ(in.issued.session.organization, cast_.acme);
  EXPECT_TRUE(in.issued.refresh.has_value());
  EXPECT_TRUE(cast_.IsLive(in.issued));

  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, model::EventType::kSessionCreated);
  EXPECT_EQ(events[0].actor.kind, "user");
  EXPECT_EQ(events[0].actor.id, cast_.ann.text);
  EXPECT_EQ(events[0].target, in.issued.session.id.text);
  EXPECT_EQ(events[0].organization, cast_.acme);
  EXPECT_EQ(events[0].at, cast_.world.clock.Now());
  EXPECT_EQ(events[1].type, model::EventType::kLoginSucceeded);
  EXPECT_EQ(events[1].target, cast_.ann.text);
  EXPECT_EQ(events[1].organization, cast_.acme);
  EXPECT_EQ(events[1].data,
            R"({"method":"password","session_id":")" + in.issued.session.id.text + "\"}");
}

TEST_F(LoginTest, SignInTakesTheEmailInAnyCase) {
  const SignedIn in = Must(testing::Committed(
      login_.SignIn(Claim("ANN@example.TEST"), token::kWorkMobile, std::nullopt)));
  EXPECT_EQ(in.subject.principal.subject_id, cast_.ann.text);
}

TEST_F(LoginTest, SignInOpensASessionInTheNamedOrganization) {
  const SignedIn in =
      Must(testing::Committed(login_.SignIn(Claim("ann"), token::kTeleTracker, 29)));
  EXPECT_EQ(in.subject.principal.organization, cast_.globex);
  EXPECT_EQ(cast_.FindSession(in.issued.session.id).organization, cast_.globex);
  EXPECT_THAT(in.subject.principal.roles, IsEmpty()) << "the roles of home stay at home";
}

TEST_F(LoginTest, TwoSignInsAreTwoSessions) {
  const SignedIn first =
      Must(testing::Committed(login_.SignIn(Claim("ann"), token::kTeleTracker, std::nullopt)));
  const SignedIn second =
      Must(testing::Committed(login_.SignIn(Claim("ann"), token::kTeleTracker, std::nullopt)));
  EXPECT_NE(first.issued.session.id, second.issued.session.id);
  EXPECT_TRUE(cast_.IsLive(first.issued));
  EXPECT_TRUE(cast_.IsLive(second.issued));
}

// A client must not be able to distinguish the four cases below.
TEST_F(LoginTest, WrongPasswordUnknownInactiveAndForeignUsersAnswerAlike) {
  cast_.SetUserActive(cast_.bob, false);
  const auto wrong =
      testing::Committed(login_.SignIn(Claim("ann", "wrong"), token::kTeleTracker, std::nullopt));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, base::Code::kUnauthenticated);
  EXPECT_EQ(wrong.error().reason, "invalid_credentials");
  for (const char* name : {"nobody", "bob", "mallory"}) {
    const auto other =
        testing::Committed(login_.SignIn(Claim(name), token::kTeleTracker, std::nullopt));
    ASSERT_FALSE(other) << name;
    EXPECT_EQ(other.error().code, wrong.error().code) << name;
    EXPECT_EQ(other.error().reason, wrong.error().reason) << name;
    EXPECT_EQ(other.error().public_text, wrong.error().public_text) << name;
  }
}

TEST_F(LoginTest, ForeignAndMissingAccountsAnswerAlike) {
  const auto foreign = testing::Committed(login_.SignIn(Claim("bob"), token::kTeleTracker, 29));
  const auto missing = testing::Committed(login_.SignIn(Claim("bob"), token::kTeleTracker, 999));
  ASSERT_FALSE(foreign);
  ASSERT_FALSE(missing);
  EXPECT_EQ(foreign.error().code, base::Code::kDenied);
  EXPECT_EQ(foreign.error().reason, "wrong_account");
  EXPECT_EQ(missing.error().reason, "wrong_account");
  EXPECT_EQ(missing.error().public_text, foreign.error().public_text);
}

TEST_F(LoginTest, AccountNumbersOfAnotherEnvironmentMeanNothing) {
  auto claim = Claim("mallory");
  claim.environment = cast_.sandbox;
  EXPECT_EQ(CodeOf(testing::Committed(login_.SignIn(claim, token::kTeleTracker, 29))),
            base::Code::kDenied);
  const SignedIn in = Must(testing::Committed(login_.SignIn(claim, token::kTeleTracker, 28)));
  EXPECT_EQ(in.subject.principal.organization, cast_.initech);
}

TEST_F(LoginTest, DisabledOrganizationAndEnvironmentAreRefused) {
  cast_.SetOrganizationEnabled(cast_.acme, false);
  EXPECT_EQ(
      CodeOf(testing::Committed(login_.SignIn(Claim("ann"), token::kTeleTracker, std::nullopt))),
      base::Code::kUnauthenticated);
  EXPECT_TRUE(testing::Committed(login_.SignIn(Claim("ann"), token::kTeleTracker, 29)))
      << "globex is still open";
  cast_.SetEnvironmentEnabled(cast_.production, false);
  EXPECT_EQ(CodeOf(testing::Committed(login_.SignIn(Claim("ann"), token::kTeleTracker, 29))),
            base::Code::kUnauthenticated);
}

TEST_F(LoginTest, RefusedSignInsOpenNothing) {
  const std::int64_t before = cast_.LastEvent();
  (void)testing::Committed(login_.SignIn(Claim("bob"), token::kTeleTracker, 29));
  (void)testing::Committed(login_.SignIn(Claim("bob", "wrong"), token::kTeleTracker, std::nullopt));
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

TEST_F(LoginTest, TooManyFailuresAreLimited) {
  base::Code code = base::Code::kUnauthenticated;
  for (int i = 0; i < 50 && code == base::Code::kUnauthenticated; ++i) {
    code = CodeOf(testing::Committed(
        login_.SignIn(Claim("nobody", "wrong"), token::kTeleTracker, std::nullopt)));
  }
  EXPECT_EQ(code, base::Code::kLimited);
}

TEST_F(LoginTest, CheckOnlyLeavesNothingBehind) {
  const std::int64_t before = cast_.LastEvent();
  EXPECT_TRUE(login_.CheckOnly(Claim("ann"), std::nullopt));
  EXPECT_TRUE(login_.CheckOnly(Claim("ann"), 29));
  EXPECT_EQ(cast_.LastEvent(), before);
}

TEST_F(LoginTest, CheckOnlyRefusesWhatSignInRefuses) {
  EXPECT_EQ(CodeOf(login_.CheckOnly(Claim("ann", "wrong"), std::nullopt)),
            base::Code::kUnauthenticated);
  EXPECT_EQ(CodeOf(login_.CheckOnly(Claim("bob"), 29)), base::Code::kDenied);
  cast_.SetOrganizationEnabled(cast_.acme, false);
  EXPECT_EQ(CodeOf(login_.CheckOnly(Claim("bob"), std::nullopt)), base::Code::kUnauthenticated);
}

TEST_F(LoginTest, PasswordChangedBeforeTheWriteOpensNothing) {
  testing::HookedIssuer hooked(cast_.world, [&] {
    cast_.world.clock.Advance(std::chrono::milliseconds(1));
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, cast_.production, cast_.ann));
      user.value().password_changed_at = cast_.world.clock.Now();
      return store::UpdateUser(tx, *user);
    }));
  });
  Login login({*cast_.world.store, *cast_.world.passwords, hooked.issuer, cast_.world.clock,
               cast_.world.verifier, cast_.world.ring, cast_.world.entropy, outbox_});
  const std::int64_t before = cast_.LastEvent();
  const auto in = testing::Committed(login.SignIn(Claim("ann"), token::kTeleTracker, std::nullopt));
  ASSERT_FALSE(in);
  const auto wrong =
      testing::Committed(login_.SignIn(Claim("ann", "wrong"), token::kTeleTracker, std::nullopt));
  EXPECT_EQ(in.error().reason, wrong.error().reason);
  EXPECT_EQ(in.error().public_text, wrong.error().public_text);
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

TEST_F(LoginTest, UserSwitchedOffBeforeTheWriteOpensNothing) {
  testing::HookedIssuer hooked(cast_.world, [&] { cast_.SetUserActive(cast_.ann, false); });
  Login login({*cast_.world.store, *cast_.world.passwords, hooked.issuer, cast_.world.clock,
               cast_.world.verifier, cast_.world.ring, cast_.world.entropy, outbox_});
  const std::int64_t before = cast_.LastEvent();
  EXPECT_EQ(
      CodeOf(testing::Committed(login.SignIn(Claim("ann"), token::kTeleTracker, std::nullopt))),
      base::Code::kUnauthenticated);
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("user.updated"));
}

TEST(LoginFaults, EveryFaultIsUnavailableAndOpensNothing) {
  testing::FaultyCast faulty;
  testing::Cast& cast = faulty.cast;
  testing::TestServer& world = cast.world;
  const mail::Outbox outbox(world.ring, world.entropy, {}, false);
  Login login({*world.store, *world.passwords, world.issuer, world.clock, world.verifier,
               world.ring, world.entropy, outbox});
  const verify::PasswordClaim claim{
      cast.production, "ann", base::Secret(std::string_view(testing::kPassword)), {"::1"}};
  const std::int64_t before = cast.LastEvent();
  base::Result<SignedIn> result = base::Fail(base::Internal("not run"));
  const int faults = testing::ForEveryFault(
      *faulty.plan,
      [&] { result = testing::Committed(login.SignIn(claim, token::kTeleTracker, std::nullopt)); },
      [&](int n) {
        ASSERT_FALSE(result) << n;
        EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(cast.LastEvent(), before) << n;
      });
  EXPECT_GT(faults, 10);
  ASSERT_TRUE(result);
  EXPECT_THAT(cast.NamesAfter(before), ElementsAre("session.created", "login.succeeded"));
}

// ExpiredPasswordTest: Bob, who is a member of Acme only, must replace his password.
class ExpiredPasswordTest : public LoginTest {
 protected:
  ExpiredPasswordTest() { Require(cast_.bob); }

  base::Secret Suspended() {
    const auto result = Must(login_.SignInToConsole(Claim("bob"), {}));
    return std::get<PasswordExpired>(result).token;
  }
  // Replaced stands for the rules of the module `users`, which replace the hash.
  base::Status Replaced(store::WriteTx& tx, const model::User& user, const model::EventBy& by) {
    ++replaced_;
    model::User changed = user;
    changed.password_hash =
        Must(cast_.world.passwords->Hash(base::Secret(std::string_view("a new password of bob"))));
    changed.password_changed_at = by.at();
    changed.password_change_required = false;
    return store::UpdateUser(tx, changed);
  }
  base::Result<ConsoleSignIn> Continue(const PendingClaim& claim) {
    return login_.ReplaceExpired(
        claim,
        [this](store::WriteTx& tx, const model::User& user, const model::EventBy& by) {
          return Replaced(tx, user, by);
        },
        {});
  }
  base::Result<SignedIn> Replace(const PendingClaim& claim) { return Opened(Continue(claim)); }
  // Opened commits a sign-in that opens a session.
  static base::Result<SignedIn> Opened(base::Result<ConsoleSignIn> result) {
    BW_TRY(result);
    return testing::Committed(base::Result<store::Pending<SignedIn>>(
        std::get<store::Pending<SignedIn>>(*std::move(result))));
  }

  int replaced_ = 0;
};

TEST_F(ExpiredPasswordTest, EverySignInByApiIsRefusedAndOpensNoSession) {
  const std::int64_t before = cast_.LastEvent();
  EXPECT_EQ(testing::Committed(login_.SignIn(Claim("bob"), token::kTeleTracker, std::nullopt))
                .error()
                .reason,
            "password_expired");
  EXPECT_EQ(login_.Authenticate(Claim("bob"), kClient).error().reason, "password_expired");
  EXPECT_EQ(login_.CheckOnly(Claim("bob"), std::nullopt).error().reason, "password_expired");
  EXPECT_EQ(cast_.LastEvent(), before);
}

TEST_F(ExpiredPasswordTest, ASignInToTheConsoleWaitsForANewPasswordAndThenOpensASession) {
  const std::int64_t before = cast_.LastEvent();
  const base::Secret token = Suspended();
  EXPECT_EQ(cast_.LastEvent(), before) << "no session yet";
  EXPECT_EQ(Must(login_.FindExpired(With(token))).id, cast_.bob);
  cast_.world.clock.Advance(std::chrono::minutes(1));
  const SignedIn in = Must(Replace(With(token)));
  EXPECT_EQ(in.subject.principal.subject_id, cast_.bob.text);
  EXPECT_EQ(in.issued.session.profile, token::kConsole);
  EXPECT_TRUE(cast_.IsLive(in.issued));
  EXPECT_EQ(replaced_, 1);
}

TEST_F(ExpiredPasswordTest, ATokenIsUsedOnce) {
  const base::Secret token = Suspended();
  cast_.world.clock.Advance(std::chrono::seconds(1));
  Must(Replace(With(token)));
  EXPECT_EQ(Replace(With(token)).error().reason, "invalid_pending_authentication_token");
  EXPECT_EQ(login_.FindExpired(With(token)).error().reason, "invalid_pending_authentication_token");
  EXPECT_EQ(replaced_, 1);
}

TEST_F(ExpiredPasswordTest, ATokenEndsWithThePasswordTheUserAndAfterTenMinutes) {
  const auto refused = [&](const base::Secret& token) {
    return Replace(With(token)).error().reason == "invalid_pending_authentication_token";
  };
  base::Secret token = Suspended();
  Change(cast_.bob,
         [](model::User& user) { user.password_changed_at += std::chrono::milliseconds(1); });
  EXPECT_TRUE(refused(token)) << "the password was changed";
  token = Suspended();
  Change(cast_.bob, [](model::User& user) { user.active = false; });
  EXPECT_TRUE(refused(token)) << "the user was deactivated";
  Change(cast_.bob, [](model::User& user) { user.active = true; });
  Require(cast_.bob, false);
  EXPECT_TRUE(refused(token)) << "nothing has to be replaced";
  Require(cast_.bob);
  cast_.world.clock.Advance(std::chrono::minutes(10));
  EXPECT_TRUE(refused(token)) << "ten minutes later";
  EXPECT_EQ(replaced_, 0);
}

TEST_F(ExpiredPasswordTest, ATokenOfAnotherStepOrEnvironmentIsRefused) {
  PendingClaim elsewhere = With(Suspended());
  elsewhere.environment = cast_.sandbox;
  EXPECT_EQ(Replace(elsewhere).error().reason, "invalid_pending_authentication_token");
  const auto choice = Must(login_.Authenticate(Claim("ann"), kClient));
  EXPECT_EQ(Replace(With(std::get<Choice>(choice).token)).error().reason,
            "invalid_pending_authentication_token");
  EXPECT_EQ(login_.FindConsoleChoice(With(std::get<Choice>(choice).token)).error().reason,
            "invalid_pending_authentication_token");
  EXPECT_EQ(testing::Committed(login_.Choose(cast_.production, Suspended(), cast_.acme,
                                             token::kWorkOsClient, {}, {"192.0.2.1"}))
                .error()
                .reason,
            "invalid_pending_authentication_token");
  EXPECT_EQ(replaced_, 0);
}

TEST_F(ExpiredPasswordTest, AReplacementThatFailsOpensNoSession) {
  const base::Secret token = Suspended();
  const std::int64_t before = cast_.LastEvent();
  const auto failed = Opened(login_.ReplaceExpired(
      With(token),
      [](store::WriteTx&, const model::User&, const model::EventBy&) -> base::Status {
        return base::Fail(base::Conflict("password_moved", ""));
      },
      {}));
  EXPECT_EQ(failed.error().reason, "password_moved");
  EXPECT_EQ(cast_.LastEvent(), before);
  EXPECT_TRUE(login_.FindExpired(With(token))) << "it may be tried again";
}

// A user who may not enter the console needs the password for the APIs.
TEST_F(ExpiredPasswordTest, AnIntegratorReplacesItsPasswordAndGetsNoSessionOfTheConsole) {
  MakeIntegrator(cast_.bob);
  const base::Secret token = Suspended();
  cast_.world.clock.Advance(std::chrono::seconds(1));
  const std::int64_t before = cast_.LastEvent();
  const auto result = Must(Continue(With(token)));
  EXPECT_TRUE(std::holds_alternative<PasswordReplaced>(result));
  EXPECT_EQ(replaced_, 1);
  EXPECT_EQ(cast_.LastEvent(), before) << "no session";
  EXPECT_TRUE(login_.CheckOnly(Claim("bob", "a new password of bob"), 28));
  EXPECT_EQ(Continue(With(token)).error().reason, "invalid_pending_authentication_token");
  EXPECT_EQ(replaced_, 1);
}

TEST_F(ExpiredPasswordTest, AReplacementThatFailsForAUserWithoutTheConsoleHasItsOwnError) {
  MakeIntegrator(cast_.bob);
  const auto failed = login_.ReplaceExpired(
      With(Suspended()),
      [](store::WriteTx&, const model::User&, const model::EventBy&) -> base::Status {
        return base::Fail(base::Conflict("password_moved", ""));
      },
      {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().reason, "password_moved");
}

// Regression: the requirement was bypassed by a sign-in that waited when it was set.
TEST_F(LoginTest, AChoiceEndsWhenThePasswordHasToBeReplaced) {
  const auto choice = Must(login_.Authenticate(Claim("ann"), kClient));
  const auto choose = [&] {
    return testing::Committed(login_.Choose(cast_.production, std::get<Choice>(choice).token,
                                            cast_.globex, token::kWorkOsClient, {}, {"192.0.2.1"}));
  };
  Require(cast_.ann);
  EXPECT_EQ(choose().error().reason, "invalid_pending_authentication_token");
  Require(cast_.ann, false);
  EXPECT_TRUE(choose()) << "positive control";
}

TEST_F(LoginTest, AChoiceForTheConsoleEndsWhenThePasswordHasToBeReplaced) {
  const auto result = Must(login_.SignInToConsole(Claim("ann"), {}));
  const PendingClaim claim = With(std::get<Choice>(result).token);
  Require(cast_.ann);
  EXPECT_EQ(login_.FindConsoleChoice(claim).error().reason, "invalid_pending_authentication_token");
  EXPECT_EQ(testing::Committed(login_.ChooseForConsole(claim, cast_.globex, {})).error().reason,
            "invalid_pending_authentication_token");
  Require(cast_.ann, false);
  EXPECT_TRUE(testing::Committed(login_.ChooseForConsole(claim, cast_.globex, {})))
      << "positive control";
}

TEST_F(LoginTest, AChangeThatIsRequiredBeforeTheWriteOpensNothing) {
  testing::HookedIssuer hooked(cast_.world, [&] { Require(cast_.ann); });
  Login login({*cast_.world.store, *cast_.world.passwords, hooked.issuer, cast_.world.clock,
               cast_.world.verifier, cast_.world.ring, cast_.world.entropy, outbox_});
  const std::int64_t before = cast_.LastEvent();
  const auto in = testing::Committed(login.SignIn(Claim("ann"), token::kTeleTracker, std::nullopt));
  ASSERT_FALSE(in);
  EXPECT_EQ(in.error().reason, "invalid_credentials");
  EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
}

TEST_F(LoginTest, AnIntegratorGetsNoSessionOfTheConsole) {
  const std::int64_t before = cast_.LastEvent();
  const auto choice = Must(login_.SignInToConsole(Claim("ann"), {}));
  for (const model::UserId& integrator : {cast_.ann, cast_.bob}) MakeIntegrator(integrator);
  for (const char* name : {"ann", "bob"}) {  // a member of two organizations, and of one
    const auto result = login_.SignInToConsole(Claim(name), {});
    ASSERT_FALSE(result) << name;
    EXPECT_EQ(result.error().reason, verify::MissingAccount().reason) << name;
  }
  const auto chosen = testing::Committed(
      login_.ChooseForConsole(With(std::get<Choice>(choice).token), cast_.globex, {}));
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().reason, verify::MissingAccount().reason);
  EXPECT_EQ(cast_.LastEvent(), before);
}

TEST_F(LoginTest, AnIntegratorWhoIsAnAdministratorEntersTheConsole) {
  MakeIntegrator(cast_.bob);
  Must(cast_.world.store->Write([&](store::WriteTx& tx) {
    return store::InsertAdministrator(tx, cast_.production, cast_.bob, cast_.world.clock.Now());
  }));
  EXPECT_TRUE(std::holds_alternative<store::Pending<SignedIn>>(
      Must(login_.SignInToConsole(Claim("bob"), {}))));
}

TEST_F(LoginTest, AClientWithoutPagesIsNotAskedForAnOrganization) {
  const auto result = login_.SignInToConsole(Claim("ann"), {.device = {}, .shows_pages = false});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().reason, "organization_selection_required");
  EXPECT_EQ(result.error().claimed, cast_.ann.text);
  EXPECT_TRUE(std::holds_alternative<store::Pending<SignedIn>>(
      Must(login_.SignInToConsole(Claim("bob"), {.device = {}, .shows_pages = false}))))
      << "one organization";
}

TEST_F(LoginTest, AUserOfSeveralOrganizationsChoosesOneForTheConsole) {
  const std::int64_t before = cast_.LastEvent();
  const auto result = Must(login_.SignInToConsole(Claim("ann"), {}));
  const Choice& choice = std::get<Choice>(result);
  ASSERT_EQ(choice.organizations.size(), 2U);
  EXPECT_EQ(choice.organizations[0].id, cast_.acme) << "the home comes first";
  EXPECT_EQ(cast_.LastEvent(), before) << "no session yet";
  const PendingClaim claim{cast_.production, choice.token, {"192.0.2.1"}};
  EXPECT_EQ(Must(login_.FindConsoleChoice(claim)).organizations.size(), 2U);
  EXPECT_EQ(testing::Committed(login_.ChooseForConsole(claim, cast_.initech, {})).error().reason,
            "membership_required");
  const SignedIn in = Must(testing::Committed(login_.ChooseForConsole(claim, cast_.globex, {})));
  EXPECT_EQ(in.subject.principal.organization, cast_.globex);
  EXPECT_EQ(in.issued.session.profile, token::kConsole);
  EXPECT_THAT(in.subject.principal.roles, IsEmpty()) << "the roles of home stay at home";
}

TEST_F(LoginTest, AnAdministratorOfTheEnvironmentIsNotAskedForAnOrganization) {
  Must(cast_.world.store->Write([&](store::WriteTx& tx) {
    return store::InsertAdministrator(tx, cast_.production, cast_.ann, cast_.world.clock.Now());
  }));
  auto result = Must(login_.SignInToConsole(Claim("ann"), {}));
  ASSERT_TRUE(std::holds_alternative<store::Pending<SignedIn>>(result));
  EXPECT_TRUE(std::get<store::Pending<SignedIn>>(result).value.issued.session.organization.empty());
}

}  // namespace
}  // namespace bearward::login
