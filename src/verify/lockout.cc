#include "verify/lockout.h"

#include "store/login_failures.h"

namespace bearward::verify {

base::Status EndLockout(store::WriteTx& tx, const model::EventBy& by, const model::UserId& user,
                        const std::optional<model::OrganizationId>& organization) {
  BW_TRY_ASSIGN(const auto failures, store::FindLoginFailures(tx, by.environment(), user));
  if (failures.count == 0 && !failures.locked_until) return {};
  BW_TRY(store::PutLoginFailures(tx, by.environment(), user, {}));
  if (!failures.locked_until || *failures.locked_until <= by.at()) return {};
  return tx.Append(by.Make(model::EventType::kLoginUnlocked, user.text, organization));
}

}  // namespace bearward::verify
