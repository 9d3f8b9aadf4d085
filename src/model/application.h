// Application: the machine principal of one organization (WorkSpan's Application User, an OAuth 2.0
// client).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "model/ids.h"
#include "model/rate_limit.h"

namespace bearward::model {

// TokenFormat says what an application's OAuth access tokens are.
enum class TokenFormat : std::uint8_t { kJwt, kReference };

// TokenFormatName and ParseTokenFormat translate to and from "jwt" and "reference".
std::string_view TokenFormatName(TokenFormat format);
std::optional<TokenFormat> ParseTokenFormat(std::string_view name);

// Application has an immutable public `client_id`, unique in its environment, and secrets apart.
struct Application {
  EnvironmentId environment;
  ApplicationId id;
  OrganizationId organization;
  std::string name;
  std::string client_id;
  std::string access_profile;  // the profile's name
  bool enabled = true;
  // permissions is all that it may do, and so the scopes that it may ask for; "*" is everything.
  std::vector<std::string> permissions = {};
  TokenFormat token_format = TokenFormat::kJwt;
  // refresh_tokens says whether client credentials bring a refresh token (RFC 6749 section 4.4.3
  // advises against it).
  bool refresh_tokens = false;
  // jwks is the text of a JWK set with the public keys that sign its assertions, or empty.
  std::string jwks = {};
  // audiences are the resources that it may ask tokens for, besides ourselves (RFC 8707).
  std::vector<std::string> audiences = {};
  // generation is raised by whatever must end all its tokens at once; a token that nobody keeps a
  // record of carries the one that it was issued in.
  std::int64_t generation = 0;
  base::Time created_at;
  base::Time updated_at;
  std::optional<RateLimit> rate_limit = {};  // none: unlimited
};

// ApplicationSecret is one secret, as its SHA-256. Several live beside each other while clients
// move from one to the next.
struct ApplicationSecret {
  EnvironmentId environment;
  std::string id;  // sec_...
  ApplicationId application;
  base::Digest hash{};
  std::string hint = {};  // its last characters, to tell it from the others
  base::Time created_at;
  std::optional<base::Time> expires_at = {};    // none: until it is removed
  std::optional<base::Time> last_used_at = {};  // behind by at most a minute

  // IsLive says whether the secret is still good.
  bool IsLive(base::Time now) const { return !expires_at || now < *expires_at; }
};

}  // namespace bearward::model
