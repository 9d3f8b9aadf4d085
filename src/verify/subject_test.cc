#include "verify/subject.h"

#include <gtest/gtest.h>

#include "model/environment.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/users.h"
#include "testing/rack.h"

namespace bearward::verify {
namespace {

using testing::Must;
using testing::Rack;
using testing::World;

class SubjectTest : public ::testing::Test {
 protected:
  template <class F>
  auto Read(F f) {
    return world_.store->Read(f);
  }
  base::Result<token::Subject> LoadAnn(const model::OrganizationId& organization) {
    return Read([&](store::ReadTx& tx) {
      return LoadUserSubject(tx, rack_.environment, rack_.ann, organization);
    });
  }
  base::Result<model::OrganizationId> Choose(const model::UserId& id,
                                             std::optional<std::int64_t> number) {
    return Read([&](store::ReadTx& tx) -> base::Result<model::OrganizationId> {
      BW_TRY_ASSIGN(const auto user, store::FindUser(tx, rack_.environment, id));
      return ChooseOrganization(tx, *user, number);
    });
  }

  World world_;
  const Rack rack_{world_};
};

TEST_F(SubjectTest, UserIsDescribedWithOrganizationAndRoles) {
  const token::Subject ann = Must(LoadAnn(rack_.acme));
  EXPECT_EQ(ann.principal.environment, rack_.environment);
  EXPECT_EQ(ann.principal.environment_name, "production");
  EXPECT_EQ(ann.principal.organization, rack_.acme);
  EXPECT_EQ(ann.principal.organization_number, 28);
  EXPECT_EQ(ann.principal.organization_name, "Acme");
  EXPECT_EQ(ann.principal.subject_kind, model::SubjectKind::kUser);
  EXPECT_EQ(ann.principal.subject_id, rack_.ann.text);
  EXPECT_EQ(ann.principal.subject_number, 1);
  EXPECT_EQ(ann.principal.roles, std::vector<std::string>{"planner"});
  EXPECT_EQ(ann.principal.permissions, std::vector<std::string>{"forms:read"});
  EXPECT_EQ(ann.role_names, std::vector<std::string>{"Role planner"});
  EXPECT_EQ(ann.client_id, model::ClientIdOf(rack_.environment));
}

TEST_F(SubjectTest, RolesAreSortedAndTheirPermissionsMerged) {
  world_.AddRole(rack_.environment, "zoo", {"a:read", "forms:read"});
  world_.AddRole(rack_.environment, "ape", {"z:read"});
  const auto bob =
      world_.AddUser(rack_.environment, {rack_.acme, "bob", {"zoo", "planner", "gone", "ape"}});
  const token::Subject subject = Must(Read(
      [&](store::ReadTx& tx) { return LoadUserSubject(tx, rack_.environment, bob, rack_.acme); }));
  EXPECT_EQ(subject.principal.roles, (std::vector<std::string>{"ape", "planner", "zoo"}));
  EXPECT_EQ(subject.role_names, (std::vector<std::string>{"Role ape", "Role planner", "Role zoo"}));
  EXPECT_EQ(subject.principal.permissions,
            (std::vector<std::string>{"a:read", "forms:read", "z:read"}));
}

TEST_F(SubjectTest, WhoIsNotThereIsRefused) {
  const auto unknown_user = Read([&](store::ReadTx& tx) {
    return LoadUserSubject(tx, rack_.environment, {"user_none"}, rack_.acme);
  });
  EXPECT_EQ(unknown_user.error().reason, "user_unknown");
  const auto unknown_application = Read([&](store::ReadTx& tx) {
    return LoadApplicationSubject(tx, rack_.environment, {"app_none"});
  });
  EXPECT_EQ(unknown_application.error().reason, "application_unknown");
  const auto unknown_environment =
      Read([&](store::ReadTx& tx) { return LoadEnvironmentSubject(tx, {"env_none"}); });
  EXPECT_EQ(unknown_environment.error().reason, "environment_disabled");
  EXPECT_EQ(LoadAnn({"org_none"}).error().reason, "organization_disabled");
  const auto globex = world_.AddOrganization(rack_.environment, "Globex", 29);
  EXPECT_EQ(LoadAnn(globex).error().reason, "membership_missing");
  EXPECT_EQ(LoadAnn(globex).error().code, base::Code::kUnauthenticated);
}

TEST_F(SubjectTest, NobodyIsFoundInAnotherEnvironment) {
  const Rack other(world_, "sandbox");
  const auto stranger = Read([&](store::ReadTx& tx) {
    return LoadUserSubject(tx, other.environment, rack_.ann, other.acme);
  });
  EXPECT_EQ(stranger.error().reason, "user_unknown");
  const auto machine = Read([&](store::ReadTx& tx) {
    return LoadApplicationSubject(tx, other.environment, rack_.exporter);
  });
  EXPECT_EQ(machine.error().reason, "application_unknown");
}

TEST_F(SubjectTest, ApplicationIsNamedByItsClientId) {
  const token::Subject subject = Must(Read([&](store::ReadTx& tx) {
    return LoadApplicationSubject(tx, rack_.environment, rack_.exporter);
  }));
  EXPECT_EQ(subject.client_id, "exporter");
  EXPECT_EQ(subject.principal.subject_kind, model::SubjectKind::kApplication);
  EXPECT_EQ(subject.principal.organization, rack_.acme);
  EXPECT_EQ(subject.principal.access_profile, "ObjectRead");
}

TEST_F(SubjectTest, EnvironmentMayDoEverythingAndBelongsNowhere) {
  const token::Subject subject =
      Must(Read([&](store::ReadTx& tx) { return LoadEnvironmentSubject(tx, rack_.environment); }));
  EXPECT_EQ(subject.principal.subject_kind, model::SubjectKind::kEnvironment);
  EXPECT_EQ(subject.principal.subject_id, rack_.environment.text);
  EXPECT_TRUE(subject.principal.organization->empty());
  EXPECT_EQ(subject.principal.permissions, std::vector<std::string>{"*"});
}

TEST_F(SubjectTest, HomeIsTheFirstMembership) {
  const auto globex = world_.AddOrganization(rack_.environment, "Globex", 29);
  world_.AddMembership(rack_.environment, rack_.ann, globex, {});
  EXPECT_EQ(Must(Choose(rack_.ann, std::nullopt)), rack_.acme);
  EXPECT_EQ(Must(Choose(rack_.ann, 28)), rack_.acme);
  EXPECT_EQ(Must(Choose(rack_.ann, 29)), globex);
}

TEST_F(SubjectTest, ForeignAndMissingAccountsAnswerAlike) {
  world_.AddOrganization(rack_.environment, "Globex", 29);
  const auto foreign = Choose(rack_.ann, 29);
  const auto missing = Choose(rack_.ann, 30);
  EXPECT_EQ(foreign.error().code, base::Code::kDenied);
  EXPECT_EQ(foreign.error().reason, "wrong_account");
  EXPECT_EQ(foreign.error().reason, missing.error().reason);
  EXPECT_EQ(foreign.error().public_text, missing.error().public_text);
}

TEST_F(SubjectTest, UserWithoutMembershipHasNoHome) {
  Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto membership,
                  store::FindMembership(tx, rack_.environment, rack_.ann, rack_.acme));
    return store::DeleteMembership(tx, *membership);
  }));
  EXPECT_EQ(Choose(rack_.ann, std::nullopt).error().reason, "membership_missing");
}

TEST_F(SubjectTest, SessionIsForWhomItSays) {
  model::Session session;
  session.environment = rack_.environment;
  session.organization = rack_.acme;
  const auto load = [&](model::SubjectKind kind, std::string id) {
    session.subject_kind = kind;
    session.subject_id = std::move(id);
    return Read([&](store::ReadTx& tx) { return LoadSessionSubject(tx, session); });
  };
  EXPECT_EQ(Must(load(model::SubjectKind::kUser, rack_.ann.text)).principal.subject_id,
            rack_.ann.text);
  EXPECT_EQ(Must(load(model::SubjectKind::kApplication, rack_.exporter.text)).client_id,
            "exporter");
  EXPECT_TRUE(load(model::SubjectKind::kEnvironment, rack_.environment.text));
  // An id of another kind is not found.
  EXPECT_FALSE(load(model::SubjectKind::kApplication, rack_.ann.text));
  EXPECT_FALSE(load(model::SubjectKind::kUser, rack_.exporter.text));
}

}  // namespace
}  // namespace bearward::verify
