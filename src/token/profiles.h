// Token profiles: one row a dialect's tokens. Format, lifetimes, algorithm and claims are read from
// the row; no other place knows them.
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

// Format says what the string is.
enum class Format : std::uint8_t { kJwt, kReference };

// Profile is one row. Reference tokens have the UUID form. A JWT row without claims functions has
// keys and lifetimes here and its writer elsewhere; no such token is accepted from anybody. Whether
// a session of a profile with refresh tokens gets them is for whoever opens it to say.
struct Profile {
  std::string_view name;
  model::ProfileSet bit = 0;  // 0: no row of the API takes its tokens
  Format format = Format::kReference;
  crypto::Algorithm algorithm = crypto::Algorithm::kHs256;
  // typ is the media type in a JWT's header (RFC 8725 section 3.11): tokens of one kind must not
  // pass for another.
  std::string_view typ = "JWT";
  // kid_prefix begins the kid of the profile's keys; empty: the header carries no kid at all.
  std::string_view kid_prefix;
  std::chrono::seconds access_lifetime{};
  // refresh_after_access is how long the refresh token outlives the access token; none: the profile
  // has no refresh tokens.
  std::optional<std::chrono::seconds> refresh_after_access;
  Format refresh_format = Format::kReference;
  // leeway is allowed past `exp` and before `nbf` when a JWT is checked.
  std::chrono::seconds leeway{};
  void (*write_claims)(json::Writer&, const ClaimFacts&) = nullptr;
  base::Result<ReadFacts> (*read_claims)(const json::Value&, std::string_view issuer,
                                         const model::EnvironmentId&) = nullptr;
  std::optional<model::EnvironmentId> (*environment_hint)(const json::Value&) = nullptr;
};

// LongestLifetime is how long after its issue some token of the profile may still be presented.
std::chrono::seconds LongestLifetime(const Profile& profile);

// Lifetime overrides one row's lifetimes from the configuration; one that names no row changes
// nothing, so whoever reads the configuration asks Find first.
struct Lifetime {
  std::string_view profile;
  std::optional<std::chrono::seconds> access;
  std::optional<std::chrono::seconds> refresh_after_access;
};

// Profiles is the table, with the configured lifetimes put in. Immutable; safe from any thread.
class Profiles {
 public:
  explicit Profiles(std::span<const Lifetime> overrides = {});
  // Find gives the row of that name, or nullptr.
  const Profile* Find(std::string_view name) const;
  std::span<const Profile> rows() const { return rows_; }

 private:
  std::vector<Profile> rows_;
};

// The names of the rows, for those who issue.
inline constexpr std::string_view kWorkMobile = "workmobile";
inline constexpr std::string_view kWorkSpan = "workspan";
inline constexpr std::string_view kWorkOsClient = "workos.client";
inline constexpr std::string_view kTeleTracker = "teletracker";
// kGatewayIdentity is what a gateway passes on to the API behind it. It is written there and never
// read here: no row that reads claims, so that we take none for an access token.
inline constexpr std::string_view kGatewayIdentity = "gateway.identity";
inline constexpr std::string_view kOauthJwt = "oauth.jwt";
inline constexpr std::string_view kOauthReference = "oauth.reference";

// The bits of the profiles whose tokens are credentials, for the rows that name what they take.
inline constexpr model::ProfileSet kWorkMobileBit = 1;
inline constexpr model::ProfileSet kWorkSpanBit = 2;
inline constexpr model::ProfileSet kWorkOsClientBit = 4;
inline constexpr model::ProfileSet kTeleTrackerBit = 8;
inline constexpr model::ProfileSet kOauthJwtBit = 16;
inline constexpr model::ProfileSet kOauthReferenceBit = 32;

}  // namespace bearward::token
