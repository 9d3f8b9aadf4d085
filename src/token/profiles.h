// Token profiles: one row per dialect. The row defines format, lifetimes, algorithm and claims of
// its tokens; no other code does.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "crypto/sign.h"
#include "token/claims.h"

namespace bearward::token {

// Format is the kind of string that a token is.
enum class Format : std::uint8_t { kJwt, kReference };

// Profile is one row. Reference tokens have the form of a UUID. A JWT row without claims functions
// has only keys and lifetimes here; its writer is elsewhere, and its tokens are never accepted. The
// caller of Issuer::Open decides whether a session of a profile with refresh tokens gets one.
struct Profile {
  std::string_view name;
  model::ProfileSet bit = 0;  // 0: no route of the API accepts its tokens
  Format format = Format::kReference;
  crypto::Algorithm algorithm = crypto::Algorithm::kHs256;
  // typ is the media type in the header of a JWT (RFC 8725 section 3.11). It keeps tokens of one
  // kind from being accepted as another.
  std::string_view typ = "JWT";
  // kid_prefix begins the kid of the keys of the profile; empty: the header has no kid.
  std::string_view kid_prefix = {};
  // keys names the row whose keys sign the JWTs of this row, which then has none of its own; empty:
  // its own. Rows that share keys differ in `typ`.
  std::string_view keys = {};
  std::chrono::seconds access_lifetime{};
  // refresh_after_access is how long the refresh token outlives the access token; unset: the
  // profile has no refresh tokens.
  std::optional<std::chrono::seconds> refresh_after_access = {};
  Format refresh_format = Format::kReference;
  // leeway is allowed past `exp` and before `nbf` when a JWT is checked.
  std::chrono::seconds leeway{};
  IssuerForm issuer_form = IssuerForm::kUrl;  // of the rows of WorkOS' dialect
  void (*write_claims)(json::Writer&, const ClaimFacts&) = nullptr;
  base::Result<ReadFacts> (*read_claims)(const json::Value&, std::string_view issuer,
                                         const model::EnvironmentId&) = nullptr;
  std::optional<model::EnvironmentId> (*environment_hint)(const json::Value&) = nullptr;
};

// KeysOf returns the name of the row whose keys sign the JWTs of a row.
constexpr std::string_view KeysOf(const Profile& profile) {
  return profile.keys.empty() ? profile.name : profile.keys;
}

// Lifetime overrides the lifetimes of one row from the configuration. An override for an unknown
// row has no effect, so the reader of the configuration must check the name with Find.
struct Lifetime {
  std::string_view profile;
  std::optional<std::chrono::seconds> access;
  std::optional<std::chrono::seconds> refresh_after_access;
};

// Profiles is the table, with the configured lifetimes. Immutable; safe from any thread.
class Profiles {
 public:
  explicit Profiles(std::span<const Lifetime> overrides = {},
                    IssuerForm workos_issuer = IssuerForm::kUrl);
  // Find returns the row of that name, or nullptr.
  const Profile* Find(std::string_view name) const;
  // FindSigned returns the row of the JWTs with this `typ` that the keys of a row sign, or nullptr.
  const Profile* FindSigned(std::string_view keys, std::string_view typ) const;
  // LongestLifetime is the time after issue during which some JWT that the keys of a row sign may
  // be accepted.
  std::chrono::seconds LongestLifetime(std::string_view keys) const;
  std::span<const Profile> rows() const { return rows_; }

 private:
  std::vector<Profile> rows_;
};

// The names of the rows, for code that issues tokens.
inline constexpr std::string_view kWorkMobile = "workmobile";
inline constexpr std::string_view kWorkSpan = "workspan";
inline constexpr std::string_view kWorkOsClient = "workos.client";
// kWorkOsWidget is the token that a product hands to WorkOS' widgets in a browser.
inline constexpr std::string_view kWorkOsWidget = "workos.widget";
inline constexpr std::string_view kTeleTracker = "teletracker";
// kGatewayIdentity is the token that a gateway forwards to the API behind it. The gateway module
// writes it. This server never accepts it as an access token, so its row has no reader of claims.
inline constexpr std::string_view kGatewayIdentity = "gateway.identity";
inline constexpr std::string_view kOauthJwt = "oauth.jwt";
inline constexpr std::string_view kOauthReference = "oauth.reference";
// kConsole is the token in the session cookie of the console (door/session_cookie.h).
inline constexpr std::string_view kConsole = "console";
// kMasquerade is that of a user who acts as another one in the console (docs/masquerade.md). Routes
// accept it as they accept kConsole.
inline constexpr std::string_view kMasquerade = "console.masquerade";

// The bits of the profiles whose tokens are credentials, for routes that restrict the profiles.
inline constexpr model::ProfileSet kWorkMobileBit = 1;
inline constexpr model::ProfileSet kWorkSpanBit = 2;
inline constexpr model::ProfileSet kWorkOsClientBit = 4;
inline constexpr model::ProfileSet kTeleTrackerBit = 8;
inline constexpr model::ProfileSet kOauthJwtBit = 16;
inline constexpr model::ProfileSet kOauthReferenceBit = 32;
inline constexpr model::ProfileSet kConsoleBit = 64;
// kOrganizationKeyBit stands for the API keys of organizations. They have no profile, but a route
// must accept them explicitly, like a token.
inline constexpr model::ProfileSet kOrganizationKeyBit = 128;
inline constexpr model::ProfileSet kWorkOsWidgetBit = 256;
// kForwardedProfiles are those that a gateway accepts for the API behind it. A widget token is for
// this server only.
inline constexpr model::ProfileSet kForwardedProfiles =
    static_cast<model::ProfileSet>(model::kAnyProfile & ~kWorkOsWidgetBit);

}  // namespace bearward::token
