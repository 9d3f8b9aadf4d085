#include <string>
#include <utility>

#include "crypto/hash.h"
#include "json/writer.h"
#include "login/opening.h"
#include "login/resolve.h"
#include "model/event.h"
#include "sessions/access_claims.h"
#include "sessions/sessions.h"
#include "store/sessions.h"
#include "store/users.h"
#include "token/profiles.h"

namespace bearward::login {
namespace {

// A password has no id, so the actor of a sign-in has no credential id.
model::EventBy ByUser(const model::Session& session, const model::Origin& origin) {
  return {session.environment,
          {.kind = std::string(base::Word(session.subject_kind)),
           .id = session.subject_id,
           .origin = origin},
          session.created_at};
}

// Succeeded is the event of a sign-in, beside that of its session. Refreshes and tokens that
// clients ask for have sessions, but are no sign-ins.
model::Event Succeeded(const model::EventBy& by, const model::Session& session) {
  std::string data;
  json::Writer writer(data);
  writer.BeginObject().Key("method").String(base::Word(session.auth_method));
  writer.Key("session_id").String(session.id.text).EndObject();
  return by.Make(model::EventType::kLoginSucceeded, session.subject_id, session.organization,
                 std::move(data));
}

// EndReplaced ends the session of the console that a browser had before: its cookie is overwritten,
// so no page could end it any more.
base::Status EndReplaced(store::WriteTx& tx, const base::Secret& token, const model::Origin& origin,
                         base::Time at) {
  if (token.Reveal().empty()) return {};
  BW_TRY_ASSIGN(const auto record, store::FindTokenByHash(tx, crypto::Sha256(token.Reveal())));
  if (!record) return {};
  return EndPrevious(tx, {record->environment, record->session}, origin, at);
}

}  // namespace

base::Status EndPrevious(store::WriteTx& tx, const PreviousSession& previous,
                         const model::Origin& origin, base::Time at) {
  if (previous.id.empty()) return {};
  BW_TRY_ASSIGN(auto session, store::FindSession(tx, previous.environment, previous.id));
  const bool live = session && session->profile == token::kConsole && !session->ended_at &&
                    at < session->expires_at;
  if (!live) return {};
  const model::EventBy by(session->environment, model::SubjectOf(*session, origin), at);
  return sessions::End(tx, *std::move(session), by);
}

// A hash that is only renewed at another cost keeps password_changed_at.
base::Result<model::User> FindUnchanged(store::ReadTx& tx, const model::User& checked) {
  BW_TRY_ASSIGN(auto user, store::FindUser(tx, checked.environment, checked.id));
  const bool same = user && user->active &&
                    user->password_changed_at == checked.password_changed_at &&
                    user->password_change_required == checked.password_change_required;
  if (same) return *std::move(user);
  return base::Fail(verify::InvalidCredentials("the user changed during the sign-in"));
}

base::Result<store::Pending<SignedIn>> Login::Open(const Opening& opening) {
  const model::User& user = opening.user;
  const auto load_claims = [&](store::ReadTx& tx) -> base::Result<token::Subject> {
    BW_TRY_ASSIGN(auto loaded, opening.load(tx, user));
    BW_TRY(sessions::LoadAccessClaims(tx, opening.profile, loaded));
    return loaded;
  };
  BW_TRY_ASSIGN(auto subject, ReadAfter(parts_.store, opening, load_claims));
  BW_TRY_ASSIGN(const auto limit, parts_.verifier.Spend(subject.principal));
  BW_TRY_ASSIGN(auto issued, parts_.issuer.Open(subject, opening.profile));
  if (opening.continues) token::EndBy(issued, *opening.continues);
  issued.session.auth_method = opening.method;
  issued.session.ip_address = opening.device.ip_address;
  issued.session.user_agent = opening.device.user_agent;
  if (!issued.session.ip_address && !opening.origin.address.empty()) {
    issued.session.ip_address = opening.origin.address;
  }
  auto write = [user, confirm = opening.confirm, load = opening.load, issued,
                by = ByUser(issued.session, opening.origin), replaces = opening.replaces,
                origin = opening.origin,
                signs_in = !opening.continues](store::WriteTx& tx) -> base::Status {
    if (confirm) BW_TRY(confirm(tx));
    BW_TRY(FindUnchanged(tx, user));
    BW_TRY(load(tx, user));
    BW_TRY(EndReplaced(tx, replaces, origin, by.at()));
    BW_TRY(sessions::Open(tx, issued, by));
    if (!signs_in) return {};
    BW_TRY(store::NoteSignIn(tx, user.environment, user.id, by.at()));
    return tx.Append(Succeeded(by, issued.session));
  };
  SignedIn signed_in{std::move(issued), std::move(subject), limit, user};
  if (!opening.continues) signed_in.user.last_sign_in_at = signed_in.issued.session.created_at;
  return store::Pend(parts_.store, std::move(signed_in), std::move(write));
}

base::Result<store::Pending<SignedIn>> Login::SignIn(const verify::PasswordClaim& claim,
                                                     std::string_view profile,
                                                     std::optional<std::int64_t> account) {
  BW_TRY_ASSIGN(model::User user, parts_.passwords.Check(claim, account));
  return Open({.user = std::move(user),
               .load = [account](store::ReadTx& tx,
                                 const model::User& of) { return Resolve(tx, of, account); },
               .profile = profile,
               .origin = claim.origin});
}

base::Result<ConsoleSignIn> Login::SignInToConsole(verify::PasswordClaim claim,
                                                   const ConsoleClient& client) {
  claim.of_environment = true;
  claim.accepts_expired = true;
  BW_TRY_ASSIGN(model::User user, parts_.passwords.Check(claim));
  if (parts_.passwords.IsExpired(user)) return Suspend(user);
  return ContinueToConsole({std::move(user), model::AuthMethod::kPassword, claim.origin}, client);
}

}  // namespace bearward::login
