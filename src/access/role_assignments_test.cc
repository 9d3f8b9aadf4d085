// The numbers of role assignments, and storage failures; the contract is tested in app.
#include "access/role_assignments.h"

#include <gtest/gtest.h>

#include "access/access_checks.h"
#include "access/authorization_resources.h"
#include "access/group_role_assignments.h"
#include "access/groups.h"
#include "store/authorization.h"
#include "store/memberships.h"
#include "store/roles.h"
#include "testing/cast.h"
#include "testing/sample_rows.h"

namespace bearward::access {
namespace {

using testing::Must;

class RoleAssignmentsTest : public ::testing::Test {
 protected:
  RoleAssignmentsTest() {
    Must(store_.Write([&](store::WriteTx& tx) -> base::Status {
      model::ResourceType type;
      type.id = "resource_type_1";
      type.environment = cast_.production;
      type.slug = "project";
      type.name = "Project";
      BW_TRY(store::ResourceTypes().Insert(tx, type));
      model::Role role = testing::SampleRole(cast_.production.text, "editor", {"project:edit"});
      role.resource_type = "project";
      BW_TRY(store::Roles().Insert(tx, role));
      model::Permission permission;
      permission.id = "perm_edit";
      permission.environment = cast_.production;
      permission.slug = "project:edit";
      permission.name = "Edit";
      permission.resource_type = "project";
      return store::Permissions().Insert(tx, permission);
    }));
  }
  std::string Project(int number) {
    model::AuthorizationResource resource;
    resource.organization = cast_.acme;
    resource.type = "project";
    resource.name = "Project";
    resource.external_id = std::to_string(number);
    return Must(resources_.Create(key_, resource)).id;
  }
  base::Result<model::RoleAssignment> Assign(const std::string& project) {
    model::RoleAssignment row;
    row.membership = bob_;
    row.role = "editor";
    row.target = {.id = project};
    return assignments_.Assign(key_, row);
  }
  std::string MembershipOf(const model::UserId& user) {
    return Must(store_.Read([&](store::ReadTx& tx) {
             return store::FindMembership(tx, cast_.production, user, cast_.acme);
           }))
        ->id.text;
  }
  template <class T>
  static std::string ReasonOf(const base::Result<T>& result) {
    return result ? "none" : result.error().reason;
  }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  store::Store& store_ = *cast_.world.store;
  resource::Parts parts_{store_, cast_.world.clock, cast_.world.entropy};
  AuthorizationResources resources_{model::kAuthorizationResource, parts_};
  resource::VerbsOf<model::Membership> memberships_{
      model::kMembership,
      {.read = {},
       .write = {},
       .events = {model::EventType::kOrganizationMembershipCreated,
                  model::EventType::kOrganizationMembershipUpdated,
                  model::EventType::kOrganizationMembershipDeleted}},
      parts_};
  RoleAssignments assignments_{parts_, memberships_};
  GroupRoleAssignments of_groups_{parts_};
  Groups groups_{parts_};
  AccessChecks checks_{parts_};
  model::Caller key_ = cast_.As(cast_.production);
  std::string bob_ = MembershipOf(cast_.bob);
};

TEST_F(RoleAssignmentsTest, AMembershipHasALimitedNumberOfAssignments) {
  const std::string last = Project(0);
  for (int i = 1; i <= RoleAssignments::kMostAssignments; ++i) {
    ASSERT_TRUE(Assign(Project(i)));
  }
  EXPECT_EQ(ReasonOf(Assign(last)), "role_assignment_limit_exceeded");
}

TEST_F(RoleAssignmentsTest, AGroupHasALimitedNumberOfAssignments) {
  model::Group group;
  group.organization = cast_.acme;
  group.name = "Crew";
  model::GroupRoleAssignment row;
  row.group = Must(groups_.Create(key_, group)).id;
  row.role = "editor";
  for (int i = 0; i < GroupRoleAssignments::kMostAssignments; ++i) {
    row.target = {.id = Project(i)};
    ASSERT_TRUE(of_groups_.Assign(key_, row));
  }
  row.target = {.id = Project(1'000)};
  EXPECT_EQ(ReasonOf(of_groups_.Assign(key_, row)), "role_assignment_limit_exceeded");
}

TEST_F(RoleAssignmentsTest, OnlyTheEnvironmentAssignsAndChecks) {
  const std::string project = Project(1);
  const model::Caller member = cast_.As(cast_.bob);
  model::RoleAssignment row;
  row.membership = bob_;
  row.role = "editor";
  row.target = {.id = project};
  EXPECT_EQ(ReasonOf(assignments_.Assign(member, row)), "not_the_environment");
  EXPECT_EQ(ReasonOf(checks_.IsAllowed(member, bob_, "project:edit", row.target)),
            "not_the_environment");
  EXPECT_TRUE(Assign(project));
  EXPECT_TRUE(Must(checks_.IsAllowed(key_, bob_, "project:edit", row.target)));
}

TEST_F(RoleAssignmentsTest, AFailureOfTheStorageIsNeverYes) {
  const std::string project = Project(1);
  Must(Assign(project));
  const auto check = [&] { return checks_.IsAllowed(key_, bob_, "project:edit", {.id = project}); };
  ASSERT_TRUE(Must(check()));
  int failures = 0;
  for (int call = 1;; ++call) {
    faulty_.plan->FailCall(call);
    const auto answer = check();
    if (!faulty_.plan->fired()) break;
    ASSERT_FALSE(answer) << call;
    EXPECT_EQ(answer.error().code, base::Code::kUnavailable);
    ++failures;
  }
  faulty_.plan->Heal();
  EXPECT_GE(failures, 5);
  EXPECT_LE(failures, 15);  // the reads of a check are bounded
}

}  // namespace
}  // namespace bearward::access
