#include "dialects/v1/installation.h"

#include "verify/authority.h"

namespace bearward::dialects::v1 {

base::Status CheckInstallation(const model::Principal& actor,
                               const DefaultEnvironment& find_default) {
  BW_TRY(verify::CheckEnvironment(actor));
  BW_TRY_ASSIGN(const model::EnvironmentId first, find_default());
  if (actor.environment == first) return {};
  return base::Fail(base::Denied(
      "not_the_default_environment",
      "This belongs to the whole installation: only a key or an administrator of its first "
      "environment may read it."));
}

}  // namespace bearward::dialects::v1
