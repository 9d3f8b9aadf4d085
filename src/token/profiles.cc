#include "token/profiles.h"

#include <algorithm>

#include "token/jwt.h"

namespace bearward::token {
namespace {

using std::chrono::days;
using std::chrono::seconds;

// One row per dialect. The values are those of the vendors (contracts: WorkMobile 3, WorkSpan 3,
// WorkOS 1.1, TeleTracker 3); those of OAuth, of the gateways and of the console are our own.
constexpr std::array<Profile, 10> kRows = {{
    {.name = kWorkMobile,
     .bit = kWorkMobileBit,
     .format = Format::kJwt,
     .algorithm = crypto::Algorithm::kHs256,
     .access_lifetime = seconds(86'400),
     .leeway = seconds(60),
     .write_claims = WriteWorkMobileClaims,
     .read_claims = ReadWorkMobileClaims,
     .environment_hint = WorkMobileEnvironmentHint},
    {.name = kWorkSpan,
     .bit = kWorkSpanBit,
     .format = Format::kJwt,
     .algorithm = crypto::Algorithm::kHs256,
     .access_lifetime = seconds(863'999),
     .refresh_after_access = seconds(0),
     .refresh_format = Format::kJwt,
     .write_claims = WriteWorkSpanClaims,
     .read_claims = ReadWorkSpanClaims,
     .environment_hint = WorkSpanEnvironmentHint},
    {.name = kWorkOsClient,
     .bit = kWorkOsClientBit,
     .format = Format::kJwt,
     .algorithm = crypto::Algorithm::kRs256,
     // With the hyphen after "session", a token begins with the same characters as a token of the
     // vendor.
     .kid_prefix = "session-key-",
     .access_lifetime = seconds(300),
     // Sign-ins have refresh tokens; client tokens have none.
     .refresh_after_access = days(30),
     .write_claims = WriteWorkOsClientClaims,
     .read_claims = ReadWorkOsClientClaims},
    {.name = kWorkOsWidget,
     .bit = kWorkOsWidgetBit,
     .format = Format::kJwt,
     .algorithm = crypto::Algorithm::kRs256,
     .typ = kWidgetTyp,
     .kid_prefix = "session-key-",
     .keys = kWorkOsClient,
     .access_lifetime = seconds(3'600),
     .write_claims = WriteWorkOsWidgetClaims,
     .read_claims = ReadWorkOsWidgetClaims},
    {.name = kTeleTracker,
     .bit = kTeleTrackerBit,
     .format = Format::kReference,
     .algorithm = crypto::Algorithm::kHs256,
     .access_lifetime = seconds(3'600),
     .refresh_after_access = days(29)},
    {.name = kGatewayIdentity,
     .format = Format::kJwt,
     .algorithm = crypto::Algorithm::kEs256,
     .typ = "bearward-identity+jwt",
     .kid_prefix = "identity-key-",
     .access_lifetime = seconds(60)},
    {.name = kOauthJwt,
     .bit = kOauthJwtBit,
     .format = Format::kJwt,
     .algorithm = crypto::Algorithm::kEs256,
     .typ = kAccessTokenTyp,
     .kid_prefix = "oauth-key-",
     .access_lifetime = seconds(3'600),
     .refresh_after_access = days(30),
     .write_claims = WriteOauthClaims,
     .read_claims = ReadOauthClaims},
    {.name = kOauthReference,
     .bit = kOauthReferenceBit,
     .format = Format::kReference,
     .algorithm = crypto::Algorithm::kHs256,
     .access_lifetime = seconds(3'600),
     .refresh_after_access = days(30)},
    {.name = kConsole,
     .bit = kConsoleBit,
     .format = Format::kReference,
     .algorithm = crypto::Algorithm::kHs256,
     .access_lifetime = seconds(43'200)},
    {.name = kMasquerade,
     .bit = kConsoleBit,
     .format = Format::kReference,
     .algorithm = crypto::Algorithm::kHs256,
     .access_lifetime = seconds(3'600)},
}};

seconds LifetimeOf(const Profile& profile) {
  seconds longest = profile.access_lifetime + profile.leeway;
  if (profile.refresh_format == Format::kJwt) {
    longest += profile.refresh_after_access.value_or(seconds(0));
  }
  return longest;
}

}  // namespace

Profiles::Profiles(std::span<const Lifetime> overrides, IssuerForm workos_issuer)
    : rows_(kRows.begin(), kRows.end()) {
  std::ranges::find(rows_, kWorkOsClient, &Profile::name)->issuer_form = workos_issuer;
  for (const Lifetime& lifetime : overrides) {
    const auto row = std::ranges::find(rows_, lifetime.profile, &Profile::name);
    if (row == rows_.end()) continue;
    if (lifetime.access) row->access_lifetime = *lifetime.access;
    // A lifetime does not add refresh tokens to a profile that has none.
    if (lifetime.refresh_after_access && row->refresh_after_access) {
      row->refresh_after_access = lifetime.refresh_after_access;
    }
  }
}

const Profile* Profiles::Find(std::string_view name) const {
  const auto row = std::ranges::find(rows_, name, &Profile::name);
  return row == rows_.end() ? nullptr : &*row;
}

const Profile* Profiles::FindSigned(std::string_view keys, std::string_view typ) const {
  const auto row = std::ranges::find_if(
      rows_, [&](const Profile& profile) { return KeysOf(profile) == keys && profile.typ == typ; });
  return row == rows_.end() ? nullptr : &*row;
}

seconds Profiles::LongestLifetime(std::string_view keys) const {
  seconds longest(0);
  for (const Profile& profile : rows_) {
    if (KeysOf(profile) == keys) longest = std::max(longest, LifetimeOf(profile));
  }
  return longest;
}

}  // namespace bearward::token
