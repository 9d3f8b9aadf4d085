#include "verify/subject.h"

#include <gtest/gtest.h>

#include "model/environment.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/users.h"
#include "testing/credential_set.h"

namespace bearward::verify {
namespace {

using testing::CredentialSet;
using testing::Must;
using testing::TestServer;

class SubjectTest : public ::testing::Test {
 protected:
  template <class F>
  auto Read(F f) {
    return world_.store->Read(f);
  }
  base::Result<token::Subject> LoadAnn(const model::OrganizationId& organization) {
    return Read([&](store::ReadTx& tx) {
      return LoadUserSubject(tx, credentials_.environment, credentials_.ann, organization);
    });
  }
  base::Result<model::OrganizationId> Choose(const model::UserId& id,
                                             std::optional<std::int64_t> number) {
    return Read([&](store::ReadTx& tx) -> base::Result<model::OrganizationId> {
      BW_TRY_ASSIGN(const auto user, store::FindUser(tx, credentials_.environment, id));
      return ChooseOrganization(tx, *user, number);
    });
  }

  TestServer world_;
  const CredentialSet credentials_{world_};
};

TEST_F(SubjectTest, UserIsDescribedWithOrganizationAndRoles) {
  const token::Subject ann = Must(LoadAnn(credentials_.acme));
  EXPECT_EQ(ann.principal.environment, credentials_.environment);
  EXPECT_EQ(ann.principal.environment_name, "production");
  EXPECT_EQ(ann.principal.organization, credentials_.acme);
  EXPECT_EQ(ann.principal.organization_number, 28);
  EXPECT_EQ(ann.principal.organization_name, "Acme");
  EXPECT_EQ(ann.principal.subject_kind, model::SubjectKind::kUser);
  EXPECT_EQ(ann.principal.subject_id, credentials_.ann.text);
  EXPECT_EQ(ann.principal.subject_number, 1);
  EXPECT_EQ(ann.principal.roles, std::vector<std::string>{"planner"});
  EXPECT_EQ(ann.principal.permissions, std::vector<std::string>{"forms:read"});
  EXPECT_EQ(ann.role_names, std::vector<std::string>{"Role planner"});
  EXPECT_EQ(ann.client_id, model::ClientIdOf(credentials_.environment));
}

TEST_F(SubjectTest, RolesAreSortedAndTheirPermissionsMerged) {
  world_.AddRole(credentials_.environment, "zoo", {"a:read", "forms:read"});
  world_.AddRole(credentials_.environment, "ape", {"z:read"});
  const auto bob = world_.AddUser(credentials_.environment,
                                  {credentials_.acme, "bob", {"zoo", "planner", "gone", "ape"}});
  const token::Subject subject = Must(Read([&](store::ReadTx& tx) {
    return LoadUserSubject(tx, credentials_.environment, bob, credentials_.acme);
  }));
  EXPECT_EQ(subject.principal.roles, (std::vector<std::string>{"ape", "planner", "zoo"}));
  EXPECT_EQ(subject.role_names, (std::vector<std::string>{"Role ape", "Role planner", "Role zoo"}));
  EXPECT_EQ(subject.principal.permissions,
            (std::vector<std::string>{"a:read", "forms:read", "z:read"}));
}

TEST_F(SubjectTest, WhoIsNotThereIsRefused) {
  const auto unknown_user = Read([&](store::ReadTx& tx) {
    return LoadUserSubject(tx, credentials_.environment, {"user_none"}, credentials_.acme);
  });
  EXPECT_EQ(unknown_user.error().reason, "user_unknown");
  const auto unknown_application = Read([&](store::ReadTx& tx) {
    return LoadApplicationSubject(tx, credentials_.environment, {"app_none"});
  });
  EXPECT_EQ(unknown_application.error().reason, "application_unknown");
  const auto unknown_environment =
      Read([&](store::ReadTx& tx) { return LoadEnvironmentSubject(tx, {"env_none"}); });
  EXPECT_EQ(unknown_environment.error().reason, "environment_disabled");
  EXPECT_EQ(LoadAnn({"org_none"}).error().reason, "organization_disabled");
  const auto globex = world_.AddOrganization(credentials_.environment, "Globex", 29);
  EXPECT_EQ(LoadAnn(globex).error().reason, "membership_missing");
  EXPECT_EQ(LoadAnn(globex).error().code, base::Code::kUnauthenticated);
}

TEST_F(SubjectTest, NoSubjectIsFoundInAnotherEnvironment) {
  const CredentialSet other(world_, "sandbox");
  const auto stranger = Read([&](store::ReadTx& tx) {
    return LoadUserSubject(tx, other.environment, credentials_.ann, other.acme);
  });
  EXPECT_EQ(stranger.error().reason, "user_unknown");
  const auto machine = Read([&](store::ReadTx& tx) {
    return LoadApplicationSubject(tx, other.environment, credentials_.exporter);
  });
  EXPECT_EQ(machine.error().reason, "application_unknown");
}

TEST_F(SubjectTest, ApplicationIsNamedByItsClientId) {
  const token::Subject subject = Must(Read([&](store::ReadTx& tx) {
    return LoadApplicationSubject(tx, credentials_.environment, credentials_.exporter);
  }));
  EXPECT_EQ(subject.client_id, "exporter");
  EXPECT_EQ(subject.principal.subject_kind, model::SubjectKind::kApplication);
  EXPECT_EQ(subject.principal.organization, credentials_.acme);
  EXPECT_EQ(subject.principal.access_profile, "ObjectRead");
}

TEST_F(SubjectTest, EnvironmentMayDoEverythingAndBelongsNowhere) {
  const token::Subject subject = Must(Read(
      [&](store::ReadTx& tx) { return LoadEnvironmentSubject(tx, credentials_.environment); }));
  EXPECT_EQ(subject.principal.subject_kind, model::SubjectKind::kEnvironment);
  EXPECT_EQ(subject.principal.subject_id, credentials_.environment.text);
  EXPECT_TRUE(subject.principal.organization->empty());
  EXPECT_EQ(subject.principal.permissions, std::vector<std::string>{"*"});
}

TEST_F(SubjectTest, HomeIsTheFirstMembership) {
  const auto globex = world_.AddOrganization(credentials_.environment, "Globex", 29);
  world_.AddMembership(credentials_.environment, credentials_.ann, globex, {});
  EXPECT_EQ(Must(Choose(credentials_.ann, std::nullopt)), credentials_.acme);
  EXPECT_EQ(Must(Choose(credentials_.ann, 28)), credentials_.acme);
  EXPECT_EQ(Must(Choose(credentials_.ann, 29)), globex);
}

TEST_F(SubjectTest, ForeignAndMissingAccountsAnswerAlike) {
  world_.AddOrganization(credentials_.environment, "Globex", 29);
  const auto foreign = Choose(credentials_.ann, 29);
  const auto missing = Choose(credentials_.ann, 30);
  EXPECT_EQ(foreign.error().code, base::Code::kDenied);
  EXPECT_EQ(foreign.error().reason, "wrong_account");
  EXPECT_EQ(foreign.error().reason, missing.error().reason);
  EXPECT_EQ(foreign.error().public_text, missing.error().public_text);
}

TEST_F(SubjectTest, UserWithoutMembershipHasNoHome) {
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(
        const auto membership,
        store::FindMembership(tx, credentials_.environment, credentials_.ann, credentials_.acme));
    return store::DeleteMembership(tx, *membership);
  }));
  EXPECT_EQ(Choose(credentials_.ann, std::nullopt).error().reason, "membership_missing");
}

TEST_F(SubjectTest, ASessionLoadsTheSubjectOfItsKindAndId) {
  model::Session session;
  session.environment = credentials_.environment;
  session.organization = credentials_.acme;
  const auto load = [&](model::SubjectKind kind, std::string id) {
    session.subject_kind = kind;
    session.subject_id = std::move(id);
    return Read([&](store::ReadTx& tx) { return LoadSessionSubject(tx, session); });
  };
  EXPECT_EQ(Must(load(model::SubjectKind::kUser, credentials_.ann.text)).principal.subject_id,
            credentials_.ann.text);
  EXPECT_EQ(Must(load(model::SubjectKind::kApplication, credentials_.exporter.text)).client_id,
            "exporter");
  EXPECT_TRUE(load(model::SubjectKind::kEnvironment, credentials_.environment.text));
  // An id of another kind is not found.
  EXPECT_FALSE(load(model::SubjectKind::kApplication, credentials_.ann.text));
  EXPECT_FALSE(load(model::SubjectKind::kUser, credentials_.exporter.text));
}

}  // namespace
}  // namespace bearward::verify
