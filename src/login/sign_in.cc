#include <string>
#include <utility>

#include "login/login.h"
#include "login/resolve.h"
#include "model/event.h"
#include "sessions/sessions.h"
#include "store/users.h"

namespace bearward::login {
namespace {

// CheckUnchanged refuses if the password was replaced between the check and the write: the change
// has ended all sessions, and the old password must not open another one. A hash that is only
// renewed at another cost keeps password_changed_at.
base::Status CheckUnchanged(store::ReadTx& tx, const model::User& checked) {
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, checked.environment, checked.id));
  if (user && user->password_changed_at == checked.password_changed_at) return {};
  return base::Fail(verify::InvalidCredentials("the password changed during the sign-in"));
}

// A password has no id, so the actor of a sign-in has no credential id.
model::EventBy ByUser(const model::Session& session, const model::Origin& origin) {
  return {session.environment,
          {.kind = std::string(base::Word(session.subject_kind)),
           .id = session.subject_id,
           .origin = origin},
          session.created_at};
}

}  // namespace

base::Result<store::Pending<SignedIn>> Login::SignIn(const verify::PasswordClaim& claim,
                                                     std::string_view profile,
                                                     std::optional<std::int64_t> account) {
  BW_TRY_ASSIGN(auto user, parts_.passwords.Check(claim, account));
  BW_TRY_ASSIGN(auto subject,
                parts_.store.Read([&](store::ReadTx& tx) { return Resolve(tx, user, account); }));
  BW_TRY_ASSIGN(const auto limit, parts_.verifier.Spend(subject.principal));
  BW_TRY_ASSIGN(auto issued, parts_.issuer.Open(subject, profile));
  auto write = [user = std::move(user), account, issued,
                by = ByUser(issued.session, claim.origin)](store::WriteTx& tx) -> base::Status {
    BW_TRY(CheckUnchanged(tx, user));
    BW_TRY(Resolve(tx, user, account));
    return sessions::Open(tx, issued, by);
  };
  return store::Pend(parts_.store, SignedIn{std::move(issued), std::move(subject), limit},
                     std::move(write));
}

}  // namespace bearward::login
