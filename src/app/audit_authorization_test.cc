// The changes of WorkOS' resources and role assignments, for audit_test.cc.
#include "app/audit_fixture.h"
#include "store/environments.h"
#include "store/memberships.h"

namespace bearward::app {

using ::testing::HasSubstr;

void Audit::ChangePolicies() {
  Change({"v1.change_branding", Method::kPatch, "/v1/branding", R"({"name":"Audited"})", Key()},
         {"environment.updated", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(R"("name":{"after":"Audited"})"));
  Change({"v1.rotate_signing_keys", Method::kPost, "/v1/signing_keys/rotate",
          R"({"profile":"oauth.jwt"})", Key()},
         {"signing_key.created", "environment", "key_"});
  Change({"v1.create_policy", Method::kPost, "/v1/policies",
          R"({"name":"audit","permissions":["forms:read"]})", Key()},
         {"policy.created", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(R"("permissions":{"after":["forms:read"]})"));
  EXPECT_EQ(target_, "audit");
  Change({"v1.replace_policy", Method::kPut, "/v1/policies/audit",
          R"({"permissions":["forms:write"]})", Key()},
         {"policy.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"permissions":{"before":["forms:read"],)"
                   R"("after":["forms:write"]}}})");
  Change(
      {"v1.update_policy", Method::kPatch, "/v1/policies/audit", R"({"methods":["GET"]})", Key()},
      {"policy.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"methods":{"before":[],"after":["GET"]}}})");
  Change({"v1.delete_policy", Method::kDelete, "/v1/policies/audit", "", Key()},
         {"policy.deleted", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(R"("permissions":{"before":["forms:write"]})"));
}

void Audit::ChangeAuthorization() {
  const auto memberships = testing::Must(core_->store().Read([](store::ReadTx& tx) {
    const auto production = testing::Must(store::FindEnvironmentByName(tx, "production"));
    return store::ListMemberships(tx, production->id, {kAnn});
  }));
  Apply("[[resource_types]]\nslug = \"audited\"\n");
  EXPECT_EQ(Json(Method::kPost, "/authorization/roles",
                 R"({"slug":"audited","name":"Audited","resource_type_slug":"audited"})", Key())
                .status,
            201);
  const ClientAnswer group = Json(Method::kPost, std::string("/organizations/") + kAcme + "/groups",
                                  R"({"name":"Audited"})", Key());
  const std::string resource = ChangeResources();
  ChangeAssignments("role_assignment",
                    "/authorization/organization_memberships/" + memberships.front().id.text,
                    resource);
  const std::string of_group = "/authorization/groups/" + Text(group, "id");
  ChangeAssignments("group_role_assignment", of_group, resource);
  Change({"workos.replace_group_role_assignments", Method::kPut, of_group + "/role_assignments",
          R"({"role_assignments":[{"role_slug":"audited","resource_id":")" + resource + "\"}]}",
          Key()},
         {"group_role_assignment.created", "environment", "key_"});
}

// ChangeResources returns the id of the resource that stays.
std::string Audit::ChangeResources() {
  const std::string resources = "/authorization/resources";
  const std::string external =
      std::string("/authorization/organizations/") + kAcme + "/resources/audited/";
  const auto create = [&](const std::string& external_id) {
    return Text(Change({"workos.create_authorization_resource", Method::kPost, resources,
                        R"({"resource_type_slug":"audited","name":"Audit","organization_id":")" +
                            std::string(kAcme) + R"(","external_id":")" + external_id + "\"}",
                        Key()},
                       {"authorization_resource.created", "environment", "key_"}),
                "id");
  };
  const std::string first = resources + "/" + create("first");
  Change({"workos.update_authorization_resource", Method::kPatch, first, R"({"name":"Audited"})",
          Key()},
         {"authorization_resource.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"name":{"before":"Audit","after":"Audited"}}})");
  Change({"workos.delete_authorization_resource", Method::kDelete, first, "", Key()},
         {"authorization_resource.deleted", "environment", "key_"});
  create("second");
  Change({"workos.update_authorization_resource_by_external_id", Method::kPatch,
          external + "second", R"({"name":"Audited"})", Key()},
         {"authorization_resource.updated", "environment", "key_"});
  Change({"workos.delete_authorization_resource_by_external_id", Method::kDelete,
          external + "second", "", Key()},
         {"authorization_resource.deleted", "environment", "key_"});
  return create("third");
}

// ChangeAssignments changes the assignments below a path; `operation` is the name of their events.
void Audit::ChangeAssignments(const std::string& operation, const std::string& path,
                              const std::string& resource) {
  const std::string assignments = path + "/role_assignments";
  const std::string body = R"({"role_slug":"audited","resource_id":")" + resource + "\"}";
  const auto create = [&] {
    return Text(Change({"workos.create_" + operation, Method::kPost, assignments, body, Key()},
                       {operation + ".created", "environment", "key_"}),
                "id");
  };
  const std::string id = create();
  EXPECT_THAT(data_, ::testing::HasSubstr("audited"));
  Change({"workos.delete_" + operation, Method::kDelete, assignments + "/" + id, "", Key()},
         {operation + ".deleted", "environment", "key_"});
  create();
  Change({"workos.delete_matching_" + operation, Method::kDelete, assignments, body, Key()},
         {operation + ".deleted", "environment", "key_"});
}

}  // namespace bearward::app
