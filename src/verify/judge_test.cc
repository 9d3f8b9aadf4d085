#include "verify/decision.h"

#include <gtest/gtest.h>

#include <array>

#include "token/profiles.h"

namespace bearward::verify {
namespace {

using model::CredentialKind;

model::Principal Ann() {
  model::Principal ann;
  ann.environment = model::EnvironmentId{"env_a"};
  ann.organization_number = 28;
  ann.credential = CredentialKind::kReference;
  ann.profile = "teletracker";
  ann.profile_bit = token::kTeleTrackerBit;
  ann.permissions = {"forms:read", "jobs:read"};
  return ann;
}

std::string ReasonFor(const model::Principal& principal, const Question& question) {
  const base::Status status = Judge(principal, question);
  return status ? "" : status.error().reason;
}

TEST(Question, LiveNeedAsksForNothing) {
  const model::Need need = model::Need::Live();
  EXPECT_TRUE(Judge(Ann(), {need}));
  EXPECT_TRUE(Judge(model::Principal(), {need}));
}

TEST(Question, EveryPermissionIsNeeded) {
  const model::Need one = model::Need::All({"forms:read"});
  const model::Need both = model::Need::All({"forms:read", "jobs:read"});
  const model::Need more = model::Need::All({"forms:read", "jobs:write"});
  EXPECT_TRUE(Judge(Ann(), {one}));
  EXPECT_TRUE(Judge(Ann(), {both}));
  EXPECT_EQ(ReasonFor(Ann(), {more}), "missing_permission");
  EXPECT_EQ(Judge(Ann(), {more}).error().code, base::Code::kDenied);
}

TEST(Question, PermissionsAreNotPrefixes) {
  for (const std::string_view wanted :
       {"forms", "forms:", "forms:rea", "forms:reads", "FORMS:READ", "*"}) {
    const model::Need need = model::Need::All({wanted});
    EXPECT_EQ(ReasonFor(Ann(), {need}), "missing_permission") << wanted;
  }
}

TEST(Question, StarHoldsEveryPermission) {
  model::Principal all = Ann();
  all.permissions = {"*"};
  const model::Need need = model::Need::All({"forms:read", "anything:else"});
  EXPECT_TRUE(Judge(all, {need}));
}

TEST(Question, WhatIsForTheUserItselfRefusesItsImpersonator) {
  const model::Need need = model::Need::Live();
  Question question{need};
  question.in_person = true;
  EXPECT_TRUE(Judge(Ann(), question));
  model::Principal ann = Ann();
  ann.impersonator =
      base::Shared(model::Impersonator{.id = "user_1", .name = "bob", .reason = "x"});
  EXPECT_EQ(ReasonFor(ann, question), "refused_in_masquerade");
  EXPECT_EQ(Judge(ann, question).error().code, base::Code::kDenied);
  EXPECT_TRUE(Judge(ann, {need}));
}

TEST(Question, OnlyTheKindsAskedForAreAccepted) {
  const model::Need need = model::Need::Live();
  constexpr std::array kKinds = {CredentialKind::kJwt, CredentialKind::kReference,
                                 CredentialKind::kApiKey, CredentialKind::kBasic,
                                 CredentialKind::kIntegrator};
  for (const CredentialKind presented : kKinds) {
    for (const CredentialKind accepted : kKinds) {
      model::Principal principal = Ann();
      principal.credential = presented;
      const Question question{need, KindBit(accepted)};
      EXPECT_EQ(ReasonFor(principal, question),
                presented == accepted ? "" : "wrong_credential_kind");
    }
  }
}

TEST(Question, SessionOfAnotherProfileIsAnotherKind) {
  const model::Need need = model::Need::Live();
  EXPECT_TRUE(Judge(Ann(), {need, kAnyKind, token::kTeleTrackerBit}));
  EXPECT_EQ(ReasonFor(Ann(), {need, kAnyKind, token::kWorkSpanBit}), "wrong_credential_kind");
}

TEST(Question, ATokenOfNoKnownProfileFitsNoneThatIsNamed) {
  const model::Need need = model::Need::Live();
  model::Principal unknown = Ann();
  unknown.profile_bit = 0;
  EXPECT_EQ(ReasonFor(unknown, {need, kAnyKind, token::kTeleTrackerBit}), "wrong_credential_kind");
  EXPECT_TRUE(Judge(unknown, {need}));
}

TEST(Question, ProfileIsAskedOfSessionsOnly) {
  const model::Need need = model::Need::Live();
  model::Principal basic = Ann();
  basic.credential = CredentialKind::kBasic;
  basic.profile.clear();
  basic.profile_bit = 0;
  EXPECT_TRUE(Judge(basic, {need, kAnyKind, token::kTeleTrackerBit}));
}

TEST(Question, EnvironmentMustBeTheirs) {
  const model::Need need = model::Need::Live();
  Question question{need};
  question.environment = model::EnvironmentId{"env_a"};
  EXPECT_TRUE(Judge(Ann(), question));
  question.environment = model::EnvironmentId{"env_b"};
  EXPECT_EQ(ReasonFor(Ann(), question), "wrong_environment");
  EXPECT_EQ(Judge(Ann(), question).error().code, base::Code::kUnauthenticated);
}

TEST(Question, AccountMustBeTheirs) {
  const model::Need need = model::Need::Live();
  Question question{need};
  question.account = 28;
  EXPECT_TRUE(Judge(Ann(), question));
  for (const std::int64_t other : {29, 0, -28}) {
    question.account = other;
    EXPECT_EQ(ReasonFor(Ann(), question), "wrong_account");
    EXPECT_EQ(Judge(Ann(), question).error().code, base::Code::kDenied);
  }
}

TEST(Question, TokenMustNameTheAudience) {
  const model::Need need = model::Need::Live();
  model::Principal for_api = Ann();
  for_api.audience = base::Shared(model::Audience{{"https://api", "https://more"}, false});
  model::Principal for_us = Ann();
  for_us.audience = base::Shared(model::Audience{{"https://door"}, true});
  Question question{need};
  EXPECT_EQ(ReasonFor(for_api, question), "wrong_audience");
  EXPECT_EQ(ReasonFor(for_us, question), "");
  EXPECT_EQ(ReasonFor(Ann(), question), "");
  question.audience = "https://more";
  EXPECT_EQ(ReasonFor(for_api, question), "");
  EXPECT_EQ(ReasonFor(for_us, question), "wrong_audience");
  EXPECT_EQ(ReasonFor(Ann(), question), "wrong_audience");
  question.audience = "https://mor";
  EXPECT_EQ(ReasonFor(for_api, question), "wrong_audience");
}

TEST(Question, UnboundKindsNeedNotNameAnAudienceButNoOther) {
  const model::Need need = model::Need::Live();
  Question question{need};
  question.audience = "https://api";
  question.unbound = KindBit(CredentialKind::kApiKey);
  model::Principal key = Ann();
  key.credential = CredentialKind::kApiKey;
  EXPECT_EQ(ReasonFor(key, question), "");
  EXPECT_EQ(ReasonFor(Ann(), question), "wrong_audience");
  key.audience = base::Shared(model::Audience{{"https://other"}, false});
  EXPECT_EQ(ReasonFor(key, question), "wrong_audience");
}

// "missing_permission" would show a stranger that the credential is valid in another environment.
TEST(Question, WrongEnvironmentIsSaidBeforeMissingPermission) {
  const model::Need need = model::Need::All({"jobs:write"});
  Question question{need};
  question.environment = model::EnvironmentId{"env_b"};
  EXPECT_EQ(ReasonFor(Ann(), question), "wrong_environment");
}

}  // namespace
}  // namespace bearward::verify
