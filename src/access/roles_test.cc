// The rules of permissions and roles. The common behavior of described resources is tested in
// resource/verbs_test.cc.
#include "access/roles.h"

#include <gtest/gtest.h>

#include "access/permissions.h"
#include "store/memberships.h"
#include "store/roles.h"
#include "testing/cast.h"
#include "testing/sample_rows.h"

namespace bearward::access {
namespace {

using model::Role;
using testing::Must;

class RolesTest : public ::testing::Test {
 protected:
  static Role Named(const std::string& slug) {
    Role role;
    role.slug = slug;
    role.name = "A role";
    return role;
  }
  static Role OfAcme(const testing::Cast& cast, const std::string& slug) {
    Role role = Named(slug);
    role.organization = cast.acme;
    return role;
  }
  void AddPermission(const std::string& slug) {
    model::Permission permission;
    permission.slug = slug;
    permission.name = slug;
    Must(permissions_.Create(key_, permission));
  }
  resource::Address InAcme(const std::string& slug) {
    return {slug, {{organization_roles_.record().Find("organization_id"), {cast_.acme.text}}}};
  }
  // SetRoles replaces the roles of the first membership of a user.
  void SetRoles(const model::UserId& user, std::vector<std::string> slugs) {
    Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto all, store::ListMemberships(tx, cast_.production, user));
      all.front().roles = std::move(slugs);
      return store::PutMembership(tx, all.front());
    }));
  }
  template <class T>
  static std::string ReasonOf(const base::Result<T>& result) {
    return result ? "none" : result.error().reason;
  }
  static Slugs SlugsOf(const std::vector<model::AnyRow>& rows) {
    Slugs slugs;
    for (const auto& row : rows) slugs.push_back(static_cast<const Role*>(row.get())->slug);
    return slugs;
  }
  Slugs HeldBy(const model::UserId& user) { return cast_.As(user)->permissions.texts(); }

  testing::Cast cast_;
  resource::Parts parts_{*cast_.world.store, cast_.world.clock, cast_.world.entropy};
  Permissions permissions_{parts_};
  Roles roles_{parts_};
  OrganizationRoles organization_roles_{parts_, roles_};
  model::Caller key_ = cast_.As(cast_.production);
};

TEST_F(RolesTest, PermissionsAreSetAddedAndRemoved) {
  for (const char* slug : {"a:read", "b:read", "c:read"}) AddPermission(slug);
  Must(roles_.Create(key_, Named("editor")));
  EXPECT_EQ(Must(roles_.SetPermissions(key_, "editor", {"a:read", "b:read", "a:read"})).permissions,
            (Slugs{"a:read", "b:read"}));
  EXPECT_EQ(Must(roles_.AddPermission(key_, "editor", "c:read")).permissions,
            (Slugs{"a:read", "b:read", "c:read"}));
  EXPECT_EQ(Must(roles_.RemovePermission(key_, "editor", "b:read")).permissions,
            (Slugs{"a:read", "c:read"}));
}

TEST_F(RolesTest, AChangeWithoutEffectWritesNothing) {
  AddPermission("a:read");
  Must(roles_.Create(key_, Named("editor")));
  Must(roles_.AddPermission(key_, "editor", "a:read"));
  const std::int64_t start = cast_.LastEvent();
  Must(roles_.AddPermission(key_, "editor", "a:read"));
  Must(roles_.SetPermissions(key_, "editor", {"a:read"}));
  Must(roles_.RemovePermission(key_, "editor", "b:read"));
  EXPECT_EQ(cast_.LastEvent(), start);
}

TEST_F(RolesTest, AnUnknownPermissionChangesNothing) {
  AddPermission("a:read");
  Must(roles_.Create(key_, Named("editor")));
  const auto refused = roles_.SetPermissions(key_, "editor", {"a:read", "no:such"});
  EXPECT_EQ(ReasonOf(refused), "permission_not_found");
  EXPECT_EQ(refused.error().fields, Slugs{"no:such"});
  EXPECT_TRUE(Must(roles_.Get(key_, "editor")).permissions.empty());
  // A permission of another environment is unknown too.
  Must(permissions_.Create(cast_.As(cast_.sandbox), [] {
    model::Permission permission;
    permission.slug = permission.name = "x:read";
    return permission;
  }()));
  EXPECT_EQ(ReasonOf(roles_.AddPermission(key_, "editor", "x:read")), "permission_not_found");
}

TEST_F(RolesTest, ADeletedPermissionIsRemovedFromAllRoles) {
  for (const char* slug : {"a:read", "a:reader"}) AddPermission(slug);
  Must(roles_.Create(key_, Named("editor")));
  Must(roles_.SetPermissions(key_, "editor", {"a:read", "a:reader"}));
  Must(organization_roles_.Create(key_, OfAcme(cast_, "org-lead")));
  Must(organization_roles_.SetPermissions(key_, InAcme("org-lead"), {"a:reader", "a:read"}));
  Must(permissions_.Delete(key_, "a:read"));
  EXPECT_EQ(Must(roles_.Get(key_, "editor")).permissions, Slugs{"a:reader"});
  EXPECT_EQ(Must(organization_roles_.Get(key_, InAcme("org-lead"))).permissions, Slugs{"a:reader"});
}

TEST_F(RolesTest, ASystemPermissionCannotBeChangedOrDeleted) {
  model::Permission system;
  system.id = "perm_1";
  system.environment = cast_.production;
  system.slug = system.name = "users:manage";
  system.system = true;
  Must(cast_.world.store->Write(
      [&](store::WriteTx& tx) { return store::Permissions().Insert(tx, system); }));
  EXPECT_EQ(ReasonOf(permissions_.Delete(key_, "users:manage")), "system_permission");
  EXPECT_EQ(ReasonOf(permissions_.Update(key_, "users:manage",
                                         [](model::Permission& row) -> base::Status {
                                           row.name = "Mine";
                                           return {};
                                         })),
            "system_permission");
  // The positive control: a permission that is not a system permission can be deleted.
  AddPermission("a:read");
  Must(permissions_.Delete(key_, "a:read"));
}

TEST_F(RolesTest, ARoleOfTheEnvironmentIsDeletedOnceNothingNamesIt) {
  Must(roles_.Create(key_, Named("editor")));
  Must(roles_.Create(key_, Named("edit")));
  const model::UserId user =
      cast_.world.AddUser(cast_.production, {cast_.acme, "erin", {"editor"}});
  EXPECT_EQ(ReasonOf(roles_.Delete(key_, "editor")), "role_has_assignments");
  EXPECT_EQ(ReasonOf(roles_.Delete(cast_.As(cast_.admin), "edit")), "not_the_environment");
  EXPECT_EQ(ReasonOf(roles_.Delete(cast_.As(cast_.sandbox), "edit")), "role_not_found");
  // The name of one role begins that of the other.
  Must(roles_.Delete(key_, "edit"));
  SetRoles(user, {});
  Must(roles_.Delete(key_, "editor"));
  EXPECT_EQ(ReasonOf(roles_.Get(key_, "editor")), "role_not_found");
}

TEST_F(RolesTest, TheDefaultRoleIsNotDeleted) {
  const std::string slug(model::kDefaultRole);
  if (ReasonOf(roles_.Get(key_, slug)) != "none") Must(roles_.Create(key_, Named(slug)));
  EXPECT_EQ(ReasonOf(roles_.Delete(key_, slug)), "role_is_default");
}

TEST_F(RolesTest, OnlyTheSlugsOfOrganizationRolesHaveThePrefix) {
  EXPECT_EQ(ReasonOf(roles_.Create(key_, Named("org-mine"))), "invalid_value");
  EXPECT_EQ(ReasonOf(organization_roles_.Create(key_, OfAcme(cast_, "mine"))), "invalid_value");
  EXPECT_EQ(ReasonOf(roles_.Create(key_, Named("Mine"))), "invalid_value");
  Must(organization_roles_.Create(key_, OfAcme(cast_, "org-mine")));
  EXPECT_EQ(ReasonOf(organization_roles_.Create(key_, OfAcme(cast_, "org-mine"))),
            "organization_role_exists");
}

TEST_F(RolesTest, ARoleOfAnOrganizationWithoutASlugGetsOneFromItsName) {
  Role role = OfAcme(cast_, "");
  role.name = "Billing & Invoices";
  const Role first = Must(organization_roles_.Create(key_, role));
  const Role second = Must(organization_roles_.Create(key_, role));
  EXPECT_TRUE(first.slug.starts_with("org-billing-invoices-")) << first.slug;
  EXPECT_NE(first.slug, second.slug);
  role.name = std::string(48, 'n');
  EXPECT_EQ(Must(organization_roles_.Create(key_, role)).slug.size(), 48U);
}

TEST_F(RolesTest, NewRolesComeAfterTheOthersAndBeforeTheDefault) {
  Role member = testing::SampleRole(cast_.production.text, "member", {});
  member.priority = model::kDefaultPriority;
  Must(cast_.world.store->Write(
      [&](store::WriteTx& tx) { return store::Roles().Insert(tx, member); }));
  Must(roles_.Create(key_, Named("first")));
  Must(roles_.Create(key_, Named("second")));
  const Slugs slugs = SlugsOf(Must(roles_.ListByPriority(key_, {})));
  ASSERT_GE(slugs.size(), 3U);
  EXPECT_EQ(Slugs(slugs.end() - 3, slugs.end()), (Slugs{"first", "second", "member"}));
}

TEST_F(RolesTest, RolesAreFoundByTheBeginningOfTheNameOrTheSlugByPriority) {
  Role planner = Named("zebra-planner");
  planner.name = "Night planner";
  Must(roles_.Create(key_, planner));
  Must(roles_.Create(key_, Named("night-guard")));
  Role lead = OfAcme(cast_, "org-zebra");
  lead.name = "NIGHT lead";
  Must(organization_roles_.Create(key_, lead));
  EXPECT_EQ(SlugsOf(Must(roles_.ListByPriority(key_, {}, "NIGHT"))),
            (Slugs{"zebra-planner", "night-guard"}));
  EXPECT_EQ(SlugsOf(Must(roles_.ListByPriority(key_, {}, "zebra-"))), Slugs{"zebra-planner"});
  EXPECT_EQ(SlugsOf(Must(roles_.ListByPriority(key_, {}, "guard"))), Slugs{}) << "only beginnings";
  const auto usable = [this](std::string_view search) {
    return SlugsOf(Must(organization_roles_.ListUsable(key_, InAcme("").within, search)));
  };
  EXPECT_EQ(usable("night l"), Slugs{"org-zebra"});
  EXPECT_EQ(usable("org-z"), Slugs{"org-zebra"});
  EXPECT_EQ(usable("night-"), Slugs{"night-guard"});
  EXPECT_EQ(usable("%"), Slugs{});
}

TEST_F(RolesTest, AnOrganizationUsesItsOwnRolesAndThoseOfTheEnvironment) {
  Must(roles_.Create(key_, Named("editor")));
  Must(organization_roles_.Create(key_, OfAcme(cast_, "org-lead")));
  EXPECT_EQ(Must(organization_roles_.GetUsable(key_, InAcme("org-lead"))).organization, cast_.acme);
  EXPECT_EQ(Must(organization_roles_.GetUsable(key_, InAcme("editor"))).organization.text, "");
  EXPECT_EQ(ReasonOf(organization_roles_.GetUsable(key_, InAcme("none"))),
            "organization_role_not_found");
  const resource::Address elsewhere(
      "org-lead", {{organization_roles_.record().Find("organization_id"), {cast_.globex.text}}});
  EXPECT_EQ(ReasonOf(organization_roles_.GetUsable(key_, elsewhere)),
            "organization_role_not_found");
  EXPECT_EQ(ReasonOf(organization_roles_.Update(key_, InAcme("editor"),
                                                [](Role&) -> base::Status { return {}; })),
            "organization_role_not_found");
}

// Regression: the same member got every usable role in the list, but was refused the roles of the
// environment by their slugs.
TEST_F(RolesTest, AMemberWhoMayReadRolesReadsThoseOfTheEnvironmentInEveryWay) {
  const auto editor = Must(roles_.Create(key_, Named("editor")));
  cast_.world.AddRole(cast_.production, "reader", {"organizations:read"});
  const model::Caller lea =
      cast_.As(cast_.world.AddUser(cast_.production, {cast_.acme, "lea", {"reader"}}));
  EXPECT_EQ(Must(organization_roles_.GetUsable(lea, InAcme("editor"))).id, editor.id);
  EXPECT_EQ(Must(organization_roles_.GetUsableById(lea, editor.id)).id, editor.id);
  EXPECT_EQ(ReasonOf(organization_roles_.GetUsable(lea, InAcme("none"))),
            "organization_role_not_found");
  const resource::Address elsewhere(
      "editor", {{organization_roles_.record().Find("organization_id"), {cast_.globex.text}}});
  EXPECT_EQ(ReasonOf(organization_roles_.GetUsable(lea, elsewhere)), "organization_not_found");
  EXPECT_EQ(ReasonOf(organization_roles_.GetUsable(cast_.As(cast_.bob), InAcme("editor"))),
            "missing_permission");
}

// A provisioning file may add such a role of the environment after that of an organization. The
// role of the environment is the one of which members get the permissions. Regression: the API
// showed that of the organization.
TEST_F(RolesTest, ARoleOfTheEnvironmentHidesOneOfAnOrganizationWithTheSameSlug) {
  Must(organization_roles_.Create(key_, OfAcme(cast_, "org-lead")));
  cast_.world.AddRole(cast_.production, "org-lead", {"a:read"});
  EXPECT_EQ(Must(organization_roles_.GetUsable(key_, InAcme("org-lead"))).organization.text, "");
  std::vector<std::string> owners;
  for (const auto& row : Must(organization_roles_.ListUsable(key_, InAcme("").within))) {
    const auto& role = *static_cast<const Role*>(row.get());
    if (role.slug == "org-lead") owners.push_back(role.organization.text);
  }
  EXPECT_EQ(owners, std::vector<std::string>{""});
  Role hidden = OfAcme(cast_, "org-head");
  hidden.name = "Head of Acme";
  Must(organization_roles_.Create(key_, hidden));
  cast_.world.AddRole(cast_.production, "org-head", {});
  EXPECT_TRUE(Must(organization_roles_.ListUsable(key_, InAcme("").within, "head of")).empty())
      << "a search must not show what the list hides";
}

TEST_F(RolesTest, AMemberHasThePermissionsOfARoleOfItsOrganization) {
  AddPermission("a:read");
  Must(organization_roles_.Create(key_, OfAcme(cast_, "org-lead")));
  Must(organization_roles_.AddPermission(key_, InAcme("org-lead"), "a:read"));
  const auto lea = cast_.world.AddUser(cast_.production, {cast_.acme, "lea", {"org-lead"}});
  const auto gil = cast_.world.AddUser(cast_.production, {cast_.globex, "gil", {"org-lead"}});
  EXPECT_EQ(HeldBy(lea), Slugs{"a:read"});
  EXPECT_EQ(cast_.As(gil, cast_.globex)->permissions.texts(), Slugs{});
  EXPECT_EQ(ReasonOf(organization_roles_.Delete(key_, InAcme("org-lead"))), "role_has_assignments");
  Must(organization_roles_.RemovePermission(key_, InAcme("org-lead"), "a:read"));
  EXPECT_EQ(HeldBy(lea), Slugs{});
}

TEST_F(RolesTest, ARoleThatNoMemberOfItsOrganizationHasCanBeDeleted) {
  Must(organization_roles_.Create(key_, OfAcme(cast_, "org-lead")));
  cast_.world.AddUser(cast_.production, {cast_.globex, "gil", {"org-lead"}});
  cast_.world.AddUser(cast_.production, {cast_.acme, "lea", {"org-leader"}});
  Must(organization_roles_.Delete(key_, InAcme("org-lead")));
}

TEST_F(RolesTest, AnUnknownTypeOfResourceIsRefused) {
  Role role = Named("editor");
  role.resource_type = "document";
  EXPECT_EQ(ReasonOf(roles_.Create(key_, role)), "resource_type_not_found");
  model::Permission permission;
  permission.slug = permission.name = "a:read";
  permission.resource_type = "document";
  EXPECT_EQ(ReasonOf(permissions_.Create(key_, permission)), "resource_type_not_found");
}

}  // namespace
}  // namespace bearward::access
