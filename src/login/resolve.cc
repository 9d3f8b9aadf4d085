#include "login/resolve.h"

#include "verify/passwords.h"
#include "verify/subject.h"

namespace bearward::login {

base::Result<token::Subject> Resolve(store::ReadTx& tx, const model::User& user,
                                     std::optional<std::int64_t> account) {
  if (user.integrator && !account) return base::Fail(verify::MissingAccount());
  BW_TRY_ASSIGN(const auto organization, verify::ChooseOrganization(tx, user, account));
  auto subject = verify::LoadUserSubject(tx, user.environment, user.id, organization);
  if (!subject && subject.error().code == base::Code::kUnauthenticated) {
    return base::Fail(verify::InvalidCredentials(subject.error().reason + " meanwhile"));
  }
  return subject;
}

}  // namespace bearward::login
