// FolderKeyRing: the master key of a data folder, for commands that run without a server.
#pragma once

#include <string>
#include <vector>

#include "app/config.h"
#include "app/data_folder.h"
#include "base/entropy.h"
#include "base/result.h"
#include "crypto/key_ring.h"
#include "store/event_chain.h"

namespace bearward::app {

// FindRing reads the master key of the folder, or the file of `server.master_key_file`. It adds
// warnings about the file. `entropy` must outlive the ring. Errors of DataFolder::FindMasterKey and
// crypto::KeyRing::Parse.
base::Result<crypto::KeyRing> FindRing(const Config& config, const DataFolder& folder,
                                       base::Entropy& entropy, std::vector<std::string>& warnings);

// ChainOf returns the keys of the event chain.
store::EventChain ChainOf(const crypto::KeyRing& ring);

}  // namespace bearward::app
