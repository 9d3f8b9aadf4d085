#include "app/folder_key_ring.h"

#include "events/checkpoints.h"

namespace bearward::app {

base::Result<crypto::KeyRing> FindRing(const Config& config, const DataFolder& folder,
                                       base::Entropy& entropy, std::vector<std::string>& warnings) {
  BW_TRY_ASSIGN(const base::Secret key, folder.FindMasterKey(config.master_key_file, warnings));
  return crypto::KeyRing::Parse(key, entropy);
}

store::EventChain ChainOf(const crypto::KeyRing& ring) {
  return store::EventChain(ring.Derive(events::kChainPurpose));
}

}  // namespace bearward::app
