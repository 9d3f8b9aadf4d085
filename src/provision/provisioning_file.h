// ProvisioningFile: the content of a provisioning file, parsed but not yet compared with the store.
// References are the texts of the file: id, name, username or email within the environment.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/password_import.h"
#include "model/access.h"
#include "model/application.h"
#include "model/cell.h"
#include "model/object.h"
#include "model/password_policy.h"
#include "model/rate_limit.h"

namespace bearward::provision {

// Where is the position of an entry in its file, for error messages.
struct Where {
  std::string file;
  int line = 0;
};

// RateLimitEntry is the rate limit in an entry: nullopt if the entry has none, and a nullopt inside
// for "none", which removes the limit.
using RateLimitEntry = std::optional<std::optional<model::RateLimit>>;

// Each entry is one table of the file; `environment` is empty for the default environment. An
// absent value (nullopt, or an empty text) changes nothing; a new row gets the default of the
// model.
struct RoleEntry {
  Where where;
  std::string environment, slug;
  std::optional<std::string> name;  // the slug if absent in a new role
  std::optional<std::vector<std::string>> permissions;
};
struct OrganizationEntry {
  Where where;
  std::string environment, name, id;
  std::optional<std::int64_t> number;
  std::optional<model::PolicyLevel> password_policy;
  std::optional<bool> enabled;
  RateLimitEntry rate_limit;
};
struct MembershipEntry {
  Where where;
  std::string organization;
  std::vector<std::string> roles;
};
struct UserEntry {
  Where where;
  std::string environment, username, email, id;
  base::Secret password;
  std::string password_hash;  // as crypto::ImportPasswordHash reads it, with the two fields below
  std::optional<crypto::PasswordHashType> password_hash_type;
  std::optional<crypto::SaltPosition> password_salt_position;
  std::optional<std::int64_t> number;
  std::optional<std::string> first_name, last_name, job_title;
  std::optional<bool> active, integrator, password_change_required;
  std::optional<std::vector<MembershipEntry>> memberships;  // all of the user's; the first is home
};
struct AccessProfileEntry {
  Where where;
  std::string environment, name;
  std::optional<std::vector<model::AccessGrant>> allows;
};
struct ApplicationEntry {
  Where where;
  std::string environment, name, organization, client_id;
  std::optional<std::string> access_profile;
  base::Secret client_secret;
  Where client_secret_where;
  std::optional<bool> enabled;
  std::optional<std::vector<std::string>> permissions, audiences;
  std::optional<model::TokenFormat> token_format;
  std::optional<bool> refresh_tokens;
  std::optional<std::string> jwks;
  RateLimitEntry rate_limit;
};
struct ApiKeyEntry {
  Where where;
  std::string environment, user, organization;
  std::optional<std::string> description;
  base::Secret value;
  std::optional<base::Digest> value_sha256;  // of an imported key, instead of its value
  Where value_where;                         // of either
  std::optional<base::Time> expires_at;      // of a new key
  RateLimitEntry rate_limit;
  std::optional<std::vector<std::string>> permissions;
};
struct MemberEntry {
  Where where;
  std::string organization, user;
  model::AccessLevel level = model::AccessLevel::kParticipant;
  model::MemberState state = model::MemberState::kAccepted;
};
struct ObjectEntry {
  Where where;
  std::string environment, kind, name, id, organization;
  std::optional<std::int64_t> number;
  std::optional<std::string> fields;  // the text of a JSON object
  std::optional<std::vector<std::string>> roles;
  std::optional<std::vector<MemberEntry>> members;  // without the owner, who is always a member
};
// RowEntry describes an environment, or a row of a section of row_sections.h. `name` is the text by
// which the file refers to the row. `values` has the values by the names of their fields; a cell
// without a value removes the stored value.
struct RowEntry {
  Where where;
  std::string environment, name, organization;
  std::map<std::string_view, model::Cell> values = {};
};

// ProvisioningFile is the content of one file.
struct ProvisioningFile {
  std::vector<RowEntry> environments;
  std::vector<RoleEntry> roles;
  std::vector<OrganizationEntry> organizations;
  std::vector<UserEntry> users;
  std::vector<AccessProfileEntry> access_profiles;
  std::vector<ApplicationEntry> applications;
  std::vector<ApiKeyEntry> api_keys;
  std::vector<ObjectEntry> objects;
  std::vector<RowEntry> policies;
  std::vector<RowEntry> feature_flags;
  std::vector<RowEntry> resource_types;
};

}  // namespace bearward::provision
