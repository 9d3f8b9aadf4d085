// Passwords that must be replaced: by the mark of an administrator, or by their age.
#include <gtest/gtest.h>

#include <functional>

#include "store/users.h"
#include "testing/test_server.h"
#include "verify/passwords.h"

namespace bearward::verify {
namespace {

using std::chrono::milliseconds;
using testing::Must;
using testing::TestServer;

class PasswordAgeTest : public ::testing::Test {
 protected:
  base::Result<model::User> Check(std::string_view password = testing::kPassword) {
    return world_.passwords->Check(
        {environment_, "ann", base::Secret(password), {"192.0.2.1", {}}});
  }
  void Update(const std::function<void(model::User&)>& change) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, environment_, ann_));
      change(*user);
      return store::UpdateUser(tx, *user);
    }));
  }
  model::User Ann() {
    return *Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::FindUser(tx, environment_, ann_); }));
  }
  store::LoginFailures Failures() {
    return Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::FindLoginFailures(tx, environment_, ann_); }));
  }

  TestServer world_;
  const model::EnvironmentId environment_ = world_.AddEnvironment("production");
  const model::OrganizationId acme_ = world_.AddOrganization(environment_, "Acme", 28);
  const model::UserId ann_ = world_.AddUser(environment_, {acme_, "ann"});
};

// A client that does not know the password does not learn that it has expired.
TEST_F(PasswordAgeTest, APasswordThatMustBeReplacedIsRefusedOnlyAfterItWasRight) {
  Update([](model::User& user) { user.password_change_required = true; });
  EXPECT_EQ(Check("wrong").error().reason, "invalid_credentials");
  const auto right = Check();
  ASSERT_FALSE(right);
  EXPECT_EQ(right.error().code, base::Code::kUnauthenticated);
  EXPECT_EQ(right.error().reason, "password_expired");
  EXPECT_EQ(right.error().claimed, ann_.text);
  Update([](model::User& user) { user.active = false; });
  EXPECT_EQ(Check().error().reason, "invalid_credentials");
}

TEST_F(PasswordAgeTest, AnExpiredPasswordIsAcceptedOnlyByAClaimThatSaysSo) {
  Update([](model::User& user) { user.password_change_required = true; });
  PasswordClaim claim{environment_, "ann", base::Secret(testing::kPassword), {"192.0.2.1"}};
  EXPECT_FALSE(world_.passwords->Check(claim));
  claim.accepts_expired = true;
  EXPECT_EQ(Must(world_.passwords->Check(claim)).id, ann_);
  claim.password = base::Secret(std::string_view("wrong"));
  EXPECT_EQ(world_.passwords->Check(claim).error().reason, "invalid_credentials");
}

TEST_F(PasswordAgeTest, AnExpiredPasswordCountsLikeASuccess) {
  Update([](model::User& user) { user.password_change_required = true; });
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Check().error().reason, "password_expired") << i << " is not throttled";
  }
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(Check("wrong"));
  EXPECT_EQ(Failures().count, 4);
  EXPECT_EQ(Check().error().reason, "password_expired");
  EXPECT_EQ(Failures().count, 0);
  EXPECT_EQ(world_.passwords->attempts(SignInOutcome::kSuccess), 21U);
  EXPECT_EQ(world_.passwords->attempts(SignInOutcome::kRefused), 4U);
}

TEST(PasswordAge, APasswordExpiresAtItsMaximumAge) {
  TestServer world({.limits = {}, .password_age = std::chrono::days(90)});
  const auto environment = world.AddEnvironment("production");
  const auto acme = world.AddOrganization(environment, "Acme", 28);
  const auto ann = world.AddUser(environment, {acme, "ann"});
  const auto row = *Must(
      world.store->Read([&](store::ReadTx& tx) { return store::FindUser(tx, environment, ann); }));
  EXPECT_EQ(world.passwords->ExpiryOf(row), row.password_changed_at + std::chrono::days(90));
  const auto check = [&] {
    return world.passwords->Check(
        {environment, "ann", base::Secret(testing::kPassword), {"192.0.2.1"}});
  };
  world.clock.Advance(std::chrono::days(90) - milliseconds(1));
  EXPECT_TRUE(check());
  world.clock.Advance(milliseconds(1));
  EXPECT_EQ(check().error().reason, "password_expired");
}

TEST_F(PasswordAgeTest, WithoutAMaximumAgeAPasswordNeverExpires) {
  EXPECT_EQ(world_.passwords->ExpiryOf(Ann()), std::nullopt);
  world_.clock.Advance(std::chrono::days(5000));
  EXPECT_TRUE(Check());
}

}  // namespace
}  // namespace bearward::verify
