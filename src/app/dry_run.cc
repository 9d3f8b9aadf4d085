#include "app/dry_run.h"

#include "app/data_folder.h"
#include "app/open_core.h"
#include "crypto/key_ring.h"
#include "observe/log.h"

namespace bearward::app {
namespace {

// OpenEmpty opens a core over an empty database in memory. Its key encrypts nothing that is kept.
base::Result<std::unique_ptr<Core>> OpenEmpty(const Config& config, Outside outside) {
  const base::Secret key = crypto::KeyRing::Generate(outside.entropy);
  return Core::Open(config, outside, store::SqliteMemory(), key);
}

}  // namespace

base::Result<provision::Plan> PlanApply(const Config& config,
                                        const provision::ProvisioningFile& world,
                                        provision::Prune prune,
                                        std::vector<std::string>& warnings) {
  base::SystemClock clock;
  base::SystemEntropy entropy;
  observe::Logger log(clock, observe::Level::kOff, observe::Logger::Sink());
  const Outside outside{clock, entropy, log, log};
  const DataFolder folder = DataFolder::At(config.data);
  const bool is_new =
      !config.storage.is_postgres() && !folder.HasDatabase() && !folder.HadDatabase();
  if (is_new) {
    BW_TRY(CheckData(config, folder));
    BW_TRY_ASSIGN(const auto core, OpenEmpty(config, outside));
    return core->Plan(world, prune);
  }
  BW_TRY_ASSIGN(const DataFolder made, DataFolder::Open(config.data));
  BW_TRY_ASSIGN(const auto core, OpenCore(config, made, outside, warnings));
  return core->Plan(world, prune);
}

}  // namespace bearward::app
