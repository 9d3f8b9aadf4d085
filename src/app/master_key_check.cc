#include "app/master_key_check.h"

#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/encode.h"
#include "crypto/hash.h"
#include "store/installation.h"
#include "store/signing_keys.h"
#include "token/keys.h"

namespace bearward::app {
namespace {

constexpr std::string_view kPurpose = "master-key-check";
constexpr std::string_view kText = "bearward";

// KeyIdOf returns the id in a sealed text, `v1.<key id>.<base64url>`.
std::string_view KeyIdOf(std::string_view sealed) {
  const std::size_t begin = sealed.find('.') + 1;
  return sealed.substr(begin, sealed.find('.', begin) - begin);
}

base::Status CheckSealed(std::string_view sealed, const crypto::KeyRing& ring) {
  const auto opened = ring.Open(sealed, kPurpose);
  if (opened && opened->Reveal() == kText) return {};
  return base::Fail(base::Invalid(
      "master_key_wrong",
      "The master key does not fit the database: the database was sealed with the key \"" +
          std::string(KeyIdOf(sealed)) + "\", and this node has \"" + ring.active_id() +
          "\". All nodes of one database need the same master key: copy master.key from the node "
          "that made the database, or set server.master_key_file to that key."));
}

std::string DerivingDigest(const crypto::KeyRing& ring) {
  return base::HexEncode(base::AsBytes(crypto::Sha256(ring.Derive(kPurpose).Reveal())));
}

base::Status CheckDeriving(std::string_view digest, const crypto::KeyRing& ring) {
  if (digest == DerivingDigest(ring)) return {};
  return base::Fail(base::Invalid(
      "master_key_wrong",
      "The last key of the master key file is not the one that the database was made with. That "
      "key seals the event log, so with another one the log would be reported as forged. Put new "
      "keys first in the file, and keep the last key of the node that made the database as the "
      "last one."));
}

}  // namespace

base::Status CheckKeyFacts(store::ReadTx& tx, const crypto::KeyRing& ring) {
  BW_TRY_ASSIGN(const auto sealed, store::FindFact(tx, store::kSealedFact));
  if (sealed) BW_TRY(CheckSealed(*sealed, ring));
  BW_TRY_ASSIGN(const auto deriving, store::FindFact(tx, store::kDerivingFact));
  return deriving ? CheckDeriving(*deriving, ring) : base::Status();
}

base::Status CheckMasterKey(store::ReadTx& tx, const crypto::KeyRing& ring) {
  BW_TRY(CheckKeyFacts(tx, ring));
  BW_TRY_ASSIGN(const auto keys, store::ListSigningKeys(tx));
  for (const store::SigningKeyRow& key : keys) BW_TRY(token::CheckSealedKey(ring, key.sealed));
  return {};
}

base::Status KeepMasterKey(store::Store& store, const crypto::KeyRing& ring) {
  BW_TRY_ASSIGN(const std::string fresh, ring.Seal(base::Secret(kText), kPurpose));
  return store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(CheckMasterKey(tx, ring));
    BW_TRY_ASSIGN(const auto deriving, store::FindFact(tx, store::kDerivingFact));
    if (!deriving) BW_TRY(store::InsertFact(tx, store::kDerivingFact, DerivingDigest(ring)));
    BW_TRY_ASSIGN(const auto sealed, store::FindFact(tx, store::kSealedFact));
    if (!sealed) return store::InsertFact(tx, store::kSealedFact, fresh);
    if (KeyIdOf(*sealed) == ring.active_id()) return {};
    return store::UpdateFact(tx, store::kSealedFact, fresh);
  });
}

}  // namespace bearward::app
