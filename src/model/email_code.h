// EmailCode: a code or token, sent by email, that proves the ownership of an address.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/words.h"
#include "model/forms.h"
#include "model/record.h"

namespace bearward::model {

// EmailCodeKind is what a code permits. The words are the prefixes of the ids. kAuthChallenge
// proves that a signed-in user still owns its address.
enum class EmailCodeKind : std::uint8_t {
  kEmailVerification,
  kMagicAuth,
  kPasswordReset,
  kEmailChange,
  kPasswordlessSession,  // a link that signs a user in
  kAuthChallenge
};

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::EmailCodeKind> {
  static constexpr std::array<std::string_view, 6> kWords = {
      "email_verification", "magic_auth",           "password_reset",
      "email_change",       "passwordless_session", "auth_challenge"};
};

namespace bearward::model {

// EmailCode belongs to one user. `email` is the address to which it is sent: the user's own, or for
// kEmailChange the new one. Only the newest code of a kind is accepted.
struct EmailCode : Entity {
  EmailCodeKind kind = EmailCodeKind::kEmailVerification;
  UserId user;
  std::string email;
  base::Time expires_at;
  std::string sealed;                     // crypto::KeyRing::Seal of the code, or of the link
  std::optional<std::string> token_hash;  // base64url of the SHA-256; of a reset and of a link
  std::int64_t attempts = 0;              // wrong codes that were entered
  std::optional<base::Time> used_at;
  std::optional<std::string> invitation;  // the id of the one that a sign-in accepts
};

// kEmailCodeFields and kEmailCode describe the table. The rows have no verbs of a resource, because
// a kind permits other operations than the next one.
inline constexpr Field kEmailCodeFields[] = {
    F<&EmailCode::kind>("kind", kStored | kAudited | kConstant),
    F<&EmailCode::user>("user_id", kStored | kAudited | kConstant),
    F<&EmailCode::email>("email", kStored | kAudited | kConstant, &kEmail),
    F<&EmailCode::expires_at>("expires_at", kStored | kAudited | kConstant),
    F<&EmailCode::sealed>("sealed", kStored | kConstant | kUnaudited),
    F<&EmailCode::token_hash>("token_hash", kStored | kConstant | kUnaudited),
    F<&EmailCode::attempts>("attempts", kStored | kUnaudited),
    F<&EmailCode::used_at>("used_at", kStored | kUnaudited),
    F<&EmailCode::invitation>("invitation_id", kStored | kConstant | kUnaudited),
};
inline constexpr RecordOf<EmailCode> kEmailCode({
    .object = "email_code",
    .id_prefix = "email_code",
    .table = "email_codes",
    .fields = kEmailCodeFields,
});
inline const Record& DescriptionOf(const EmailCode& /*row*/) { return kEmailCode; }

}  // namespace bearward::model
