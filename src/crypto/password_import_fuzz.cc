// Fuzz target: an imported hash parses again to the same text and costs no more than the limits.
#include "base/digest.h"
#include "crypto/password_import.h"

#include "crypto/password.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward::crypto;
  const auto require = [](bool good) {
    if (!good) __builtin_trap();
  };
  if (size == 0) return 0;
  ForeignPasswordHash foreign;
  foreign.text = bearward::base::AsBytes({data + 1, size - 1});
  if (data[0] % 8 != 7) foreign.type = static_cast<PasswordHashType>(data[0] % 8);
  if (data[0] & 0x40) foreign.salt_position = SaltPosition::kPrefix;
  const auto stored = ImportPasswordHash(foreign);
  if (!stored) {
    require(stored.error().reason == "invalid_password_hash");
    return 0;
  }
  require(stored->starts_with('$') && IsPasswordHash(*stored));
  require(*EstimatedMatchTime(*stored) < kLongestImportedMatch + std::chrono::milliseconds(1));
  const auto again = ImportPasswordHash({*stored, foreign.type, {}});
  require(again && *again == *stored);
  return 0;
}
