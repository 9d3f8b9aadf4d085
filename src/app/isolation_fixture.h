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
      {"resources", "resource"},
      {"{resource_type_slug}", "resource_external"},
      {"role_assignments", "role_assignment"},
      {"completedrecords", "record"},
      {"JobTypes", "job_type"},
      {"Jobs", "job"},
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

}  // namespace bearward::app
