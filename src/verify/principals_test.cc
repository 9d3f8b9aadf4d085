#include "verify/principals.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace bearward::verify {
namespace {

model::Principal PrincipalOf(int number, const std::string& role = "planner") {
  model::Principal principal;
  principal.environment = model::EnvironmentId{"env_1"};
  principal.organization = model::OrganizationId{"org_1"};
  principal.subject_id = "user_" + std::to_string(number);
  principal.roles = {role};
  return principal;
}

TEST(Principals, EqualOnesAreOneObject) {
  Principals principals;
  const auto first = principals.Share(PrincipalOf(1));
  EXPECT_EQ(first->principal(), PrincipalOf(1));
  EXPECT_EQ(principals.Share(PrincipalOf(1)), first);
  EXPECT_NE(principals.Share(PrincipalOf(2)), first);
}

// One field is enough to be somebody else, whichever it is.
TEST(Principals, OneFactApartIsAnother) {
  const std::vector<std::function<void(model::Principal&)>> changes = {
      [](auto& who) { who.environment = model::EnvironmentId{"env_2"}; },
      [](auto& who) { who.environment_name = "x"; },
      [](auto& who) { who.organization = model::OrganizationId{"org_2"}; },
      [](auto& who) { who.organization_number = 9; },
      [](auto& who) { who.organization_name = "x"; },
      [](auto& who) { who.subject_kind = model::SubjectKind::kApplication; },
      [](auto& who) { who.subject_id = "user_2"; },
      [](auto& who) { who.subject_number = 9; },
      [](auto& who) { who.username = "x"; },
      [](auto& who) { who.email = "x"; },
      [](auto& who) { who.full_name = "x"; },
      [](auto& who) { who.credential = model::CredentialKind::kJwt; },
      [](auto& who) { who.profile = "x"; },
      [](auto& who) { who.profile_bit = 1; },
      [](auto& who) { who.permissions = {"x"}; },
      [](auto& who) { who.roles = {"x"}; },
      [](auto& who) { who.access_profile = "x"; },
      [](auto& who) { who.limits.emplace_back(); },
      [](auto& who) { who.client = base::Shared(model::ClientTerms{}); },
      [](auto& who) { who.audience = base::Shared(model::Audience{{"x"}, false}); },
  };
  Principals principals;
  const auto plain = principals.Share(PrincipalOf(1));
  for (const auto& change : changes) {
    model::Principal other = PrincipalOf(1);
    change(other);
    const auto kept = principals.Share(other);
    EXPECT_NE(kept, plain);
    EXPECT_EQ(kept->principal(), other);
  }
  EXPECT_EQ(plain->principal(), PrincipalOf(1));
}

TEST(Principals, WhatTheyHaveInCommonIsKeptOnce) {
  Principals principals;
  const auto one = principals.Share(PrincipalOf(1));
  const auto other = principals.Share(PrincipalOf(2));
  EXPECT_EQ(&*one->principal().environment, &*other->principal().environment);
  EXPECT_EQ(&*one->principal().organization, &*other->principal().organization);
  EXPECT_EQ(&one->principal().roles.texts(), &other->principal().roles.texts());
  const auto boss = principals.Share(PrincipalOf(2, "boss"));
  EXPECT_NE(&boss->principal().roles.texts(), &other->principal().roles.texts());
}

TEST(Principals, OneObjectHasABoundedNumberOfSharers) {
  Principals principals;
  std::vector<std::shared_ptr<const KeptPrincipal>> held;
  for (std::size_t i = 0; i < Principals::kMostSharers + 1; ++i) {
    held.push_back(principals.Share(PrincipalOf(1)));
  }
  EXPECT_EQ(held.front(), held[Principals::kMostSharers - 1]);
  EXPECT_NE(held.front(), held.back());
}

TEST(Principals, OddIdIsSharedWithNobody) {
  Principals principals;
  const base::ShortText<39> odd("odd");
  const auto plain = principals.Share(PrincipalOf(1));
  const auto one = principals.KeepOdd(PrincipalOf(1), odd);
  EXPECT_EQ(one->id, odd);
  EXPECT_EQ(one->principal(), PrincipalOf(1));
  EXPECT_NE(principals.KeepOdd(PrincipalOf(1), odd), one);
  EXPECT_EQ(principals.Share(PrincipalOf(1)), plain);
}

TEST(Principals, WhatNobodyHoldsIsGone) {
  Principals principals;
  EXPECT_EQ(principals.bytes(), 0U);
  {
    const auto one = principals.Share(PrincipalOf(1));
    const auto other_standing = principals.Share(PrincipalOf(1, "boss"));
    const auto two = principals.Share(PrincipalOf(2));
    EXPECT_GT(principals.bytes(), 3 * sizeof(model::Principal));
  }
  EXPECT_EQ(principals.bytes(), 0U);
  EXPECT_EQ(principals.Share(PrincipalOf(1))->principal(), PrincipalOf(1));
}

TEST(Principals, WhatWasGivenOutlivesTheGiver) {
  auto principals = std::make_unique<Principals>();
  const auto kept = principals->Share(PrincipalOf(1));
  principals.reset();
  EXPECT_EQ(kept->principal(), PrincipalOf(1));
}

TEST(PrincipalsConcurrency, EveryoneGetsWhatTheyAskedFor) {
  Principals principals;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      std::vector<std::shared_ptr<const KeptPrincipal>> held(16);
      for (int i = 0; i < 10'000; ++i) {
        const int number = (i + thread) % 7;
        auto& place = held[static_cast<std::size_t>(i) % held.size()];
        place = principals.Share(PrincipalOf(number));
        if (place->principal().subject_id != "user_" + std::to_string(number)) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(principals.bytes(), 0U);
}

}  // namespace
}  // namespace bearward::verify
