// Principals and needs. Only the verifier can create a Caller, so the tests of verify cover it.
#include "model/caller.h"

#include <gtest/gtest.h>

#include <set>

#include "model/environment.h"
#include "model/need.h"
#include "model/session.h"

namespace bearward::model {
namespace {

Principal Holding(std::vector<std::string> permissions) {
  Principal principal;
  principal.permissions = std::move(permissions);
  return principal;
}

TEST(HasPermission, AsksForTheWholeName) {
  const auto principal = Holding({"api:access", "forms:read"});
  EXPECT_TRUE(HasPermission(principal, "forms:read"));
  EXPECT_FALSE(HasPermission(principal, "forms"));
  EXPECT_FALSE(HasPermission(principal, "forms:read:all"));
  EXPECT_FALSE(HasPermission(principal, ""));
}

TEST(HasPermission, AStarHoldsAll) {
  EXPECT_TRUE(HasPermission(Holding({"*"}), "forms:read"));
  EXPECT_TRUE(HasPermission(Holding({"*", "api:access"}), "forms:read"));
}

TEST(Need, IsMetByEveryPermissionOfItAndNotBySome) {
  const Need need = Need::All({"api:access", "forms:read"});
  EXPECT_FALSE(need.open());
  EXPECT_TRUE(need.IsMetBy(Holding({"api:access", "forms:read", "forms:write"})));
  EXPECT_TRUE(need.IsMetBy(Holding({"*"})));
  EXPECT_FALSE(need.IsMetBy(Holding({"api:access"})));
  EXPECT_FALSE(need.IsMetBy(Holding({})));
}

TEST(Need, LiveAsksForNoPermissionAndIsNotOpen) {
  EXPECT_TRUE(Need::Live().IsMetBy(Holding({})));
  EXPECT_FALSE(Need::Live().open());
  EXPECT_TRUE(Need::Open().open());
}

TEST(CredentialKinds, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const auto kind : {CredentialKind::kJwt, CredentialKind::kReference, CredentialKind::kApiKey,
                          CredentialKind::kBasic, CredentialKind::kIntegrator}) {
    names.insert(base::Word(kind));
  }
  EXPECT_EQ(names.size(), 5u);
  EXPECT_EQ(base::Word(CredentialKind::kReference), "reference_token");
}

TEST(SubjectKinds, ReadBackWhatTheyWrite) {
  for (const auto kind :
       {SubjectKind::kUser, SubjectKind::kApplication, SubjectKind::kEnvironment}) {
    EXPECT_EQ(base::ParseWord<SubjectKind>(base::Word(kind)), kind);
  }
  EXPECT_EQ(base::ParseWord<SubjectKind>("system"), std::nullopt);
}

TEST(ClientIdOf, IsTheUlidOfTheEnvironmentUnderAnotherPrefix) {
  EXPECT_EQ(ClientIdOf({"env_01EHZNVPK3SFK441A1RGBFSHRT"}), "client_01EHZNVPK3SFK441A1RGBFSHRT");
}

}  // namespace
}  // namespace bearward::model
