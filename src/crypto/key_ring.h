// KeyRing: the master keys that encrypt what the store must return in clear text: signing keys and
// webhook secrets. The ring itself is in a file or an environment variable, never in the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"

namespace bearward::crypto {

// KeyRing holds master keys in order: the first one seals, all of them can open. It is immutable
// after Parse; const use is safe from any thread.
class KeyRing {
 public:
  // Parse parses lines of `id:64 hex digits`; ids are 1 to 32 of [A-Za-z0-9_-]. Empty lines and
  // lines that begin with '#' are skipped. A ring without keys, a repeated id or a malformed line
  // fails with "invalid_key_ring". `entropy` supplies the nonces and must outlive the ring.
  static base::Result<KeyRing> Parse(const base::Secret& text, base::Entropy& entropy);
  // Generate returns the text of a new ring with one key and a random id.
  static base::Secret Generate(base::Entropy& entropy);

  // Seal encrypts for one purpose with the first key (AES-256-GCM). The result is printable text,
  // `v1.<key id>.<base64url>`; the key id is authenticated but not encrypted.
  base::Result<std::string> Seal(const base::Secret& plaintext, std::string_view purpose) const;
  // Open decrypts what Seal returned. A key id that is not in the ring is kUnavailable
  // ("unknown_master_key"), because the operator can add that key again. Every other mismatch is
  // "not_sealed".
  base::Result<base::Secret> Open(std::string_view sealed, std::string_view purpose) const;

  // Derive returns 32 bytes that depend on the purpose and the LAST key of the ring, for values
  // that must be reproducible. The result is stable while that key remains last, so add a new key
  // at the front of the file.
  base::Secret Derive(std::string_view purpose) const;

  // active_id returns the id of the key that seals.
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
