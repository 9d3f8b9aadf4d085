// What a victim of the tests of isolation owns, made by the key of its environment.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "app/contract_fixture.h"
#include "json/reader.h"
#include "testing/must.h"

namespace bearward::app {

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

// MakeNewcomer makes a user who is a member of no organization, and an administrator. `appoint`
// makes the user with a login an administrator.
inline void MakeNewcomer(PostFunction post, void (*appoint)(const std::string& login),
                         std::map<std::string, std::string>& ids) {
  const std::string email = "newcomer" + ids["number"] + "@v.example";
  ids["newcomer"] = MadeId(post("/user_management/users", R"({"email":")" + email + "\"}"));
  ids["administrator"] = ids["newcomer"];
  appoint(email);
}

// PutReadable puts the number of the newest event, which is of the victim, and a signing key.
inline void PutReadable(std::int64_t event, const json::Value& signing_keys,
                        std::map<std::string, std::string>& ids) {
  ids["event_number"] = std::to_string(event);
  ids["signing_key"] = *signing_keys.Find("data")->AsArray()->front().Find("id")->AsString();
}

// MakeIsolatedEndpoint makes an endpoint of a victim with a delivery.
inline void MakeIsolatedEndpoint(PostFunction post, std::map<std::string, std::string>& ids) {
  ids["endpoint"] =
      MadeId(post("/webhook_endpoints", R"({"endpoint_url":"https://victim)" + ids["number"] +
                                            R"(.example/","events":[]})"));
  ids["delivery"] = MadeId(post("/v1/webhook_endpoints/" + ids["endpoint"] + "/deliveries", "{}"));
}

// MakeAuditLog makes an action with a schema, an export and a log stream of the victim.
inline void MakeAuditLog(PostFunction post, std::map<std::string, std::string>& ids) {
  ids["audit_action"] = "victim.acted-" + ids["number"];
  MadeId(post("/audit_logs/actions/" + ids["audit_action"] + "/schemas",
              R"({"targets":[{"type":"thing"}]})"));
  ids["audit_export"] =
      MadeId(post("/audit_logs/exports", R"({"organization_id":")" + ids["organization"] +
                                             R"(","range_start":"2031-05-01T00:00:00Z",)"
                                             R"("range_end":"2031-05-02T00:00:00Z"})"));
  ids["log_stream"] = MadeId(
      post("/v1/log_streams",
           R"({"name":"Victim )" + ids["number"] +
               R"(","source":"events","type":"https_json","url":"https://victim.example/"})"));
}

}  // namespace bearward::app
