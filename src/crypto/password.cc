#include "crypto/password.h"

#include <atomic>

#include "base/precis.h"
#include "crypto/password_hash.h"

namespace bearward::crypto {
namespace {

constexpr std::uint32_t kMinMemoryKib = 8;
constexpr std::uint32_t kMaxMemoryKib = 1U << 20;
constexpr std::uint32_t kMaxPasses = 64;
constexpr std::size_t kSaltSize = 16;
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kMaxPassword = 4096;

bool InRange(const PasswordCost& cost) {
  return cost.memory_kib >= kMinMemoryKib && cost.memory_kib <= kMaxMemoryKib && cost.passes >= 1 &&
         cost.passes <= kMaxPasses;
}

std::atomic<std::uint64_t> hashes_checked = 0;

base::Result<bool> Matches(std::string_view bytes, const PasswordHash& hash) {
  BW_TRY_ASSIGN(const std::string made, hash.scheme->compute(bytes, hash));
  hashes_checked.fetch_add(1, std::memory_order_relaxed);
  return base::ConstantTimeEqual(made, hash.hash);
}

}  // namespace

base::Result<std::string> HashPassword(const base::Secret& password, PasswordCost cost,
                                       base::Entropy& entropy) {
  if (!InRange(cost)) {
    return base::Fail(base::Invalid("invalid_password_cost", "The hash cost is out of range."));
  }
  if (password.Reveal().size() > kMaxPassword) {
    return base::Fail(base::Invalid("password_too_long", "The password is too long."));
  }
  std::string salt(kSaltSize, '\0');
  entropy.Fill({reinterpret_cast<std::uint8_t*>(salt.data()), salt.size()});
  std::string phc = "$argon2id$v=19$m=" + std::to_string(cost.memory_kib);
  phc.append(",t=").append(std::to_string(cost.passes)).append(",p=1$");
  phc.append(EncodeHashField(salt)).append("$");
  // compute reads the parameters from the parsed text, so that both agree; the zeros only set the
  // length of the hash.
  const auto wanted = ParsePasswordHash(phc + EncodeHashField(std::string(kHashSize, '\0')));
  if (!wanted) return base::Fail(base::Internal("a hash in the own format cannot be parsed"));
  const base::Secret form(base::PasswordForm(password.Reveal()));
  BW_TRY_ASSIGN(const std::string hash, wanted->scheme->compute(form.Reveal(), *wanted));
  return phc.append(EncodeHashField(hash));
}

base::Result<PasswordMatch> MatchPassword(const base::Secret& password, std::string_view phc) {
  const auto parsed = ParsePasswordHash(phc);
  if (!parsed) {
    return base::Fail(
        base::Invalid("invalid_password_hash", "The password hash has an unknown format."));
  }
  if (password.Reveal().size() > kMaxPassword) return PasswordMatch::kNone;
  const base::Secret form(base::PasswordForm(password.Reveal()));
  BW_TRY_ASSIGN(const bool matches, Matches(form.Reveal(), *parsed));
  if (form.Reveal() == password.Reveal()) {
    return matches ? PasswordMatch::kForm : PasswordMatch::kNone;
  }
  // Compute it even after a match, so that the time does not reveal whether the password is right.
  BW_TRY_ASSIGN(const bool as_typed, Matches(password.Reveal(), *parsed));
  if (matches) return PasswordMatch::kForm;
  return as_typed ? PasswordMatch::kAsTyped : PasswordMatch::kNone;
}

std::uint64_t PasswordHashesChecked() { return hashes_checked.load(std::memory_order_relaxed); }

base::Result<bool> VerifyPassword(const base::Secret& password, std::string_view phc) {
  BW_TRY_ASSIGN(const PasswordMatch match, MatchPassword(password, phc));
  return match != PasswordMatch::kNone;
}

bool IsPasswordHash(std::string_view text) { return ParsePasswordHash(text).has_value(); }

std::optional<PasswordCost> CostOfPasswordHash(std::string_view phc) {
  const auto parsed = ParsePasswordHash(phc);
  const bool ours = parsed && parsed->scheme->name == "argon2id" && parsed->version == 19 &&
                    parsed->lanes == 1 && parsed->salt.size() == kSaltSize &&
                    parsed->hash.size() == kHashSize;
  return ours ? std::optional(PasswordCost{parsed->memory_kib, parsed->passes}) : std::nullopt;
}

}  // namespace bearward::crypto
