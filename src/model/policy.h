// Policy: the conditions under which a gateway lets a request pass, as one named row of an
// environment.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/ids.h"
#include "model/plain_path.h"
#include "model/record.h"

namespace bearward::model {

// PolicyCredential is a form of credential that a policy accepts. kBearer is any JWT or reference
// token in Authorization. kApiKey is a key in X-Api-Key, or a key of an environment in
// Authorization. Passwords are not available: a gateway verifies at each request, and a password
// hash is slow by design.
enum class PolicyCredential : std::uint8_t { kBearer, kApiKey };

// IdentityPreset is the family of headers that carries the identity of the caller to the API behind
// the gateway.
enum class IdentityPreset : std::uint8_t { kRemote, kXAuthRequest };

// Policy is identified by its environment and its name, which is its id. A request passes when all
// conditions hold.
struct Policy : Entity {
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
};

// CheckPolicy validates a policy on its own, in addition to CheckRow: kInvalid "invalid_policy" if
// it accepts no kind of credential.
base::Status CheckPolicy(const Policy& policy);

// CheckCovers says whether a policy applies to a request: kDenied "method_not_covered" or
// "path_not_covered". The path must be plain (IsPlainPath) and have no query.
base::Status CheckCovers(const Policy& policy, std::string_view method, std::string_view path);

// CheckCoversReadings is CheckCovers for a path that is not plain: every interpretation of it must
// be covered. kInvalid "ambiguous_path" where the path_forms of the policy do not allow its forms.
base::Status CheckCoversReadings(const Policy& policy, std::string_view method,
                                 std::string_view path);

// The checks of single fields; each is described by its text in kPolicyFields.
bool IsPolicyName(std::string_view text);
bool IsMethod(std::string_view text);
bool IsPathPrefix(std::string_view text);

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::PolicyCredential> {
  static constexpr std::array<std::string_view, 2> kWords = {"bearer", "api_key"};
};

template <>
struct bearward::base::WordsOf<bearward::model::IdentityPreset> {
  static constexpr std::array<std::string_view, 2> kWords = {"remote", "x-auth-request"};
};
