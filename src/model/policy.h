// Policy: what a gateway asks of the requests that it lets through, as one named row of an
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

// PolicyCredential is a way of presenting a credential that a policy takes: kBearer is any JWT or
// reference token in Authorization, kApiKey a key in X-Api-Key or an environment's key in
// Authorization. There is none for passwords: a gateway asks at each request, and a password is
// judged by a hash that is slow on purpose.
enum class PolicyCredential : std::uint8_t { kBearer, kApiKey };

// PolicyCredentialName and ParsePolicyCredential translate to and from "bearer", "api_key".
std::string_view PolicyCredentialName(PolicyCredential credential);
std::optional<PolicyCredential> ParsePolicyCredential(std::string_view name);

// IdentityPreset is the family of headers in which the API behind the gateway learns who asks.
enum class IdentityPreset : std::uint8_t { kRemote, kXAuthRequest };

// IdentityPresetName and ParseIdentityPreset translate to and from "remote", "x-auth-request".
std::string_view IdentityPresetName(IdentityPreset preset);
std::optional<IdentityPreset> ParseIdentityPreset(std::string_view name);

// Policy is found by its environment and name. A request passes when all of it holds.
struct Policy {
  EnvironmentId environment;
  std::string name;  // 1 to 64 of a-z, 0-9 and '-'
  std::vector<PolicyCredential> credentials = {PolicyCredential::kBearer,
                                               PolicyCredential::kApiKey};
  std::vector<std::string> permissions;        // all of them; empty: any live credential
  std::optional<OrganizationId> organization;  // only this one's subjects
  // audience is the resource (as IsResource reads it) that the API behind the gateway is: tokens
  // must name it as one that they are for (RFC 8707 section 2). Without one they must be for us, or
  // name nobody. API keys and environments' keys name nobody ever and pass either way, where the
  // policy takes them.
  std::optional<std::string> audience;
  std::vector<std::string> methods;        // as written on the wire; empty: any
  std::vector<std::string> path_prefixes;  // as IsUnderPrefix reads them; empty: any
  IdentityPreset identity = IdentityPreset::kRemote;
  bool identity_jwt = false;     // X-Bearward-Identity besides
  bool hide_credential = false;  // Envoy is told to take the credential off
  // path_forms are taken although servers read them in two ways; the policy must cover each
  // reading.
  std::vector<PathForm> path_forms;
  // cors_preflight lets the preflight of a covered request pass without a credential (Fetch
  // standard, CORS protocol): browsers send none with it.
  bool cors_preflight = false;
  base::Time created_at;
  base::Time updated_at;
};

// CheckPolicy says what is wrong with a policy by itself: kInvalid "invalid_policy", the field in
// `fields`, and a sentence that names the field and what it may be.
base::Status CheckPolicy(const Policy& policy);

// CheckCovers says whether a policy is about a request: kDenied "method_not_covered" or
// "path_not_covered". The path is a plain one, without its query.
base::Status CheckCovers(const Policy& policy, std::string_view method, std::string_view path);

// CheckCoversReadings is CheckCovers for a path that is not plain: every reading of it must be
// covered. kInvalid "ambiguous_path" where the policy's forms do not account for it.
base::Status CheckCoversReadings(const Policy& policy, std::string_view method,
                                 std::string_view path);

}  // namespace bearward::model
