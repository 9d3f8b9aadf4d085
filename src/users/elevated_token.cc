#include "users/elevated_token.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "base/encode.h"
#include "base/precis.h"
#include "crypto/hash.h"
#include "store/sessions.h"

namespace bearward::users {
namespace {

constexpr std::chrono::minutes kLifetime(10);

// PurposeOf makes everything that a token is bound to part of what it was sealed for, so that it
// opens for nothing else. An organization is absent from the session of a user without one.
std::string PurposeOf(const model::Caller& caller, const model::User& user) {
  const std::string password = std::to_string(base::ToMillis(user.password_changed_at));
  const base::Digest bound =
      crypto::Sha256Parts({user.environment.text, user.id.text, caller.credential_id(),
                           caller->organization->text, base::NameKey(user.email), password});
  return "elevated-access/" + base::Base64UrlEncode(base::AsBytes(bound));
}

base::Error InvalidToken() {
  return base::Invalid("elevated_token_invalid",
                       "The elevated access token is not valid here. Verify the email address.");
}

base::Result<bool> IsLive(store::ReadTx& tx, const model::Caller& caller) {
  const model::SessionId id{std::string(caller.credential_id())};
  BW_TRY_ASSIGN(const auto session, store::FindSession(tx, caller->environment, id));
  return session && !session->ended_at;
}

}  // namespace

base::Result<ElevatedToken> SealElevation(const crypto::KeyRing& ring, const model::Caller& caller,
                                          const model::User& user, base::Time now) {
  const base::Time expires_at = now + kLifetime;
  BW_TRY_ASSIGN(
      std::string sealed,
      ring.Seal(base::Secret(std::to_string(base::ToMillis(expires_at))), PurposeOf(caller, user)));
  return ElevatedToken{.text = base::Secret(std::move(sealed)), .expires_at = expires_at};
}

base::Status CheckElevation(store::ReadTx& tx, const PresentedToken& presented,
                            const model::User& user) {
  // The caller chooses the text, so a key id that the ring does not have is no fault of the server.
  const auto opened =
      presented.ring.Open(presented.token.Reveal(), PurposeOf(presented.caller, user));
  if (!opened) return base::Fail(InvalidToken());
  BW_TRY_ASSIGN(const bool live, IsLive(tx, presented.caller));
  if (!live) return base::Fail(InvalidToken());
  const std::string_view text = opened->Reveal();
  std::int64_t expires_at = 0;
  std::from_chars(text.data(), text.data() + text.size(), expires_at);
  if (base::ToMillis(presented.now) < expires_at) return {};
  return base::Fail(base::Invalid("elevated_token_expired",
                                  "The elevated access token has expired. Verify the email "
                                  "address again."));
}

}  // namespace bearward::users
