#include <argon2.h>
#include <crypt.h>
#include <openssl/err.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <memory>

#include "crypto/openssl.h"
#include "crypto/password_hash.h"

namespace bearward::crypto {
namespace {

constexpr std::size_t kMaxText = 1024;
constexpr std::size_t kBcryptPassword = 72;  // bcrypt ignores the bytes after these
constexpr std::size_t kAesKey = 32;
constexpr std::uint64_t kScryptMemory = std::uint64_t{1} << 31;  // bytes

std::unexpected<base::Error> NoMemory() {
  return base::Fail(base::Unavailable("no_memory", "no memory for a password hash"));
}

// libsodium's Argon2id is twice as fast as libargon2, and HashPassword uses it. Its verify function
// is not used, because it reports a lack of memory as a mismatch, which must not count as a wrong
// password.
base::Result<std::string> SodiumArgon2id(std::string_view password, const PasswordHash& hash) {
  static const bool ready = sodium_init() >= 0;
  if (!ready) return base::Fail(base::Internal("libsodium does not start"));
  std::string out(hash.hash.size(), '\0');
  if (crypto_pwhash_argon2id(Bytes(out), out.size(), password.data(), password.size(),
                             Bytes(hash.salt), hash.passes, std::size_t{hash.memory_kib} * 1024,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return NoMemory();
  }
  return out;
}

// libargon2 supports the variants, versions, lanes and salts that libsodium does not.
base::Result<std::string> LibArgon2(std::string_view password, const PasswordHash& hash,
                                    argon2_type type) {
  std::string out(hash.hash.size(), '\0');
  argon2_context context{};
  context.out = Bytes(out);
  context.outlen = static_cast<std::uint32_t>(out.size());
  context.pwd = const_cast<std::uint8_t*>(Bytes(password));
  context.pwdlen = static_cast<std::uint32_t>(password.size());
  context.salt = const_cast<std::uint8_t*>(Bytes(hash.salt));
  context.saltlen = static_cast<std::uint32_t>(hash.salt.size());
  context.t_cost = hash.passes;
  context.m_cost = hash.memory_kib;
  context.lanes = hash.lanes;
  context.threads = 1;
  context.version = hash.version;
  const int code = argon2_ctx(&context, type);
  if (code == ARGON2_MEMORY_ALLOCATION_ERROR) return NoMemory();
  if (code != ARGON2_OK) return base::Fail(base::Internal(argon2_error_message(code)));
  return out;
}

bool IsSodiums(const PasswordHash& hash) {
  return hash.scheme->variant == "id" && hash.version == ARGON2_VERSION_13 && hash.lanes == 1 &&
         hash.salt.size() == crypto_pwhash_argon2id_SALTBYTES;
}

base::Result<std::string> ComputeArgon2(std::string_view password, const PasswordHash& hash) {
  if (IsSodiums(hash)) return SodiumArgon2id(password, hash);
  const std::string_view variant = hash.scheme->variant;
  return LibArgon2(password, hash,
                   variant == "id" ? Argon2_id : (variant == "i" ? Argon2_i : Argon2_d));
}

base::Result<std::string> ComputeBcrypt(std::string_view password, const PasswordHash& hash) {
  const std::string read(password.substr(0, kBcryptPassword));
  // crypt_r would stop at the NUL, and a shorter password would match.
  if (read.contains('\0')) return std::string();
  std::string setting = "$" + std::string(hash.scheme->name) + "$";
  setting.append(1, static_cast<char>('0' + hash.log_cost / 10));
  setting.append(1, static_cast<char>('0' + hash.log_cost % 10)).append("$").append(hash.salt);
  const auto data = std::make_unique<crypt_data>();
  const char* made = crypt_r(read.c_str(), setting.c_str(), data.get());
  const std::string_view text = made == nullptr ? std::string_view("*") : std::string_view(made);
  if (text.starts_with('*')) return base::Fail(base::Internal("libcrypt refuses a bcrypt hash"));
  std::string out(text.substr(text.size() - std::min(text.size(), hash.hash.size())));
  sodium_memzero(data.get(), sizeof(crypt_data));
  return out;
}

base::Result<std::string> Scrypt(std::string_view password, const PasswordHash& hash,
                                 std::string_view salt, std::size_t size) {
  std::string out(size, '\0');
  if (EVP_PBE_scrypt(password.data(), password.size(), Bytes(salt), salt.size(),
                     std::uint64_t{1} << hash.log_cost, hash.block, hash.lanes, kScryptMemory,
                     Bytes(out), out.size()) == 1) {
    return out;
  }
  ERR_clear_error();
  return NoMemory();
}

base::Result<std::string> ComputeScrypt(std::string_view password, const PasswordHash& hash) {
  return Scrypt(password, hash, hash.salt, hash.hash.size());
}

// Firebase encrypts the project's signer key with AES-256-CTR; scrypt derives the AES key from the
// password.
base::Result<std::string> ComputeFirebaseScrypt(std::string_view password,
                                                const PasswordHash& hash) {
  BW_TRY_ASSIGN(const std::string key, Scrypt(password, hash, hash.salt + hash.separator, kAesKey));
  const CipherCtxPtr context(EVP_CIPHER_CTX_new());
  const std::array<unsigned char, 16> counter{};
  std::string out(hash.signer_key.size(), '\0');
  int length = 0;
  if (!context ||
      EVP_EncryptInit_ex2(context.get(), EVP_aes_256_ctr(), Bytes(std::string_view(key)),
                          counter.data(), nullptr) != 1 ||
      EVP_EncryptUpdate(context.get(), Bytes(out), &length, Bytes(hash.signer_key),
                        static_cast<int>(hash.signer_key.size())) != 1) {
    return base::Fail(OpenSslError("AES-256-CTR"));
  }
  return out;
}

const EVP_MD* DigestOf(const PasswordHash& hash) {
  const std::string_view digest = hash.scheme->variant;
  if (digest == "SHA1") return EVP_sha1();
  return digest == "SHA512" ? EVP_sha512() : EVP_sha256();
}

base::Result<std::string> ComputePbkdf2(std::string_view password, const PasswordHash& hash) {
  std::string out(hash.hash.size(), '\0');
  if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), Bytes(hash.salt),
                        static_cast<int>(hash.salt.size()), static_cast<int>(hash.passes),
                        DigestOf(hash), static_cast<int>(out.size()), Bytes(out)) != 1) {
    return base::Fail(OpenSslError("PBKDF2"));
  }
  return out;
}

base::Result<std::string> ComputeSaltedSha(std::string_view password, const PasswordHash& hash) {
  const bool prefix = hash.scheme->variant == "SHA256 prefix";
  const std::string text =
      prefix ? hash.salt + std::string(password) : std::string(password) + hash.salt;
  std::string out(hash.hash.size(), '\0');
  if (EVP_Digest(text.data(), text.size(), Bytes(out), nullptr, DigestOf(hash), nullptr) != 1) {
    return base::Fail(OpenSslError("a salted digest"));
  }
  return out;
}

// Measured on the reference machine, rounded up.
std::uint64_t TimeOfArgon2(const PasswordHash& hash) {
  return std::uint64_t{hash.memory_kib} * hash.passes;  // 1 us per KiB and pass
}
std::uint64_t TimeOfBcrypt(const PasswordHash& hash) { return std::uint64_t{70} << hash.log_cost; }
std::uint64_t TimeOfScrypt(const PasswordHash& hash) {
  return (std::uint64_t{1} << hash.log_cost) * hash.block * hash.lanes * 42 / 100;
}
std::uint64_t TimeOfPbkdf2(const PasswordHash& hash) {
  const bool wide = hash.scheme->variant == "SHA512";
  const std::size_t block = wide ? 64 : (hash.scheme->variant == "SHA1" ? 20 : 32);
  const std::uint64_t blocks = (hash.hash.size() + block - 1) / block;
  return std::uint64_t{hash.passes} * blocks * (wide ? 60 : 28) / 100;
}
std::uint64_t TimeOfDigest(const PasswordHash&) { return 10; }

std::uint64_t MemoryOfArgon2(const PasswordHash& hash) { return hash.memory_kib; }
std::uint64_t MemoryOfScrypt(const PasswordHash& hash) {
  return ((std::uint64_t{1} << hash.log_cost) + hash.lanes) * hash.block / 8;
}
std::uint64_t LittleMemory(const PasswordHash&) { return 40; }

using Type = PasswordHashType;

constexpr HashScheme kSchemes[] = {
    {"argon2id", Type::kArgon2, "id", ParseArgon2, ComputeArgon2, TimeOfArgon2, MemoryOfArgon2},
    {"argon2i", Type::kArgon2, "i", ParseArgon2, ComputeArgon2, TimeOfArgon2, MemoryOfArgon2},
    {"argon2d", Type::kArgon2, "d", ParseArgon2, ComputeArgon2, TimeOfArgon2, MemoryOfArgon2},
    {"2a", Type::kBcrypt, "", ParseBcrypt, ComputeBcrypt, TimeOfBcrypt, LittleMemory},
    {"2b", Type::kBcrypt, "", ParseBcrypt, ComputeBcrypt, TimeOfBcrypt, LittleMemory},
    {"2y", Type::kBcrypt, "", ParseBcrypt, ComputeBcrypt, TimeOfBcrypt, LittleMemory},
    {"scrypt", Type::kScrypt, "", ParseScrypt, ComputeScrypt, TimeOfScrypt, MemoryOfScrypt},
    {"firebase-scrypt", Type::kFirebaseScrypt, "", ParseFirebaseScrypt, ComputeFirebaseScrypt,
     TimeOfScrypt, MemoryOfScrypt},
    {"pbkdf2", Type::kPbkdf2, "SHA1", ParsePbkdf2, ComputePbkdf2, TimeOfPbkdf2, LittleMemory},
    {"pbkdf2-sha1", Type::kPbkdf2, "SHA1", ParsePbkdf2, ComputePbkdf2, TimeOfPbkdf2, LittleMemory},
    {"pbkdf2-sha256", Type::kPbkdf2, "SHA256", ParsePbkdf2, ComputePbkdf2, TimeOfPbkdf2,
     LittleMemory},
    {"pbkdf2-sha512", Type::kPbkdf2, "SHA512", ParsePbkdf2, ComputePbkdf2, TimeOfPbkdf2,
     LittleMemory},
    {"ssha", Type::kSsha, "SHA1", ParseSaltedSha, ComputeSaltedSha, TimeOfDigest, LittleMemory},
    {"ssha256", Type::kSsha256, "SHA256", ParseSaltedSha, ComputeSaltedSha, TimeOfDigest,
     LittleMemory},
    {"ssha256-prefix", Type::kSsha256, "SHA256 prefix", ParseSaltedSha, ComputeSaltedSha,
     TimeOfDigest, LittleMemory},
};

}  // namespace

std::optional<PasswordHash> ParsePasswordHash(std::string_view text) {
  if (text.size() > kMaxText || !text.starts_with('$')) return std::nullopt;
  text.remove_prefix(1);
  const std::size_t end = text.find('$');
  if (end == std::string_view::npos) return std::nullopt;
  const auto scheme = std::ranges::find(kSchemes, text.substr(0, end), &HashScheme::name);
  if (scheme == std::end(kSchemes)) return std::nullopt;
  PasswordHash hash;
  hash.scheme = scheme;
  if (!scheme->parse(text.substr(end + 1), hash)) return std::nullopt;
  return hash;
}

}  // namespace bearward::crypto
