#include <cstddef>
#include <string_view>
#include <utility>

#include "app/core_parts.h"
#include "base/invalid.h"
#include "model/forms.h"
#include "store/environments.h"

namespace bearward::app {
namespace {

// IsEnvironmentName accepts what a provisioning file accepts.
bool IsEnvironmentName(std::string_view name) {
  constexpr std::size_t kLongest = 200;
  return model::IsName(name) && name.size() <= kLongest && !name.starts_with(' ') &&
         !name.ends_with(' ');
}

}  // namespace

// Provision applies a description that the server itself wrote: its rows are never pruned.
base::Result<std::vector<provision::Change>> Core::Parts::Provision(
    const provision::ProvisioningFile& file, const model::Actor& actor) {
  BW_TRY_ASSIGN(auto changes, ApplierOf(actor, false).Apply(file));
  BW_TRY(CoverHashes());
  return changes;
}

provision::Applier Core::Parts::ApplierOf(const model::Actor& actor, bool by_operator) {
  return provision::Applier(
      {*store, *passwords, outside.clock, outside.entropy, ring, actor, by_operator});
}

base::Status Core::Parts::CoverHashes() {
  return passwords->CoverStoredHashes(config.password_failure);
}

// An environment has defaults and signing keys, which the provisioning makes. The file names the
// others as well, because their order is that of the file. Other threads run Tend meanwhile, so it
// must not use rotate_at.
base::Status Core::Parts::MakeEnvironment(const std::string& name, std::optional<bool> sandbox,
                                          const model::Actor& actor) {
  if (!IsEnvironmentName(name)) {
    return base::Fail(base::Invalid("invalid_value",
                                    "`name` must be 1 to 200 bytes without control characters, "
                                    "and without a space at either end.",
                                    {"name"}));
  }
  provision::ProvisioningFile file;
  BW_TRY_ASSIGN(const auto stored, store->Read(store::ListEnvironments));
  for (const model::Environment& one : stored) {
    // Routes and commands take a name or an id.
    if (one.name == name || one.id.text == name) {
      return base::Fail(base::Exists("environment_exists", "This environment exists already."));
    }
    file.environments.emplace_back().name = one.name;
  }
  provision::RowEntry& entry = file.environments.emplace_back();
  entry.name = name;
  if (sandbox) entry.values["sandbox"] = std::int64_t{*sandbox};
  BW_TRY(Provision(file, actor));
  return keys.Rotate(token::Forget::kNo);
}

// The first administrator is described like the user of a file. An empty store first gets an
// environment, with its keys. An entry with a new id never matches a stored user, so a user that
// was made meanwhile is a failure and is not changed. It runs while the timer of Tend does, so it
// must not use rotate_at.
base::Status Core::Parts::MakeUser(const administrators::NewAdministrator& one) {
  provision::ProvisioningFile file;
  BW_TRY_ASSIGN(const auto stored, store->Read(store::ListEnvironments));
  if (stored.empty()) file.environments.emplace_back().name = "production";
  provision::UserEntry& user_entry = file.users.emplace_back();
  user_entry.id = model::NewId<model::UserId>("user", outside.clock.Now(), outside.entropy).text;
  user_entry.email = one.email;
  user_entry.password = one.password;
  BW_TRY(Provision(file));
  return keys.Rotate(token::Forget::kNo);
}

base::Result<std::vector<provision::Change>> Core::Apply(const provision::ProvisioningFile& world,
                                                         provision::Prune prune) {
  BW_TRY_ASSIGN(auto changes, parts_->ApplierOf({}, true).Apply(world, prune));
  BW_TRY(parts_->CoverHashes());
  BW_TRY(parts_->Rotate(token::Forget::kNo));
  return changes;
}

base::Result<provision::Plan> Core::Plan(const provision::ProvisioningFile& world,
                                         provision::Prune prune) {
  return parts_->ApplierOf({}, true).PlanFor(world, prune);
}

}  // namespace bearward::app
