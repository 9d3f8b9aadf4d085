#include "verify/installation.h"

#include "store/environments.h"
#include "verify/authority.h"

namespace bearward::verify {

base::Result<bool> ManagesInstallation(const model::Principal& actor,
                                       const DefaultEnvironment& find_default) {
  if (!IsEnvironment(actor) || actor.impersonator) return false;
  BW_TRY_ASSIGN(const model::EnvironmentId first, find_default());
  return actor.environment == first;
}

base::Status CheckInstallation(const model::Principal& actor,
                               const DefaultEnvironment& find_default) {
  BW_TRY(CheckEnvironment(actor));
  BW_TRY_ASSIGN(const bool manages, ManagesInstallation(actor, find_default));
  if (manages) return {};
  return base::Fail(base::Denied(
      "not_the_default_environment",
      "This belongs to the whole installation: only a key or an administrator of its first "
      "environment may do this."));
}

base::Status CheckInstallation(store::ReadTx& tx, const model::Principal& actor) {
  return CheckInstallation(actor, [&tx]() -> base::Result<model::EnvironmentId> {
    BW_TRY_ASSIGN(const auto all, store::ListEnvironments(tx));
    return all.empty() ? model::EnvironmentId() : all.front().id;
  });
}

}  // namespace bearward::verify
