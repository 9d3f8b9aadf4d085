// KeyRing: the master keys that protect what the store must give back in the clear: signing keys,
// webhook secrets. The ring itself lives in a file or a variable, never in the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::crypto {

// KeyRing holds master keys in order: the first seals, every one opens. It does not change after
// Parse; const use is safe from any thread.
class KeyRing {
 public:
  // Parse reads lines of `id:64 hex digits`; ids are 1 to 32 of [A-Za-z0-9_-]. Empty lines and
  // lines that begin with '#' are skipped. No key, a repeated id or a malformed line is
  // "invalid_key_ring". `entropy` makes the nonces and must outlive the ring.
  static base::Result<KeyRing> Parse(const base::Secret& text, base::Entropy& entropy);
  // Generate makes the text of a new ring with one key and a random id.
  static base::Secret Generate(base::Entropy& entropy);

  // Seal encrypts for one purpose with the first key (AES-256-GCM). The result is printable text,
  // `v1.<key id>.<base64url>`; the key id can be read without a key, and is authenticated.
  base::Result<std::string> Seal(const base::Secret& plaintext, std::string_view purpose) const;
  // Open undoes Seal. A key id that is not in the ring is unavailable ("unknown_master_key"): the
  // operator can bring it back. Anything else that does not fit is "not_sealed".
  base::Result<base::Secret> Open(std::string_view sealed, std::string_view purpose) const;

  // Derive gives 32 bytes that depend on the purpose and the LAST key of the ring, for values that
  // must come out equal again. It stays the same while that key stays last, so a new key goes to
  // the front of the file.
  base::Secret Derive(std::string_view purpose) const;

  // active_id names the key that seals.
  const std::string& active_id() const { return keys_.front().id; }

 private:
  struct Key {
    std::string id;
    base::Secret sealing;
    base::Secret deriving;
  };
  KeyRing(std::vector<Key> keys, base::Entropy& entropy);
  static base::Result<Key> ParseLine(std::string_view line);

  std::vector<Key> keys_;
  base::Entropy* entropy_;
};

}  // namespace bearward::crypto
