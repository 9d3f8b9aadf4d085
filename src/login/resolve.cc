#include "login/resolve.h"

#include "store/administrators.h"
#include "verify/passwords.h"
#include "verify/subject.h"

namespace bearward::login {
namespace {

// Hidden replaces the reason of a subject that was disabled after the password was checked: the
// response must not differ from that to a wrong password (incident class D1).
base::Result<token::Subject> Hidden(base::Result<token::Subject> subject) {
  if (!subject && subject.error().code == base::Code::kUnauthenticated) {
    return base::Fail(verify::InvalidCredentials(subject.error().reason + " meanwhile"));
  }
  return subject;
}

}  // namespace

base::Result<token::Subject> Resolve(store::ReadTx& tx, const model::User& user,
                                     std::optional<std::int64_t> account) {
  if (user.integrator && !account) return base::Fail(verify::MissingAccount());
  BW_TRY_ASSIGN(const auto organization, verify::ChooseOrganization(tx, user, account));
  return Hidden(verify::LoadUserSubject(tx, user.environment, user.id, organization));
}

base::Result<token::Subject> ResolveForConsole(store::ReadTx& tx, const model::User& user) {
  BW_TRY_ASSIGN(const bool administers, store::IsAdministrator(tx, user.environment, user.id));
  if (!administers) return Resolve(tx, user, std::nullopt);
  return Hidden(verify::LoadAdministratorSubject(tx, user.environment, user.id));
}

}  // namespace bearward::login
