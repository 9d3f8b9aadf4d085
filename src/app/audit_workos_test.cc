// The changes of WorkOS' permissions, roles, groups, feature flags and settings of the sign-in, for
// audit_test.cc.
#include "app/audit_fixture.h"
#include "store/environments.h"
#include "store/memberships.h"

namespace bearward::app {

using ::testing::HasSubstr;

// ChangeRoles changes a role of the environment or of an organization; `operation` is the name of
// its events.
void Audit::ChangeRoles(const std::string& roles, const std::string& slug,
                        const std::string& operation) {
  const std::string role = roles + "/" + slug;
  Change({"workos.create_" + operation, Method::kPost, roles,
          R"({"slug":")" + slug + R"(","name":"Audit"})", Key()},
         {operation + ".created", "environment", "key_"});
  Change({"workos.update_" + operation, Method::kPatch, role, R"({"name":"Audited"})", Key()},
         {operation + ".updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"name":{"before":"Audit","after":"Audited"}}})");
  Change({"workos.set_" + operation + "_permissions", Method::kPut, role + "/permissions",
          R"({"permissions":["audit:read"]})", Key()},
         {operation + ".updated", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(R"("after":["audit:read"])"));
  Change({"workos.add_" + operation + "_permission", Method::kPost, role + "/permissions",
          R"({"slug":"audit:write"})", Key()},
         {operation + ".updated", "environment", "key_"});
}

void Audit::ChangePermissionsAndRoles() {
  for (const char* slug : {"audit:read", "audit:write"}) {
    Change({"workos.create_permission", Method::kPost, "/authorization/permissions",
            R"({"slug":")" + std::string(slug) + R"(","name":"Audit"})", Key()},
           {"permission.created", "environment", "key_"});
  }
  const std::string own = std::string("/authorization/organizations/") + kAcme + "/roles";
  ChangeRoles("/authorization/roles", "audit", "role");
  ChangeRoles(own, "org-audit", "organization_role");
  Change({"workos.remove_organization_role_permission", Method::kDelete,
          own + "/org-audit/permissions/audit:write", "", Key()},
         {"organization_role.updated", "environment", "key_"});
  Change({"workos.delete_organization_role", Method::kDelete, own + "/org-audit", "", Key()},
         {"organization_role.deleted", "environment", "key_"});
  Change({"workos.set_role_permissions", Method::kPut, "/authorization/roles/audit/permissions",
          R"({"permissions":[]})", Key()},
         {"role.updated", "environment", "key_"});
  Change({"workos.update_permission", Method::kPatch, "/authorization/permissions/audit:read",
          R"({"name":"Audited"})", Key()},
         {"permission.updated", "environment", "key_"});
  Change({"workos.delete_permission", Method::kDelete, "/authorization/permissions/audit:read", "",
          Key()},
         {"permission.deleted", "environment", "key_"});
  Change({"v1.delete_role", Method::kDelete, "/v1/roles/audit", "", Key()},
         {"role.deleted", "environment", "key_"});
}

void Audit::ChangeOrganizationKeys() {
  const Expected created{"api_key.created", "environment", "key_"};
  const ClientAnswer key =
      Change({"workos.create_organization_api_key", Method::kPost,
              std::string("/organizations/") + kAcme + "/api_keys", R"({"name":"Audit"})", Key()},
             created);
  EXPECT_THAT(data_, HasSubstr(R"("name":{"after":"Audit"})"));
  Change({"workos.create_user_api_key", Method::kPost,
          std::string("/user_management/users/") + kAnn + "/api_keys",
          R"({"name":"Audit","organization_id":")" + std::string(kAcme) + "\"}", Key()},
         created);
  const std::string path = "/api_keys/" + Text(key, "id");
  Change({"workos.expire_api_key", Method::kPost, path + "/expire", "{}", Key()},
         {"api_key.updated", "environment", "key_"});
  Change({"workos.delete_api_key", Method::kDelete, path, "", Key()},
         {"api_key.revoked", "environment", "key_"});
}

void Audit::ChangeSignInSettings() {
  const std::string uris = "/user_management/redirect_uris";
  const ClientAnswer uri = Change({"workos.create_redirect_uri", Method::kPost, uris,
                                   R"({"uri":"https://audit.example/"})", Key()},
                                  {"redirect_uri.created", "environment", "key_"});
  Change({"workos.delete_redirect_uri", Method::kDelete, uris + "/" + Text(uri, "id"), "", Key()},
         {"redirect_uri.deleted", "environment", "key_"});
  Change({"workos.create_cors_origin", Method::kPost, "/user_management/cors_origins",
          R"({"origin":"https://audit.example"})", Key()},
         {"cors_origin.created", "environment", "key_"});
  Change({"workos.set_jwt_template", Method::kPut, "/user_management/jwt_template",
          R"({"content":"{\"plan\":\"canary-bad\"}"})", Key()},
         {"jwt_template.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"content":{}}})");
}

void Audit::ChangeWebhooks() {
  const std::string endpoints = "/webhook_endpoints";
  const std::string id =
      Text(Change({"workos.create_webhook_endpoint", Method::kPost, endpoints,
                   R"({"endpoint_url":"https://audit.example/","events":["organization.created"]})",
                   Key()},
                  {"webhook_endpoint.created", "environment", "key_"}),
           "id");
  Change({"workos.update_webhook_endpoint", Method::kPatch, endpoints + "/" + id,
          R"({"status":"disabled"})", Key()},
         {"webhook_endpoint.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"status":{"before":"enabled","after":"disabled"}}})");
  Change({"v1.roll_webhook_secret", Method::kPost, "/v1/webhook_endpoints/" + id + "/roll_secret",
          "{}", Key()},
         {"webhook_endpoint.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"sealed":{}}})");
  // The replay below must have something to plan, as it is no event otherwise.
  const ClientHeaders key = Key();
  ASSERT_EQ(Json(Method::kPost, "/organizations", R"({"name":"Replayed"})", key).status, 201);
  Change({"v1.replay_webhook", Method::kPost, "/v1/webhook_endpoints/" + id + "/replay",
          R"({"from":"2020-01-01T00:00:00Z"})", Key()},
         {"webhook_endpoint.updated", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(R"("replay":{"from":"2020-01-01T00:00:00.000Z","planned":)"));
  Change({"workos.delete_webhook_endpoint", Method::kDelete, endpoints + "/" + id, "", Key()},
         {"webhook_endpoint.deleted", "environment", "key_"});
}

void Audit::ChangeLogStreams() {
  const std::string streams = "/v1/log_streams";
  const std::string id =
      Text(Change({"v1.create_log_stream", Method::kPost, streams,
                   R"({"name":"Audit","source":"events","type":"datadog","secret":"canary-secret",)"
                   R"("url":"https://audit.example/"})",
                   Key()},
                  {"log_stream.created", "environment", "key_"}),
           "id");
  EXPECT_THAT(data_, ::testing::Not(HasSubstr("canary")));
  Change({"v1.update_log_stream", Method::kPatch, streams + "/" + id,
          R"({"enabled":false,"secret":"canary-second"})", Key()},
         {"log_stream.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"enabled":{"before":true,"after":false},)"
                   R"("state":{"before":"active","after":"inactive"},"sealed":{}}})");
  Change({"v1.delete_log_stream", Method::kDelete, streams + "/" + id, "", Key()},
         {"log_stream.deleted", "environment", "key_"});
}

void Audit::ChangeGroups() {
  const std::string membership =
      testing::Must(core_->store().Read([](store::ReadTx& tx) {
        const auto production = testing::Must(store::FindEnvironmentByName(tx, "production"));
        return store::ListMemberships(tx, production->id, {kAnn});
      }))
          .front()
          .id.text;
  const std::string groups = std::string("/organizations/") + kAcme + "/groups";
  const std::string group =
      groups + "/" +
      Text(Change({"workos.create_group", Method::kPost, groups, R"({"name":"Audit"})", Key()},
                  {"group.created", "environment", "key_"}),
           "id");
  Change({"workos.update_group", Method::kPatch, group, R"({"name":"Audited"})", Key()},
         {"group.updated", "environment", "key_"});
  Change({"workos.add_group_member", Method::kPost, group + "/organization-memberships",
          R"({"organization_membership_id":")" + membership + "\"}", Key()},
         {"group.member_added", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(membership));
  Change({"workos.remove_group_member", Method::kDelete,
          group + "/organization-memberships/" + membership, "", Key()},
         {"group.member_removed", "environment", "key_"});
  Change({"workos.delete_group", Method::kDelete, group, "", Key()},
         {"group.deleted", "environment", "key_"});
}

void Audit::ChangeFeatureFlags() {
  Apply("[[feature_flags]]\nslug = \"audited\"\n");
  const std::string flag = "/feature-flags/audited";
  Change({"workos.enable_feature_flag", Method::kPut, flag + "/enable", "", Key()},
         {"flag.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"enabled":{"before":false,"after":true}}})");
  Change({"workos.disable_feature_flag", Method::kPut, flag + "/disable", "", Key()},
         {"flag.updated", "environment", "key_"});
  const std::string target = flag + "/targets/" + kAcme;
  Change({"workos.add_feature_flag_target", Method::kPost, target, "", Key()},
         {"flag.rule_updated", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(kAcme));
  Change({"workos.remove_feature_flag_target", Method::kDelete, target, "", Key()},
         {"flag.rule_updated", "environment", "key_"});
}

void Audit::ChangeByWidget() {
  const ClientAnswer token = Json(
      Method::kPost, "/client/token",
      R"({"organization_id":")" + std::string(kAcme) + R"(","user_id":")" + kAnn + R"("})", Key());
  Change(
      {"workos.graphql", Method::kPost, "/client/graphql",
       R"({"query":"mutation { updateProfile(input: { lastName: \"Audit\" }) { __typename } }"})",
       Bearer(Text(token, "token"))},
      {"user.updated", "user", "session_"});
  EXPECT_EQ(data_, R"({"changes":{"last_name":{"before":"Lee","after":"Audit"}}})");
  EXPECT_EQ(target_, kAnn);
}

void Audit::ChangeAuditLogs() {
  const Expected expected{"audit_log_schema.created", "environment", "key_"};
  Change({"workos.create_audit_log_schema", Method::kPost, "/audit_logs/actions/audit.done/schemas",
          R"({"targets":[{"type":"thing"}]})", Key()},
         expected);
  EXPECT_THAT(data_, HasSubstr(R"("action":{"after":"audit.done"})"));
  Change({"workos.create_audit_log_export", Method::kPost, "/audit_logs/exports",
          R"({"organization_id":")" + std::string(kAcme) +
              R"(","range_start":"2031-05-01T00:00:00Z","range_end":"2031-05-02T00:00:00Z"})",
          Key()},
         {"audit_log_export.created", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(R"("range_end":{"after":)"));
  Change({"workos.set_audit_logs_retention", Method::kPut,
          "/organizations/" + std::string(kAcme) + "/audit_logs_retention",
          R"({"retention_period_in_days":30})", Key()},
         {"organization.updated", "environment", "key_"});
  EXPECT_THAT(data_, HasSubstr(R"("audit_logs_retention_days":{"after":30})"));
}

}  // namespace bearward::app
