#include "mail/codes.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/encode.h"
#include "base/random_text.h"
#include "crypto/hash.h"
#include "model/changes.h"

namespace bearward::mail {
namespace {

using enum model::EventType;
using model::EmailCode;
using model::EmailCodeKind;

constexpr std::size_t kTokenLength = 25;
constexpr std::size_t kCodeLength = 6;
constexpr std::string_view kDigits = "0123456789";

// A sealed text of one row must not open in another.
std::string PurposeOf(std::string_view id) { return "email-code/" + std::string(id); }

std::chrono::minutes LifetimeOf(EmailCodeKind kind) {
  return std::chrono::minutes(kind == EmailCodeKind::kPasswordReset ? 15 : 10);
}

model::EventType EventOf(EmailCodeKind kind) {
  switch (kind) {
    case EmailCodeKind::kEmailVerification:
      return kEmailVerificationCreated;
    case EmailCodeKind::kMagicAuth:
      return kMagicAuthCreated;
    case EmailCodeKind::kPasswordReset:
      return kPasswordResetCreated;
    case EmailCodeKind::kEmailChange:
      break;
  }
  return kEmailChangeCreated;
}

store::EmailCodesOf CodesLike(const EmailCode& row) {
  return {row.environment, row.kind, row.user};
}

base::Result<bool> IsExhausted(store::ReadTx& tx, const EmailCode& row, base::Time now) {
  if (row.attempts >= kMostWrongCodes) return true;
  BW_TRY_ASSIGN(const auto recent,
                store::ListEmailCodesSince(tx, CodesLike(row), now - std::chrono::hours(1)));
  std::int64_t wrong = 0;
  for (const EmailCode& code : recent) wrong += code.attempts;
  return wrong >= kMostWrongCodesPerHour;
}

CodeCheck CheckState(const EmailCode& row, base::Time now) {
  if (row.used_at) return CodeCheck::kUsed;
  return now < row.expires_at ? CodeCheck::kRight : CodeCheck::kExpired;
}

// CheckLimit refuses one more code like `row`. The wait ends when the oldest code that counts
// leaves the window.
base::Status CheckLimit(store::WriteTx& tx, const EmailCode& row, const model::RateLimit& limit) {
  const std::chrono::seconds window(limit.window);
  BW_TRY_ASSIGN(const auto recent,
                store::ListEmailCodesSince(tx, CodesLike(row), row.created_at - window));
  if (recent.size() < limit.permits) return {};
  base::Time oldest = row.created_at;
  for (const EmailCode& earlier : recent) oldest = std::min(oldest, earlier.created_at);
  const auto wait = std::chrono::ceil<std::chrono::seconds>(oldest + window - row.created_at);
  return base::Fail(base::Limited("too_many_codes",
                                  "Too many codes were sent to this user. Try again later.",
                                  std::max(wait, std::chrono::seconds(1))));
}

}  // namespace

base::Result<Token> MakeToken(std::string_view id, const crypto::KeyRing& ring,
                              base::Entropy& entropy) {
  Token token{.text = base::Secret(base::RandomText(base::kBase62, kTokenLength, entropy))};
  token.hash = HashOfToken(token.text);
  BW_TRY_ASSIGN(token.sealed, ring.Seal(token.text, PurposeOf(id)));
  return token;
}

std::string HashOfToken(const base::Secret& token) {
  return base::Base64UrlEncode(base::AsBytes(crypto::Sha256(token.Reveal())));
}

base::Result<base::Secret> OpenSealed(const crypto::KeyRing& ring, std::string_view sealed,
                                      std::string_view id) {
  return ring.Open(sealed, PurposeOf(id));
}

base::Result<NewCode> MakeCode(EmailCodeKind kind, base::Time now, const crypto::KeyRing& ring,
                               base::Entropy& entropy) {
  NewCode code;
  code.row.kind = kind;
  code.row.id = std::string(base::Word(kind)) + "_" + base::NewUlid(now, entropy);
  code.row.created_at = now;
  code.row.updated_at = now;
  code.row.expires_at = now + LifetimeOf(kind);
  if (kind == EmailCodeKind::kPasswordReset) {
    BW_TRY_ASSIGN(Token token, MakeToken(code.row.id, ring, entropy));
    code.text = std::move(token.text);
    code.row.token_hash = std::move(token.hash);
    code.row.sealed = std::move(token.sealed);
    return code;
  }
  code.text = base::Secret(base::RandomText(kDigits, kCodeLength, entropy));
  BW_TRY_ASSIGN(code.row.sealed, ring.Seal(code.text, PurposeOf(code.row.id)));
  return code;
}

base::Status InsertCode(store::WriteTx& tx, const NewCode& code, const model::EventBy& by,
                        const std::optional<model::RateLimit>& limit) {
  const EmailCode& row = code.row;
  if (limit && limit->mode == model::LimitMode::kEnforce) BW_TRY(CheckLimit(tx, row, *limit));
  BW_TRY(store::EmailCodes().Insert(tx, row));
  return tx.Append(
      by.Make(EventOf(row.kind), row.id, std::nullopt, model::Changes::Created(row).Json()));
}

base::Result<CheckedCode> CheckCode(store::WriteTx& tx, const store::EmailCodesOf& codes,
                                    const base::Secret& entered, const crypto::KeyRing& ring,
                                    base::Time now) {
  CheckedCode checked;
  BW_TRY_ASSIGN(checked.row, store::FindNewestEmailCode(tx, codes));
  if (!checked.row) return checked;
  EmailCode& row = *checked.row;
  BW_TRY_ASSIGN(const bool exhausted, IsExhausted(tx, row, now));
  if (exhausted) {
    // The code stays refused after the hour. It is marked as used instead of exhausted, so that an
    // owner who enters several right codes does not prolong the hour.
    checked.check = CodeCheck::kTooManyAttempts;
    if (row.attempts < kMostWrongCodes && !row.used_at) BW_TRY(UseCode(tx, row, now));
    return checked;
  }
  BW_TRY_ASSIGN(const base::Secret right, OpenSealed(ring, row.sealed, row.id));
  if (!entered.Equals(right)) {
    row.attempts += 1;
    row.updated_at = now;
    BW_TRY(store::EmailCodes().Update(tx, row));
    return checked;
  }
  checked.check = CheckState(row, now);
  return checked;
}

base::Status UseCode(store::WriteTx& tx, EmailCode& code, base::Time now) {
  code.used_at = now;
  code.updated_at = now;
  return store::EmailCodes().Update(tx, code);
}

}  // namespace bearward::mail
