#include "login/resolve.h"

#include "verify/subject.h"

namespace bearward::login {

base::Result<token::Subject> Resolve(store::ReadTx& tx, const model::User& user,
                                     std::optional<std::int64_t> account) {
  BW_TRY_ASSIGN(const auto organization, verify::ChooseOrganization(tx, user, account));
  return verify::LoadUserSubject(tx, user.environment, user.id, organization);
}

}  // namespace bearward::login
