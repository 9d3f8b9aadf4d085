// Recipes for isolation_test.cc: how each row of the table is called.
#pragma once

#include <map>
#include <string>

namespace bearward::app {

// kStrangers describes the foreign callers, for a provisioning file.
inline constexpr const char* kStrangers = R"(
[[roles]]
slug = "everything"
permissions = ["*"]
[[roles]]
slug = "auditor"
permissions = ["events:read"]
[[roles]]
environment = "demo.workspan.com"
slug = "everything"
permissions = ["*"]
[[users]]
username = "foreign"
password = "a foreign password"
memberships = [{ organization = "Globex", roles = ["everything"] }]
[[users]]
username = "production-boss"
password = "a boss's password"
[[users]]
environment = "demo.workspan.com"
username = "sandbox-boss"
password = "a boss's password"
[[applications]]
name = "Foreign client"
organization = "Globex"
client_id = "foreign-client"
client_secret = "a9c1f0b6de2a94f7ab35d7be0c4419e0"
access_profile = "ObjectReadWrite"
permissions = ["*"]
[[applications]]
name = "Foreign market"
organization = "Globex"
client_id = "foreign-market"
client_secret = "c9c1f0b6de2a94f7ab35d7be0c4419e1"
access_profile = "MARKETPLACE_ACTIONS"
permissions = ["*"]
[[applications]]
name = "Stranger"
environment = "demo.workspan.com"
organization = "Initech"
client_id = "stranger-client"
client_secret = "b9c1f0b6de2a94f7ab35d7be0c4419e0"
access_profile = "ObjectReadWrite"
permissions = ["*"]
)";

// Owner is the kind of caller that must succeed.
// kMarket is an application whose profile names offers, kAdministrator a user in the console who
// administers the environment.
enum class Owner {
  kEnvironmentKey,
  kLogin,
  kBearer,
  kMachine,
  kMarket,
  kConsole,
  kWidget,
  kAdministrator
};

// Recipe describes the call of one row. ${...} in the body and in the query is replaced by an id of
// the victim; the parameters of the path are filled by name. `environment_wide` is the reason why a
// foreign caller of the same environment is correctly not refused.
struct Recipe {
  std::string body = "{}";
  Owner owner = Owner::kEnvironmentKey;
  std::string query = {};
  std::string environment_wide = {};
  // own: foreign callers get a response about themselves, which must not contain the victim.
  bool own = false;
  bool multipart = false;  // the body is multipart/form-data with the boundary "b"
};

// FillIn replaces ${name} by the id of that name.
inline std::string FillIn(std::string text, const std::map<std::string, std::string>& ids) {
  for (const auto& [name, id] : ids) {
    const std::string mark = "${" + name + "}";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), id);
    }
  }
  return text;
}

// RecipesOfWorkOs are those of organizations, domains, users, memberships and API keys.
inline const std::map<std::string, Recipe>& RecipesOfWorkOs() {
  static const std::map<std::string, Recipe> kRecipes = {
      {"POST /client/token",
       {.body = R"({"organization_id":"${organization}","user_id":"${user}"})"}},
      {"POST /widgets/token",
       {.body = R"({"organization_id":"${organization}","user_id":"${user}"})"}},
      {"POST /client/graphql",
       {.body = R"({"query":"{ user(id: \"${user}\") { id } organization(id: \"${organization}\") )"
                R"({ id } effectivePermissions(userId: \"${user}\") { slug } )"
                R"(evaluatedFlags(userId: \"${user}\") { data { slug } } )"
                R"(auditLogExport(id: \"${audit_export}\") { id url } }"})",
        .owner = Owner::kWidget,
        .own = true}},
      {"GET /organizations", {.query = "?limit=100", .own = true}},
      {"POST /organizations",
       {.body = R"({"name":"New","domains":["w${number}.example"]})", .own = true}},
      {"GET /organizations/{id}", {}},
      {"GET /organizations/external_id/{external_id}", {}},
      {"PUT /organizations/{id}", {.body = R"({"name":"Renamed"})"}},
      {"DELETE /organizations/{id}", {}},
      {"POST /organization_domains",
       {.body = R"({"organization_id":"${organization}","domain":"new${number}.example"})"}},
      {"GET /organization_domains/{id}", {}},
      {"DELETE /organization_domains/{id}", {}},
      {"POST /organization_domains/{id}/verify", {}},
      {"GET /user_management/users", {.query = "?limit=100", .own = true}},
      {"POST /user_management/users", {.body = R"({"email":"w${number}@w.example"})", .own = true}},
      {"GET /user_management/users/{id}", {}},
      {"GET /user_management/users/external_id/{external_id}", {}},
      {"PUT /user_management/users/{id}", {.body = R"({"first_name":"Renamed"})"}},
      {"DELETE /user_management/users/{id}", {}},
      {"GET /user_management/users/{id}/identities", {}},
      {"GET /user_management/users/{id}/sessions", {}},
      {"POST /user_management/sessions/revoke", {.body = R"({"session_id":"${session}"})"}},
      {"GET /user_management/organization_memberships", {.query = "?user_id=${user}", .own = true}},
      {"POST /user_management/organization_memberships",
       {.body = R"({"user_id":"${newcomer}","organization_id":"${organization}"})"}},
      {"GET /user_management/organization_memberships/{id}", {}},
      {"PUT /user_management/organization_memberships/{id}", {.body = R"({"role_slug":"api"})"}},
      {"DELETE /user_management/organization_memberships/{id}", {}},
      {"PUT /user_management/organization_memberships/{id}/deactivate", {}},
      {"PUT /user_management/organization_memberships/{id}/reactivate", {}},
      {"POST /api_keys/validations", {.body = R"({"value":"${key_value}"})", .own = true}},
      {"DELETE /api_keys/{id}", {}},
      {"POST /api_keys/{id}/expire", {}},
      {"GET /organizations/{organization_id}/api_keys", {}},
      {"POST /organizations/{organization_id}/api_keys", {.body = R"({"name":"New"})"}},
      {"GET /user_management/users/{user_id}/api_keys", {}},
      {"POST /user_management/users/{user_id}/api_keys",
       {.body = R"({"name":"New","organization_id":"${organization}"})"}},
  };
  return kRecipes;
}

}  // namespace bearward::app
