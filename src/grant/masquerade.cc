#include <utility>

#include "grant/grant.h"
#include "grant/own_session.h"
#include "sessions/access_claims.h"
#include "sessions/sessions.h"
#include "store/users.h"
#include "verify/subject.h"

namespace bearward::grant {
namespace {

base::Error WrongAccount() {
  return base::Denied("wrong_account", "The account does not exist or is not yours.");
}

// LoadInAccount returns the user in the organization with that number. A disabled organization, or
// one that the user has just left, gets the same error as one where the user was never a member;
// the caller's own credential is valid, so the error is not an authentication failure.
base::Result<token::Subject> LoadInAccount(store::ReadTx& tx, const model::Principal& principal,
                                           std::int64_t account) {
  const model::UserId id{std::string(principal.subject_id)};
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, principal.environment, id));
  if (!user) return base::Fail(SessionEnded());
  BW_TRY_ASSIGN(const auto organization, verify::ChooseOrganization(tx, *user, account));
  auto subject = verify::LoadUserSubject(tx, principal.environment, id, organization);
  if (!subject && (subject.error().reason == "organization_disabled" ||
                   subject.error().reason == "membership_missing")) {
    return base::Fail(WrongAccount());
  }
  return subject;
}

}  // namespace

base::Result<store::Pending<Granted>> Grant::Masquerade(const model::Caller& caller,
                                                        std::int64_t account) {
  BW_TRY(RequireSession(caller));
  if (caller->subject_kind != model::SubjectKind::kUser) {
    return base::Fail(base::Denied("not_a_user", "Only a user can change the account."));
  }
  const auto load = [principal = caller.principal(), account](store::ReadTx& tx) {
    return LoadInAccount(tx, principal, account);
  };
  BW_TRY_ASSIGN(auto subject,
                parts_.store.Read([&](store::ReadTx& tx) -> base::Result<token::Subject> {
                  BW_TRY_ASSIGN(auto loaded, load(tx));
                  BW_TRY(sessions::LoadAccessClaims(tx, caller->profile, loaded));
                  return loaded;
                }));
  BW_TRY_ASSIGN(auto issued, parts_.issuer.Open(subject, caller->profile));
  const model::EventBy by(caller, issued.session.created_at);
  auto write = [load, caller, issued, by](store::WriteTx& tx) -> base::Status {
    // Of two parallel requests the second finds the session ended, so one sign-in has one chain of
    // sessions.
    BW_TRY_ASSIGN(auto old, FindOwnSession(tx, caller));
    BW_TRY(load(tx));
    BW_TRY(sessions::End(tx, std::move(old), by));
    return sessions::Open(tx, issued, by);
  };
  return store::Pend(parts_.store, Granted{std::move(issued), std::move(subject)},
                     std::move(write));
}

}  // namespace bearward::grant
