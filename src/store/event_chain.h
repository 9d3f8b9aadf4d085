// EventChain: the digests and seals that prove the event log (docs/design/0018-event-chain.md).
// This file has no SQL; event_chain_rows.h stores what it computes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/ed25519.h"
#include "model/event.h"

namespace bearward::store {

// EventContent is one row of `events` as it is stored, without its digest. It refers to texts that
// the caller keeps.
struct EventContent {
  std::int64_t number = 0;
  std::string_view environment = {};
  std::optional<std::string_view> organization = {};
  std::string_view type = {};
  std::string_view actor_kind = {};
  std::string_view actor_id = {};
  std::string_view credential_id = {};
  std::string_view address = {};
  std::string_view request_id = {};
  std::string_view target = {};
  std::int64_t at = 0;  // milliseconds since 1970
  std::string_view data = {};
};

// ContentOf returns the content of an event with its number.
EventContent ContentOf(const model::Event& event);

// NextDigest returns the digest of an event that follows one with the digest `previous`; that of
// the first event follows a digest of zeros.
base::Digest NextDigest(const base::Digest& previous, const EventContent& event);

// EventHead is the newest event of the chain. Events with numbers up to `unproved` were taken into
// the chain as they were found. `forged` says that Bearward once found a head without a valid seal.
struct EventHead {
  std::int64_t number = 0;
  base::Digest digest{};
  std::int64_t unproved = 0;
  bool forged = false;

  bool operator==(const EventHead&) const = default;
};

// EventGap is a range of numbers without rows: pruned events, or numbers that were missing when
// the chain began. `previous` is the digest before the range, and `digest` that of its last number.
struct EventGap {
  std::int64_t first = 0;
  std::int64_t last = 0;
  base::Digest previous{};
  base::Digest digest{};
};

// FoundGap returns the gap of numbers that were missing when the chain began; its digest is made of
// its numbers.
EventGap FoundGap(const EventHead& before, std::int64_t next);

// EventCheckpoint states the digest of an event at a time.
struct EventCheckpoint {
  std::int64_t number = 0;
  base::Digest digest{};
  base::Time at;
  std::string signature = {};
};

// EventChain seals and signs with keys that are derived from one secret. Const use is safe from any
// thread.
class EventChain {
 public:
  // EventChain takes the secret that the master key determines. Tests may use an empty one.
  explicit EventChain(const base::Secret& secret = base::Secret());

  // SealOf returns the message authentication code of a head or a gap. Without the secret no other
  // program can make it.
  base::Digest SealOf(const EventHead& head) const;
  base::Digest SealOf(const EventGap& gap) const;
  // Sign sets the signature of a checkpoint.
  void Sign(EventCheckpoint& checkpoint) const;
  // IsSigned returns whether the signature is valid.
  bool IsSigned(const EventCheckpoint& checkpoint) const;
  // public_key returns the Ed25519 key with which others verify checkpoints, 32 bytes.
  const std::string& public_key() const { return signer_.public_key(); }

 private:
  base::Secret sealing_;
  crypto::Ed25519Key signer_;
};

// SignedText returns what the signature of a checkpoint signs: "bearward event checkpoint v1",
// the number, the digest in hexadecimal and the time in milliseconds since 1970, one in a line.
std::string SignedText(const EventCheckpoint& checkpoint);

}  // namespace bearward::store
