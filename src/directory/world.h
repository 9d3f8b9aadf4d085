// World: what a provisioning file describes, parsed but not yet compared with the store. References
// are the texts of the file: id, name, username or email within the environment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "model/access.h"
#include "model/object.h"
#include "model/password_policy.h"

namespace bearward::directory {

// Where is the place of an entry in its file, for error messages.
struct Where {
  std::string file;
  int line = 0;
};

// The entries below mirror the tables of the file; `environment` is empty for the default one.
struct EnvironmentEntry {
  Where where;
  std::string name;
  bool sandbox = false;
  bool enabled = true;
};
struct RoleEntry {
  Where where;
  std::string environment, slug, name;
  std::vector<std::string> permissions;
};
struct OrganizationEntry {
  Where where;
  std::string environment, name, id;
  std::optional<std::int64_t> number;
  model::PolicyLevel password_policy = model::PolicyLevel::kMedium;
  bool enabled = true;
};
struct MembershipEntry {
  std::string organization;
  std::vector<std::string> roles;
};
struct UserEntry {
  Where where;
  std::string environment, username, email, id;
  base::Secret password;
  std::string password_hash;
  std::optional<std::int64_t> number;
  std::string first_name, last_name, job_title;
  bool active = true;
  std::vector<MembershipEntry> memberships;
};
struct AccessProfileEntry {
  Where where;
  std::string environment, name;
  std::vector<model::AccessGrant> allows;
};
struct ApplicationEntry {
  Where where;
  std::string environment, name, organization, access_profile, client_id;
  base::Secret client_secret;
  bool enabled = true;
};
struct ApiKeyEntry {
  Where where;
  std::string environment, user, description;
  base::Secret value;
};
struct MemberEntry {
  std::string organization, user;
  model::AccessLevel level = model::AccessLevel::kParticipant;
  model::MemberState state = model::MemberState::kAccepted;
};
struct ObjectEntry {
  Where where;
  std::string environment, kind, name, id, organization;
  std::optional<std::int64_t> number;
  std::string fields = "{}";  // the text of a JSON object
  std::vector<std::string> roles;
  std::vector<MemberEntry> members;
};

// World is one file.
struct World {
  std::vector<EnvironmentEntry> environments;
  std::vector<RoleEntry> roles;
  std::vector<OrganizationEntry> organizations;
  std::vector<UserEntry> users;
  std::vector<AccessProfileEntry> access_profiles;
  std::vector<ApplicationEntry> applications;
  std::vector<ApiKeyEntry> api_keys;
  std::vector<ObjectEntry> objects;
};

}  // namespace bearward::directory
