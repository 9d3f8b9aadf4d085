#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "login/login.h"
#include "mail/post_code.h"
#include "store/users.h"
#include "testing/cast.h"
#include "testing/committed.h"

namespace bearward::login {
namespace {

using model::EmailCodeKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;

constexpr Device kDevice;
const Client kClient{token::kWorkOsClient, kDevice};

// Codes signs users of a cast in by codes. A user of the cast has the address NAME@example.test.
class Codes {
 public:
  explicit Codes(testing::Cast& cast, const token::Issuer* issuer = nullptr,
                 const base::Clock* clock = nullptr)
      : cast_(cast),
        login_({*cast.world.store, *cast.world.passwords,
                issuer == nullptr ? cast.world.issuer : *issuer,
                clock == nullptr ? cast.world.clock : *clock, cast.world.verifier, cast.world.ring,
                cast.world.entropy, outbox_, true}) {}

  // Send makes a code for a user of production, and returns its text.
  base::Secret Send(EmailCodeKind kind, const model::UserId& id) {
    testing::TestServer& world = cast_.world;
    const auto code = Must(mail::MakeCode(kind, world.clock.Now(), world.ring, world.entropy));
    Must(world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto user, store::FindUser(tx, cast_.production, id));
      BW_TRY(mail::PostCode(tx, outbox_, code, user.value(), user->email,
                            {user->environment, {}, world.clock.Now()}));
      return {};
    }));
    return code.text;
  }
  model::EmailCode Newest(EmailCodeKind kind, const model::UserId& id) {
    return Must(cast_.world.store->Read([&](store::ReadTx& tx) {
             return store::FindNewestEmailCode(tx, {cast_.production, kind, id});
           }))
        .value();
  }
  model::User User(const model::UserId& id) {
    return Must(cast_.world.store->Read(
                    [&](store::ReadTx& tx) { return store::FindUser(tx, cast_.production, id); }))
        .value();
  }

  CodeClaim Claim(const std::string& email, const base::Secret& code,
                  const std::string& address = "192.0.2.1") {
    return {cast_.production, email, code, {address}};
  }
  // SignIn commits a sign-in by code and returns it.
  base::Result<Authentication> SignIn(const CodeClaim& claim) {
    return Commit(login_.AuthenticateByCode(claim, kClient));
  }
  base::Result<Authentication> Verify(const base::Secret& token, const base::Secret& code) {
    return Commit(login_.VerifyEmail(Claim("", code), token, kClient));
  }
  base::Result<Authentication> ByPassword(const std::string& name) {
    return login_.Authenticate({.environment = cast_.production,
                                .login = name,
                                .password = base::Secret(testing::kPassword),
                                .origin = {"192.0.2.1"}},
                               kClient);
  }

 private:
  static base::Result<Authentication> Commit(base::Result<Authentication> result) {
    if (!result || !std::holds_alternative<store::Pending<SignedIn>>(*result)) return result;
    BW_TRY_ASSIGN(SignedIn in, testing::Committed<SignedIn>(
                                   std::get<store::Pending<SignedIn>>(*std::move(result))));
    return store::Pending<SignedIn>{std::move(in)};
  }

  testing::Cast& cast_;
  mail::Outbox outbox_{cast_.world.ring, cast_.world.entropy, {}, false};
  Login login_;
};

std::string ReasonOf(const base::Result<Authentication>& result) {
  return result ? "" : result.error().reason;
}

class LoginCodesTest : public ::testing::Test {
 protected:
  void ChangeBob(const std::function<void(model::User&)>& set) {
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, cast_.production, cast_.bob));
      set(user.value());
      return store::UpdateUser(tx, *user);
    }));
  }

  testing::Cast cast_;
  Codes codes_{cast_};
};

TEST_F(LoginCodesTest, ACodeIsUsedAndItsAddressVerifiedWithTheSession) {
  const base::Secret code = codes_.Send(EmailCodeKind::kMagicAuth, cast_.bob);
  const std::int64_t before = cast_.LastEvent();
  const auto result = Must(codes_.SignIn(codes_.Claim("BOB@example.test", code)));
  const auto& in = std::get<store::Pending<SignedIn>>(result).value;
  EXPECT_TRUE(cast_.IsLive(in.issued));
  EXPECT_TRUE(in.user.email_verified);
  EXPECT_EQ(in.user.updated_at, codes_.User(cast_.bob).updated_at);
  EXPECT_TRUE(codes_.User(cast_.bob).email_verified);
  EXPECT_TRUE(codes_.Newest(EmailCodeKind::kMagicAuth, cast_.bob).used_at);
  EXPECT_THAT(cast_.NamesAfter(before),
              ElementsAre("user.updated", "session.created", "login.succeeded"));
}

TEST_F(LoginCodesTest, ACodeOutlivesASignInThatTheRateLimitRefuses) {
  cast_.world.LimitOrganization(cast_.production, cast_.acme, model::RateLimit{1, 60});
  EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim(
                "admin@example.test", codes_.Send(EmailCodeKind::kMagicAuth, cast_.admin)))),
            "");
  const base::Secret code = codes_.Send(EmailCodeKind::kMagicAuth, cast_.bob);
  EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim("bob@example.test", code))), "rate_limited");
  EXPECT_FALSE(codes_.User(cast_.bob).email_verified);
  cast_.world.clock.Advance(std::chrono::seconds(61));
  EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim("bob@example.test", code))), "");
}

TEST_F(LoginCodesTest, OneOfTwoParallelSignInsUsesTheCode) {
  const base::Secret code = codes_.Send(EmailCodeKind::kMagicAuth, cast_.bob);
  base::Result<Authentication> first = base::Fail(base::Internal("not run"));
  testing::HookedIssuer hooked(
      cast_.world, [&] { first = codes_.SignIn(codes_.Claim("bob@example.test", code)); });
  Codes second(cast_, &hooked.issuer);
  const std::int64_t before = cast_.LastEvent();
  EXPECT_EQ(ReasonOf(second.SignIn(second.Claim("bob@example.test", code))),
            "one_time_code_previously_used");
  EXPECT_TRUE(first);
  EXPECT_THAT(cast_.NamesAfter(before),
              ElementsAre("user.updated", "session.created", "login.succeeded"));
}

TEST_F(LoginCodesTest, ACodeIsUsedByTheChoiceOfAnOrganization) {
  const base::Secret code = codes_.Send(EmailCodeKind::kMagicAuth, cast_.ann);
  const auto result = Must(codes_.SignIn(codes_.Claim("ann@example.test", code)));
  EXPECT_TRUE(std::get<Choice>(result).user.email_verified);
  EXPECT_TRUE(codes_.User(cast_.ann).email_verified);
  EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim("ann@example.test", code))),
            "one_time_code_previously_used");
}

// Incident class D2. Wrong codes are counted like wrong passwords, also of unknown addresses.
TEST_F(LoginCodesTest, WrongCodesOfOneAddressAreThrottledAlsoIfItIsUnknown) {
  const base::Secret code = codes_.Send(EmailCodeKind::kMagicAuth, cast_.bob);
  for (const char* email : {"bob@example.test", "unknown@example.test"}) {
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim(email, base::Secret("wrong")))),
                "invalid_one_time_code")
          << email << i;
    }
    const auto refused = codes_.SignIn(codes_.Claim(email, code));
    EXPECT_EQ(ReasonOf(refused), "too_many_failures") << email;
    EXPECT_EQ(refused.error().code, base::Code::kLimited);
    EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(60));
  }
  EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim(
                "admin@example.test", codes_.Send(EmailCodeKind::kMagicAuth, cast_.admin)))),
            "")
      << "another address from the same network";
}

TEST_F(LoginCodesTest, OneNetworkOverManyAddressesIsThrottled) {
  const base::Secret code = codes_.Send(EmailCodeKind::kMagicAuth, cast_.bob);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim("u" + std::to_string(i) + "@example.test", code,
                                                  "2001:db8::" + std::to_string(i)))),
              "invalid_one_time_code");
  }
  EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim("bob@example.test", code, "2001:db8::1"))),
            "too_many_failures");
  EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim("bob@example.test", code, "192.0.2.1"))), "");
}

TEST_F(LoginCodesTest, WrongVerificationCodesAreThrottledByUser) {
  const base::Secret token = std::get<Unverified>(Must(codes_.ByPassword("bob"))).token;
  for (int i = 0; i < 10; ++i) {
    EXPECT_NE(ReasonOf(codes_.Verify(token, base::Secret("wrong"))), "too_many_failures") << i;
  }
  EXPECT_EQ(ReasonOf(codes_.Verify(token, base::Secret("wrong"))), "too_many_failures");
}

// Regression: the requirement was bypassed by a sign-in that waited when it was set.
TEST_F(LoginCodesTest, AVerificationEndsWhenThePasswordHasToBeReplaced) {
  const base::Secret token = std::get<Unverified>(Must(codes_.ByPassword("bob"))).token;
  cast_.world.clock.Advance(std::chrono::seconds(1));
  const base::Secret code = codes_.Send(EmailCodeKind::kEmailVerification, cast_.bob);
  ChangeBob([](model::User& user) { user.password_change_required = true; });
  EXPECT_EQ(ReasonOf(codes_.Verify(token, code)), "invalid_pending_authentication_token");
  ChangeBob([](model::User& user) { user.password_change_required = false; });
  EXPECT_EQ(ReasonOf(codes_.Verify(token, code)), "") << "positive control";
}

// A sign-in by code does not use the password.
TEST_F(LoginCodesTest, ACodeSignsInAUserWhosePasswordHasToBeReplaced) {
  ChangeBob([](model::User& user) { user.password_change_required = true; });
  const base::Secret code = codes_.Send(EmailCodeKind::kMagicAuth, cast_.bob);
  EXPECT_EQ(ReasonOf(codes_.SignIn(codes_.Claim("bob@example.test", code))), "");
  EXPECT_TRUE(codes_.User(cast_.bob).password_change_required) << "it stays required";
}

// A code must not be sent after a change that has ended the password sign-in.
TEST_F(LoginCodesTest, AUserWhoChangesDuringThePasswordSignInGetsNoCode) {
  const model::User bob = codes_.User(cast_.bob);
  for (const std::function<void(model::User&)>& set :
       std::vector<std::function<void(model::User&)>>{
           [](model::User& user) { user.active = false; },
           [&](model::User& user) {
             user.password_changed_at = cast_.world.clock.Now() + std::chrono::seconds(1);
           },
           [](model::User& user) { user.password_change_required = true; },
           [](model::User& user) { user.email = "other@example.test"; }}) {
    const testing::HookClock clock(cast_.world.clock, [&] { ChangeBob(set); });
    Codes codes(cast_, nullptr, &clock);
    const std::int64_t before = cast_.LastEvent();
    EXPECT_EQ(ReasonOf(codes.ByPassword("bob")), "invalid_credentials");
    EXPECT_THAT(cast_.NamesAfter(before), IsEmpty());
    ChangeBob([&](model::User& user) { user = bob; });
  }
  EXPECT_TRUE(std::holds_alternative<Unverified>(Must(codes_.ByPassword("bob"))));
}

// CodeFaults signs a user in with every fault of the store.
class CodeFaults : public ::testing::Test {
 protected:
  // Check expects that each fault is 503 and leaves the code valid, and that the first sign-in
  // without a fault has these events.
  void Check(EmailCodeKind kind, const model::UserId& user,
             const std::function<base::Result<Authentication>()>& run,
             const std::vector<std::string>& events) {
    const std::int64_t before = cast_.LastEvent();
    base::Result<Authentication> result = base::Fail(base::Internal("not run"));
    const int faults = testing::ForEveryFault(
        *faulty_.plan, [&] { result = run(); },
        [&](int n) {
          ASSERT_FALSE(result) << n;
          EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
          const model::EmailCode code = codes_.Newest(kind, user);
          EXPECT_FALSE(code.used_at) << n;
          EXPECT_EQ(code.attempts, 0) << n;
          EXPECT_FALSE(codes_.User(user).email_verified) << n;
          EXPECT_EQ(cast_.LastEvent(), before) << n;
        });
    EXPECT_GT(faults, 10);
    EXPECT_EQ(ReasonOf(result), "");
    EXPECT_TRUE(codes_.Newest(kind, user).used_at);
    EXPECT_EQ(cast_.NamesAfter(before), events);
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  Codes codes_{cast_};
};

TEST_F(CodeFaults, EveryFaultOfASignInByCodeIsUnavailableAndKeepsTheCode) {
  const CodeClaim claim =
      codes_.Claim("bob@example.test", codes_.Send(EmailCodeKind::kMagicAuth, cast_.bob));
  Check(EmailCodeKind::kMagicAuth, cast_.bob, [&] { return codes_.SignIn(claim); },
        {"user.updated", "session.created", "login.succeeded"});
}

TEST_F(CodeFaults, EveryFaultBeforeAChoiceIsUnavailableAndKeepsTheCode) {
  const CodeClaim claim =
      codes_.Claim("ann@example.test", codes_.Send(EmailCodeKind::kMagicAuth, cast_.ann));
  Check(EmailCodeKind::kMagicAuth, cast_.ann, [&] { return codes_.SignIn(claim); },
        {"user.updated"});
}

TEST_F(CodeFaults, EveryFaultOfAVerificationIsUnavailableAndKeepsTheCode) {
  const base::Secret token = std::get<Unverified>(Must(codes_.ByPassword("bob"))).token;
  cast_.world.clock.Advance(std::chrono::seconds(1));
  const base::Secret code = codes_.Send(EmailCodeKind::kEmailVerification, cast_.bob);
  Check(EmailCodeKind::kEmailVerification, cast_.bob, [&] { return codes_.Verify(token, code); },
        {"user.updated", "session.created", "login.succeeded"});
}

}  // namespace
}  // namespace bearward::login
