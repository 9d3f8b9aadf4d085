// Application: the machine principal of one organization (Application User of WorkSpan, client of
// OAuth 2.0).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "base/words.h"
#include "model/forms.h"
#include "model/ids.h"
#include "model/rate_limit.h"
#include "model/record.h"

namespace bearward::model {

// TokenFormat is the format of the OAuth access tokens of an application.
enum class TokenFormat : std::uint8_t { kJwt, kReference };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::TokenFormat> {
  static constexpr std::array<std::string_view, 2> kWords = {"jwt", "reference"};
};

namespace bearward::model {

// Application has an immutable public `client_id`, unique in its environment. Its secrets are
// separate rows (ApplicationSecret).
struct Application {
  EnvironmentId environment;
  ApplicationId id;
  OrganizationId organization;
  std::string name;
  std::string client_id;
  std::string access_profile;  // name of the access profile
  bool enabled = true;
  // permissions are all permissions of the application, and so the scopes that it may request; "*"
  // stands for all.
  std::vector<std::string> permissions = {};
  TokenFormat token_format = TokenFormat::kJwt;
  // refresh_tokens says whether the client credentials grant also issues a refresh token (RFC 6749
  // section 4.4.3 advises against it).
  bool refresh_tokens = false;
  // jwks is the JSON text of a JWK set with the public keys that verify the client assertions of
  // the application; empty if it has none.
  std::string jwks = {};
  // audiences are the resources, in addition to this server, for which the application may request
  // tokens (RFC 8707).
  std::vector<std::string> audiences = {};
  // generation is incremented to revoke all tokens of the application at once. A token without a
  // stored record contains the generation in which it was issued.
  std::int64_t generation = 0;
  base::Time created_at;
  base::Time updated_at;
  std::optional<RateLimit> rate_limit = {};  // empty: unlimited
};

// ApplicationSecret is one client secret, stored as its SHA-256. Several may be valid at the same
// time, so that clients can change from one to the next.
struct ApplicationSecret {
  EnvironmentId environment;
  std::string id;  // sec_...
  ApplicationId application;
  base::Digest hash{};
  std::string hint = {};  // the last characters, to identify it for people
  base::Time created_at;
  std::optional<base::Time> expires_at = {};    // empty: valid until it is removed
  std::optional<base::Time> last_used_at = {};  // up to one minute behind

  // IsLive says whether the secret has not expired.
  bool IsLive(base::Time now) const { return !expires_at || now < *expires_at; }
};

// kApplicationFields and kApplicationRecord are the description of Application.
inline constexpr Field kApplicationFields[] = {
    F<&Application::organization>("organization_id", kFixed | kRequired | kFilter),
    F<&Application::name>("name", kEditable | kRequired | kProvision, &kName),
    F<&Application::client_id>("client_id", kStored | kShown | kFilter | kConstant),
    F<&Application::access_profile>("access_profile", kEditable | kProvision),
    F<&Application::enabled>("enabled", kStored | kShown | kProvision),
    F<&Application::permissions>("permissions", kEditable | kProvision, &kPermission),
    F<&Application::token_format>("token_format", kEditable | kProvision),
    F<&Application::refresh_tokens>("refresh_tokens", kEditable | kProvision),
    F<&Application::jwks>("jwks", kStored | kProvision),
    F<&Application::audiences>("audiences", kEditable | kProvision, &kResource),
    F<&Application::generation>("generation", kStored | kAudited),
    F<&Application::rate_limit>("rate_limit", kEditable | kProvision, &kRateLimit),
};
inline constexpr RecordOf<Application> kApplicationRecord({
    .object = "application",
    .id_prefix = "app",
    .table = "applications",
    .other_key = "client_id",
    .organization = "organization_id",
    .fields = kApplicationFields,
});
inline const Record& DescriptionOf(const Application& /*row*/) { return kApplicationRecord; }

}  // namespace bearward::model
