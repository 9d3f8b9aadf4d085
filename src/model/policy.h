// Policy: the conditions under which a gateway lets a request pass, as one named row of an
// environment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "model/plain_path.h"

namespace bearward::model {

// PolicyCredential is a form of credential that a policy accepts. kBearer is any JWT or reference
// token in Authorization. kApiKey is a key in X-Api-Key, or a key of an environment in
// Authorization. Passwords are not available: a gateway verifies at each request, and a password
// hash is slow by design.
enum class PolicyCredential : std::uint8_t { kBearer, kApiKey };

// PolicyCredentialName and ParsePolicyCredential convert to and from "bearer", "api_key".
std::string_view PolicyCredentialName(PolicyCredential credential);
std::optional<PolicyCredential> ParsePolicyCredential(std::string_view name);

// IdentityPreset is the family of headers that carries the identity of the caller to the API behind
// the gateway.
enum class IdentityPreset : std::uint8_t { kRemote, kXAuthRequest };

// IdentityPresetName and ParseIdentityPreset convert to and from "remote", "x-auth-request".
std::string_view IdentityPresetName(IdentityPreset preset);
std::optional<IdentityPreset> ParseIdentityPreset(std::string_view name);

// Policy is identified by its environment and name. A request passes when all conditions hold.
struct Policy {
  EnvironmentId environment;
  std::string name;  // 1 to 64 of a-z, 0-9 and '-'
  std::vector<PolicyCredential> credentials = {PolicyCredential::kBearer,
                                               PolicyCredential::kApiKey};
  std::vector<std::string> permissions;        // all are required; empty: any live credential
  std::optional<OrganizationId> organization;  // only subjects of this one
  // audience is the resource identifier (see IsResource) of the API behind the gateway: tokens must
  // contain it in their audience (RFC 8707 section 2). Without it, tokens must have this server in
  // their audience or have no audience. API keys and keys of environments never have an audience;
  // they pass in both cases if the policy accepts them.
  std::optional<std::string> audience;
  std::vector<std::string> methods;        // as in the request line; empty: any
  std::vector<std::string> path_prefixes;  // see IsUnderPrefix; empty: any
  IdentityPreset identity = IdentityPreset::kRemote;
  bool identity_jwt = false;     // also sends X-Bearward-Identity
  bool hide_credential = false;  // Envoy is instructed to remove the credential
  // path_forms are the ambiguous forms that are accepted; the policy must cover every
  // interpretation of the path.
  std::vector<PathForm> path_forms;
  // cors_preflight lets the preflight of a covered request pass without a credential (Fetch
  // standard, CORS protocol), because browsers send no credential in a preflight.
  bool cors_preflight = false;
  base::Time created_at;
  base::Time updated_at;
};

// CheckPolicy validates a policy on its own: kInvalid "invalid_policy", the field in `fields`, and
// a sentence that names the field and its allowed values.
base::Status CheckPolicy(const Policy& policy);

// CheckCovers says whether a policy applies to a request: kDenied "method_not_covered" or
// "path_not_covered". The path must be plain (IsPlainPath) and have no query.
base::Status CheckCovers(const Policy& policy, std::string_view method, std::string_view path);

// CheckCoversReadings is CheckCovers for a path that is not plain: every interpretation of it must
// be covered. kInvalid "ambiguous_path" where the path_forms of the policy do not allow its forms.
base::Status CheckCoversReadings(const Policy& policy, std::string_view method,
                                 std::string_view path);

}  // namespace bearward::model
