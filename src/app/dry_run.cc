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

std::string NoSchema(const Config& config) {
  const StorageConfig& storage = config.storage;
  return std::string(storage.url_file.empty() ? "storage.url" : "storage.url_file") +
         ": the database has no schema \"" + storage.schema +
         "\" with data of Bearward yet. The changes are those for an empty database; apply without "
         "--dry-run makes the schema.";
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
  BW_TRY_ASSIGN(const bool is_new, IsNew(config, folder));
  if (is_new) {
    BW_TRY(CheckData(config, folder));
    if (config.storage.is_postgres()) warnings.push_back(NoSchema(config));
    BW_TRY_ASSIGN(const auto core, OpenEmpty(config, outside));
    return core->Plan(world, prune);
  }
  // The key that belongs to the data of PostgreSQL cannot be made here.
  if (config.storage.is_postgres()) BW_TRY(RequireData(config, folder));
  BW_TRY_ASSIGN(const DataFolder made, DataFolder::Open(config.data));
  BW_TRY_ASSIGN(const auto core, OpenCore(config, made, outside, warnings));
  return core->Plan(world, prune);
}

}  // namespace bearward::app
