// Limits of role assignments, and storage failures. The API is tested in src/app.
#include "access/role_assignments.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "access/access_checks.h"
#include "access/authorization_resources.h"
#include "access/group_role_assignments.h"
#include "access/groups.h"
#include "store/authorization.h"
#include "store/memberships.h"
#include "store/roles.h"
#include "store/users.h"
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
  std::string NewGroup() {
    model::Group group;
    group.organization = cast_.acme;
    group.name = "Crew";
    return Must(groups_.Create(key_, group)).id;
  }
  base::Result<model::AnyRow> AssignToGroup(const std::string& group, const std::string& project) {
    model::GroupRoleAssignment row;
    row.group = group;
    row.role = "editor";
    row.target = {.id = project};
    return of_groups_.Assign(key_, row);
  }
  // NewMembers returns the ids of memberships of new users in acme.
  std::vector<std::string> NewMembers(int count) {
    std::vector<std::string> ids;
    Must(store_.Write([&](store::WriteTx& tx) -> base::Status {
      for (int i = 0; i < count; ++i) {
        const model::User user = testing::SampleUser(cast_.production.text, 1'000 + i);
        BW_TRY(store::InsertUser(tx, user));
        model::Membership member;
        member.id = {"om_" + user.id.text};
        member.environment = cast_.production;
        member.organization = cast_.acme;
        member.user = user.id;
        member.status = model::MembershipStatus::kActive;
        member.roles = {"member"};
        BW_TRY(store::PutMembership(tx, member));
        ids.push_back(member.id.text);
      }
      return {};
    }));
    return ids;
  }
  // AddTasks adds the resources authz_resource_task_<from> to <to - 1> below a parent.
  void AddTasks(const std::string& parent, int from, int to) {
    Must(store_.Write([&](store::WriteTx& tx) -> base::Status {
      for (int i = from; i < to; ++i) {
        model::AuthorizationResource task;
        task.id = "authz_resource_task_" + std::to_string(i);
        task.environment = cast_.production;
        task.organization = cast_.acme;
        task.type = "project";
        task.name = "Task";
        task.external_id = task.id;
        task.parent = parent;
        BW_TRY(store::AuthorizationResources().Insert(tx, task));
      }
      return {};
    }));
  }
  int CountTasks(const std::string& parent) {
    model::AuthorizationResource row;
    row.id = parent;
    row.environment = cast_.production;
    return static_cast<int>(Must(store_.Read([&](store::ReadTx& tx) {
                              return store::ListChildren(tx, row, 10'000);
                            })).size());
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

// Regression: an assignment that another request made after the check was kExists.
TEST_F(RoleAssignmentsTest, EqualAssignmentsAtTheSameTimeAreOne) {
  int n = 1;
  for (;; ++n) {
    model::RoleAssignment row;
    row.membership = bob_;
    row.role = "editor";
    row.target = {.id = Project(n)};
    std::string first;
    const testing::HookClock clock(
        cast_.world.clock, [&] { first = Must(assignments_.Assign(key_, row)).id; }, n);
    const RoleAssignments assignments({store_, clock, cast_.world.entropy}, memberships_);
    const auto second = assignments.Assign(key_, row);
    ASSERT_EQ(ReasonOf(second), "none");
    if (!clock.fired()) break;
    EXPECT_EQ(second->id, first);
  }
  EXPECT_GT(n, 1);
}

TEST_F(RoleAssignmentsTest, AGroupHasALimitedNumberOfAssignments) {
  const std::string group = NewGroup();
  for (int i = 0; i < GroupRoleAssignments::kMostAssignments; ++i) {
    ASSERT_TRUE(AssignToGroup(group, Project(i)));
  }
  EXPECT_EQ(ReasonOf(AssignToGroup(group, Project(1'000))), "role_assignment_limit_exceeded");
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

TEST_F(RoleAssignmentsTest, MembersTimesAssignmentsOfAGroupAreLimited) {
  const int members = 200;
  const int assignments = 50;
  static_assert(members * assignments == GroupRoleAssignments::kMostRows);
  static_assert(assignments < GroupRoleAssignments::kMostAssignments);
  const std::string group = NewGroup();
  for (const std::string& member : NewMembers(members)) {
    Must(groups_.AddMember(key_, {group}, member));
  }
  for (int i = 0; i < assignments; ++i) ASSERT_TRUE(AssignToGroup(group, Project(i)));
  EXPECT_EQ(ReasonOf(AssignToGroup(group, Project(assignments))), "role_assignment_limit_exceeded");
  EXPECT_EQ(ReasonOf(groups_.AddMember(key_, {group}, bob_)), "group_membership_limit_exceeded");
}

TEST_F(RoleAssignmentsTest, ACascadeIsRefusedAboveTheLimitOfDescendants) {
  const std::string top = Project(0);
  const int limit = AuthorizationResources::kMostDescendants;
  AddTasks(top, 0, limit + 1);
  EXPECT_EQ(ReasonOf(resources_.Remove(key_, {top}, true)), "resource_has_dependents");
  EXPECT_EQ(CountTasks(top), limit + 1);
  Must(resources_.Delete(key_, {"authz_resource_task_0"}));
  Must(resources_.Remove(key_, {top}, true));
  EXPECT_EQ(CountTasks(top), 0);
}

TEST_F(RoleAssignmentsTest, AStorageFailureIsNeverAnAnswer) {
  const std::string project = Project(1);
  const model::ResourceReference reference{.id = project};
  const std::string edit = "project:edit";
  Must(Assign(project));
  const auto status = [](base::Status result) -> base::Result<bool> {
    if (!result) return base::Fail(std::move(result.error()));
    return true;
  };
  const std::pair<const char*, std::function<base::Result<bool>(store::PageQuery&)>> questions[] = {
      {"IsAllowed", [&](auto&) { return checks_.IsAllowed(key_, bob_, edit, reference); }},
      {"PermissionsOn",
       [&](auto& query) { return status(checks_.PermissionsOn(key_, bob_, reference, query)); }},
      {"ChildrenWith",
       [&](auto& query) {
         return status(checks_.ChildrenWith(key_, bob_, edit, reference, query));
       }},
      {"MembersWith", [&](auto& query) {
         return status(checks_.MembersWith(key_, {{}, reference}, edit, Reach::kIndirect, query));
       }}};
  for (const auto& [name, ask] : questions) {
    SCOPED_TRACE(name);
    store::PageQuery query;
    ASSERT_TRUE(Must(ask(query)));
    int failures = 0;
    for (int call = 1;; ++call) {
      faulty_.plan->FailCall(call);
      const auto answer = ask(query);
      if (!faulty_.plan->fired()) break;
      ASSERT_FALSE(answer) << call;
      EXPECT_EQ(answer.error().code, base::Code::kUnavailable);
      ++failures;
    }
    faulty_.plan->Heal();
    EXPECT_GE(failures, 4);
    EXPECT_LE(failures, 15);  // the number of reads of a check is bounded
  }
}

}  // namespace
}  // namespace bearward::access
