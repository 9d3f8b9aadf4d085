#include "users/invitations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/memberships.h"
#include "store/users.h"
#include "testing/cast.h"

namespace bearward::users {
namespace {

using testing::Must;

// StepClock returns the time of another clock, and runs a hook at a numbered call.
class StepClock final : public base::Clock {
 public:
  StepClock(const base::Clock& clock, int call, std::function<void()> hook)
      : clock_(clock), left_(call), hook_(std::move(hook)) {}
  base::Time Now() const override {
    if (--left_ == 0) hook_();
    return clock_.Now();
  }
  std::int64_t Ticks() const override { return clock_.Ticks(); }

 private:
  const base::Clock& clock_;
  mutable int left_;
  std::function<void()> hook_;
};

class InvitationsTest : public ::testing::Test {
 protected:
  // Verbs are the invitations with this clock.
  struct Verbs {
    Verbs(testing::TestServer& world, const base::Clock& clock)
        : parts{*world.store, clock, world.entropy},
          outbox(world.ring, world.entropy, {}, false),
          memberships(parts),
          members(parts, world.ring, memberships, outbox),
          invitations(parts, world.ring, memberships, outbox, members) {}
    resource::Parts parts;
    mail::Outbox outbox;
    Memberships memberships;
    MemberInvitations members;
    Invitations invitations;
  };

  model::Invitation Invite(const std::string& email) {
    model::Invitation invitation;
    invitation.email = email;
    invitation.organization = cast_.acme;
    invitation.role = "planner";
    return Must(verbs_.invitations.Create(key_, invitation));
  }
  void SetEmail(const model::UserId& id, const std::string& email) {
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, cast_.production, id));
      user.value().email = email;
      return store::UpdateUser(tx, *user);
    }));
  }
  std::size_t Memberships(const model::UserId& id) {
    return Must(cast_.world.store->Read([&](store::ReadTx& tx) {
             return store::ListMemberships(tx, cast_.production, id);
           }))
        .size();
  }

  testing::Cast cast_;
  model::Caller key_ = cast_.As(cast_.production);
  Verbs verbs_{cast_.world, cast_.world.clock};
};

TEST_F(InvitationsTest, TheOwnerOfTheAddressBecomesAMember) {
  const model::Invitation invitation = Invite("eve@example.test");
  EXPECT_EQ(Must(verbs_.invitations.Accept(key_, invitation.id)).accepted_user, cast_.eve.text);
  EXPECT_EQ(Memberships(cast_.eve), 2U);
}

// Each call of the clock is a point between two transactions of an acceptance.
TEST_F(InvitationsTest, AUserWhoLeavesTheAddressDuringTheAcceptanceDoesNotBecomeAMember) {
  const model::Invitation invitation = Invite("eve@example.test");
  for (int call = 1; call <= 2; ++call) {
    bool left = false;
    const StepClock clock(cast_.world.clock, call, [&] {
      left = true;
      SetEmail(cast_.eve, "elsewhere@example.test");
    });
    const Verbs verbs(cast_.world, clock);
    const auto accepted = verbs.invitations.Accept(key_, invitation.id);
    EXPECT_TRUE(left) << call;
    ASSERT_FALSE(accepted) << call;
    EXPECT_EQ(accepted.error().reason, "invalid_invite") << call;
    EXPECT_EQ(Memberships(cast_.eve), 1U) << call;
    SetEmail(cast_.eve, "eve@example.test");
  }
}

TEST_F(InvitationsTest, TwentySecondsAreBetweenTwoResendings) {
  const model::Invitation invitation = Invite("new@example.test");
  const auto resend = [&] { return verbs_.invitations.Resend(key_, invitation.id); };
  cast_.world.clock.Advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(resend()) << "the first one may follow at once";
  for (int i = 0; i < 2; ++i) {
    cast_.world.clock.Advance(std::chrono::seconds(20) - std::chrono::milliseconds(1));
    const auto early = resend();
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, base::Code::kLimited);
    EXPECT_EQ(early.error().reason, "too_many_codes");
    EXPECT_EQ(early.error().retry_after, std::chrono::seconds(1));
    cast_.world.clock.Advance(std::chrono::milliseconds(1));
    EXPECT_TRUE(resend()) << i;
  }
}

}  // namespace
}  // namespace bearward::users
