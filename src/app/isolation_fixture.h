// The resources of the victims of isolation_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "app/contract_fixture.h"

namespace bearward::app {

// IdsBySegment names the id of a victim for a path parameter, by the segment before it.
inline const std::map<std::string, std::string>& IdsBySegment() {
  static const std::map<std::string, std::string> kBySegment = {
      {"users", "user"},
      {"Users", "user"},
      {"bulkload", "integration"},
      {"status", "integration"},
      {"actions", "action"},
      {"api_keys", "key"},
      {"sessions", "session"},
      {"organizations", "organization"},
      {"policies", "policy"},
      {"denials", "denial"},
      {"applications", "application"},
      {"access_profiles", "profile"},
      {"secrets", "secret"},
      {"Forms", "form"},
      {"object", "object"},
      {"organization_domains", "domain"},
      {"roles", "role"},
      {"permissions", "permission"},
      {"feature-flags", "flag"},
      {"targets", "target"},
      {"redirect_uris", "redirect_uri"},
      {"email_verification", "verification"},
      {"magic_auth", "magic"},
      {"password_reset", "reset"},
      {"invitations", "invitation"},
      {"by_token", "invitation_token"},
      {"groups", "group"},
      {"organization-memberships", "membership"},
      {"organization_memberships", "membership"},
      {"external_id", "external"},
      {"exports", "audit_export"},
      {"resources", "resource"},
      {"{resource_type_slug}", "resource_external"},
      {"role_assignments", "role_assignment"},
      {"completedrecords", "record"},
      {"JobTypes", "job_type"},
      {"Jobs", "job"},
      {"webhook_endpoints", "endpoint"},
      {"webhook_subscribers", "subscriber"},
      {"subscriber", "subscriber"},
      {"external", "notification"},
      {"event", "event"},
      {"integration", "integration"},
      {"deliveries", "delivery"},
      {"allocate", "mobile_user"},
      {"allocateToUserGroup", "user_group"}};
  return kBySegment;
}

// PostFunction sends a body with the key of the environment.
using PostFunction = ClientAnswer (*)(const std::string& path, const std::string& body);

// MadeId returns the id of what a request made.
inline std::string MadeId(const ClientAnswer& made) {
  EXPECT_EQ(made.status, 201) << made.body;
  return *testing::Must(json::Parse(made.body)).Find("id")->AsString();
}

// MakeIsolatedRoles makes a permission and two roles for resources of the type `isolated`.
inline void MakeIsolatedRoles(PostFunction post) {
  for (const auto& [kind, slug] : {std::pair("permissions", "isolated:read"),
                                   {"roles", "isolated"},
                                   {"roles", "isolated-other"}}) {
    MadeId(post(std::string("/authorization/") + kind,
                R"({"name":"Isolated","resource_type_slug":"isolated","slug":")" +
                    std::string(slug) + "\"}"));
  }
}

// MakeIsolatedResource makes a resource on which the member and the group of a victim have a role.
inline void MakeIsolatedResource(PostFunction post, std::map<std::string, std::string>& ids) {
  ids["resource_type"] = "isolated";
  ids["resource_external"] = "resource-" + ids["number"];
  ids["resource"] = MadeId(
      post("/authorization/resources",
           R"({"name":"Victim","resource_type_slug":"isolated","organization_id":")" +
               ids["organization"] + R"(","external_id":")" + ids["resource_external"] + "\"}"));
  const std::string role = R"({"role_slug":"isolated","resource_id":")" + ids["resource"] + "\"}";
  ids["role_assignment"] = MadeId(post(
      "/authorization/organization_memberships/" + ids["membership"] + "/role_assignments", role));
  ids["group_role_assignment"] =
      MadeId(post("/authorization/groups/" + ids["group"] + "/role_assignments", role));
}

// MakeIsolatedEndpoint makes an endpoint of a victim with a delivery.
inline void MakeIsolatedEndpoint(PostFunction post, std::map<std::string, std::string>& ids) {
  ids["endpoint"] =
      MadeId(post("/webhook_endpoints", R"({"endpoint_url":"https://victim)" + ids["number"] +
                                            R"(.example/","events":[]})"));
  ids["delivery"] = MadeId(post("/v1/webhook_endpoints/" + ids["endpoint"] + "/deliveries", "{}"));
}

// MakeAuditLog makes an action with a schema and an export of the victim.
inline void MakeAuditLog(PostFunction post, std::map<std::string, std::string>& ids) {
  ids["audit_action"] = "victim.acted-" + ids["number"];
  MadeId(post("/audit_logs/actions/" + ids["audit_action"] + "/schemas",
              R"({"targets":[{"type":"thing"}]})"));
  ids["audit_export"] =
      MadeId(post("/audit_logs/exports", R"({"organization_id":")" + ids["organization"] +
                                             R"(","range_start":"2031-05-01T00:00:00Z",)"
                                             R"("range_end":"2031-05-02T00:00:00Z"})"));
}

// IdFor returns the name of the id for a path parameter, by the segment before it.
inline std::string IdFor(const std::string& before, const std::string& parameter) {
  if (parameter == "{resource_type_slug}") return "resource_type";
  if (parameter == "{reportId}") return "partner_report";
  if (parameter == "{viewId}") return "view";
  const auto found = IdsBySegment().find(before);
  EXPECT_NE(found, IdsBySegment().end())
      << "No id is known for {" << parameter << "} after " << before << ": add one to IdFor.";
  return found == IdsBySegment().end() ? "" : found->second;
}

// NameOfId is IdFor, except where the pattern decides: the roles of an organization have another
// id than those of the environment, and the keys of /v1 are those of logins.
inline std::string NameOfId(const std::string& pattern, const std::string& before,
                            const std::string& parameter) {
  if (before == "roles" && pattern.find("/organizations/") != std::string::npos) {
    return "organization_role";
  }
  if (pattern.starts_with("/api_keys/")) return "organization_key";
  if (pattern.starts_with("/passwordless/")) return "link";
  if (pattern.starts_with("/audit_logs/actions/")) return "audit_action";
  if (before == "role_assignments" && pattern.find("/groups/") != std::string::npos) {
    return "group_role_assignment";
  }
  return IdFor(before, parameter);
}

}  // namespace bearward::app
