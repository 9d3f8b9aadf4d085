#include "login/login.h"
#include "login/resolve.h"

namespace bearward::login {

base::Status Login::CheckOnly(const verify::PasswordClaim& claim,
                              std::optional<std::int64_t> account) {
  BW_TRY_ASSIGN(const auto user, parts_.passwords.Check(claim, account));
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) { return Resolve(tx, user, account); }));
  return {};
}

}  // namespace bearward::login
