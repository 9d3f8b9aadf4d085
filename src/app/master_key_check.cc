#include "app/master_key_check.h"

#include <optional>
#include <string>

#include "store/installation.h"

namespace bearward::app {
namespace {

constexpr std::string_view kPurpose = "master-key-check";
constexpr std::string_view kText = "bearward";

// KeyIdOf returns the id in a sealed text, `v1.<key id>.<base64url>`.
std::string_view KeyIdOf(std::string_view sealed) {
  const std::size_t begin = sealed.find('.') + 1;
  return sealed.substr(begin, sealed.find('.', begin) - begin);
}

}  // namespace

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

base::Status CheckMasterKey(store::Store& store, const crypto::KeyRing& ring) {
  BW_TRY_ASSIGN(const auto sealed, store.Read([](store::ReadTx& tx) {
    return store::FindFact(tx, store::kSealedFact);
  }));
  return sealed ? CheckSealed(*sealed, ring) : base::Status();
}

base::Status KeepMasterKey(store::Store& store, const crypto::KeyRing& ring) {
  BW_TRY_ASSIGN(const std::string fresh, ring.Seal(base::Secret(kText), kPurpose));
  return store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto sealed, store::FindFact(tx, store::kSealedFact));
    if (!sealed) return store::InsertFact(tx, store::kSealedFact, fresh);
    BW_TRY(CheckSealed(*sealed, ring));
    if (KeyIdOf(*sealed) == ring.active_id()) return {};
    return store::UpdateFact(tx, store::kSealedFact, fresh);
  });
}

}  // namespace bearward::app
