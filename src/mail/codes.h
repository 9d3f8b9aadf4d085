// Codes: makes and checks the codes and tokens that prove the ownership of an email address. All
// functions with a transaction run inside that of their caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "model/email_code.h"
#include "model/event.h"
#include "model/rate_limit.h"
#include "store/email_codes.h"
#include "store/transaction.h"

namespace bearward::mail {

// kMostWrongCodes limits the wrong entries for one code, and kMostWrongCodesPerHour those for all
// codes of a kind.
inline constexpr std::int64_t kMostWrongCodes = 5;
inline constexpr std::int64_t kMostWrongCodesPerHour = 20;

// Token is a random text that is stored as its hash and sealed.
struct Token {
  base::Secret text;
  std::string hash = {};
  std::string sealed = {};
};

// MakeToken returns 25 characters with 148 random bits. `id` names the row that will contain it.
base::Result<Token> MakeToken(std::string_view id, const crypto::KeyRing& ring,
                              base::Entropy& entropy);
// HashOfToken returns the text by which a token is found.
std::string HashOfToken(const base::Secret& token);
// OpenSealed returns the code or token of the row with this id.
base::Result<base::Secret> OpenSealed(const crypto::KeyRing& ring, std::string_view sealed,
                                      std::string_view id);

// NewCode is a code that is not stored yet.
struct NewCode {
  model::EmailCode row;
  base::Secret text;
};

// MakeCode makes a code of six digits for ten minutes, or for kPasswordReset a token for 15
// minutes. Call it before the transaction.
base::Result<NewCode> MakeCode(model::EmailCodeKind kind, base::Time now,
                               const crypto::KeyRing& ring, base::Entropy& entropy);
// InsertCode stores a code of the user in `code.row.user`, with its event. `limit` bounds the codes
// of one kind for one user: kLimited "too_many_codes" beyond it. In monitor mode nothing is
// refused.
base::Status InsertCode(store::WriteTx& tx, const NewCode& code, const model::EventBy& by,
                        const std::optional<model::RateLimit>& limit);

// CodeCheck is the result of an entered code. kTooManyAttempts says nothing about the code: it is
// the result of every entry, right or wrong, until a new code is accepted.
enum class CodeCheck : std::uint8_t { kRight, kIncorrect, kExpired, kUsed, kTooManyAttempts };

// CheckedCode is the result with the newest code, if there is one.
struct CheckedCode {
  CodeCheck check = CodeCheck::kIncorrect;
  std::optional<model::EmailCode> row = {};
};

// CheckCode compares a code with the newest one of a user. A wrong code is counted, and an entry
// after kMostWrongCodesPerHour makes the newest code useless, so the transaction must be committed
// also when it is refused. The caller uses up a right one, in the transaction of what it permits.
base::Result<CheckedCode> CheckCode(store::WriteTx& tx, const store::EmailCodesOf& codes,
                                    const base::Secret& entered, const crypto::KeyRing& ring,
                                    base::Time now);
// UseCode marks a code as used.
base::Status UseCode(store::WriteTx& tx, model::EmailCode& code, base::Time now);

}  // namespace bearward::mail
