#include <utility>
#include <vector>

#include "login/opening.h"
#include "login/pending_token.h"
#include "login/resolve.h"
#include "mail/owner.h"
#include "store/administrators.h"
#include "store/sessions.h"
#include "store/users.h"
#include "verify/subject.h"

namespace bearward::login {
namespace {

using model::User;

// FindSuspended returns the user of a token whose password is still the expired one. A password
// that is replaced, by this token or in another way, ends the token.
base::Result<User> FindSuspended(store::ReadTx& tx, const verify::Passwords& passwords,
                                 const PendingToken& pending) {
  BW_TRY_ASSIGN(User user, FindPendingUser(tx, pending));
  if (!passwords.IsExpired(user)) return base::Fail(InvalidPending());
  return user;
}

// IsRefused says whether an error refuses the user; others are failures of the server or conflicts.
bool IsRefused(const base::Error& error) {
  return error.code == base::Code::kUnauthenticated || error.code == base::Code::kDenied ||
         error.code == base::Code::kInvalid || error.code == base::Code::kLimited;
}

base::Error SeveralOrganizations(const User& user) {
  base::Error error = base::Denied("organization_selection_required",
                                   "The user is a member of several organizations. Sign in with a "
                                   "browser to choose one.");
  error.claimed = user.id.text;
  return error;
}

}  // namespace

base::Result<ConsoleSignIn> Login::Suspend(const User& user) const {
  BW_TRY_ASSIGN(base::Secret token,
                SealPending(parts_.ring, {.purpose = PendingPurpose::kNewPassword,
                                          .user = user,
                                          .method = model::AuthMethod::kPassword,
                                          .now = parts_.clock.Now()}));
  return PasswordExpired{user, std::move(token)};
}

base::Result<User> Login::FindExpired(const PendingClaim& claim) const {
  BW_TRY_ASSIGN(const PendingToken pending,
                OpenPending(parts_.ring, claim.token, PendingPurpose::kNewPassword,
                            claim.environment, parts_.clock.Now()));
  return parts_.store.Read(
      [&](store::ReadTx& tx) { return FindSuspended(tx, parts_.passwords, pending); });
}

base::Result<ConsoleSignIn> Login::ReplaceExpired(const PendingClaim& claim, const Replace& replace,
                                                  const ConsoleClient& client) {
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(
      const PendingToken pending,
      OpenPending(parts_.ring, claim.token, PendingPurpose::kNewPassword, claim.environment, now));
  BW_TRY_ASSIGN(User user, parts_.store.Read([&](store::ReadTx& tx) {
    return FindSuspended(tx, parts_.passwords, pending);
  }));
  const model::EventBy by = mail::ByOwner(user, claim.origin, now);
  // What follows is a sign-in with the new password.
  user.password_changed_at = now;
  user.password_change_required = false;
  const auto confirm = [&passwords = parts_.passwords, pending, replace,
                        by](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const User present, FindSuspended(tx, passwords, pending));
    return replace(tx, present, by);
  };
  auto continued = ContinueToConsole({.user = std::move(user),
                                      .method = model::AuthMethod::kPassword,
                                      .origin = claim.origin,
                                      .confirm = confirm},
                                     client);
  if (continued || !IsRefused(continued.error())) return continued;
  // The user may not enter the console, but needs the password elsewhere. If `replace` was what
  // failed, it fails again with its own error.
  BW_TRY(parts_.store.Write(confirm));
  return PasswordReplaced{};
}

base::Result<ConsoleSignIn> Login::ContinueToConsole(const Checked& checked,
                                                     const ConsoleClient& client) {
  const User& user = checked.user;
  bool administers = false;
  const auto read = [&](store::ReadTx& tx) -> base::Result<std::vector<model::Organization>> {
    BW_TRY_ASSIGN(administers, store::IsAdministrator(tx, user.environment, user.id));
    return OpenOrganizations(tx, user);
  };
  BW_TRY_ASSIGN(auto organizations, ReadAfter(parts_.store, checked, read));
  // An integrator names an account with each request, which a browser does not.
  if (user.integrator && !administers) return base::Fail(verify::MissingAccount());
  if (!administers && organizations.size() > 1) {
    if (!client.shows_pages) return base::Fail(SeveralOrganizations(user));
    BW_TRY_ASSIGN(base::Secret token,
                  SealPending(parts_.ring, {.purpose = PendingPurpose::kConsoleChoice,
                                            .user = user,
                                            .method = checked.method,
                                            .now = parts_.clock.Now()}));
    if (checked.confirm) BW_TRY(parts_.store.Write(checked.confirm));
    return Choice{user, std::move(organizations), std::move(token)};
  }
  const bool only = !administers && organizations.size() == 1;
  BW_TRY_ASSIGN(auto opened,
                Open({.user = user,
                      .load = only ? ResolverIn(organizations.front().id) : &ResolveForConsole,
                      .profile = token::kConsole,
                      .origin = checked.origin,
                      .device = client.device,
                      .method = checked.method,
                      .confirm = checked.confirm,
                      .joins = checked.joins,
                      .replaces = client.replaces}));
  return opened;
}

base::Result<Choice> Login::BeginChange(const model::Caller& caller) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Choice> {
    BW_TRY_ASSIGN(const auto session, store::FindSession(tx, caller->environment,
                                                         {std::string(caller.credential_id())}));
    if (!session || session->subject_kind != model::SubjectKind::kUser) {
      return base::Fail(
          base::Denied("not_a_session", "Only a session can change its organization."));
    }
    const model::UserId id{session->subject_id};
    BW_TRY_ASSIGN(auto user, store::FindUser(tx, caller->environment, id));
    if (!user) return base::Fail(verify::InvalidCredentials("the user was deleted"));
    BW_TRY_ASSIGN(base::Secret token,
                  SealPending(parts_.ring, {.purpose = PendingPurpose::kConsoleChoice,
                                            .user = *user,
                                            .method = session->auth_method,
                                            .now = parts_.clock.Now(),
                                            .session = session->id,
                                            .until = session->expires_at}));
    return Choice{
        .user = *std::move(user), .organizations = {}, .token = std::move(token), .changes = true};
  });
}

base::Result<Choice> Login::FindConsoleChoice(const PendingClaim& claim) const {
  BW_TRY_ASSIGN(const PendingToken pending,
                OpenPending(parts_.ring, claim.token, PendingPurpose::kConsoleChoice,
                            claim.environment, parts_.clock.Now()));
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Choice> {
    BW_TRY_ASSIGN(User user, FindContinuing(tx, parts_.passwords, pending));
    BW_TRY_ASSIGN(auto organizations, OpenOrganizations(tx, user));
    const bool changes = !pending.session.empty();
    BW_TRY_ASSIGN(const bool administers, store::IsAdministrator(tx, user.environment, user.id));
    return Choice{std::move(user), std::move(organizations), claim.token, changes && administers,
                  changes};
  });
}

base::Result<store::Pending<SignedIn>> Login::ChooseForConsole(
    const PendingClaim& claim, const model::OrganizationId& organization,
    const ConsoleClient& client) {
  BW_TRY_ASSIGN(const PendingToken pending,
                OpenPending(parts_.ring, claim.token, PendingPurpose::kConsoleChoice,
                            claim.environment, parts_.clock.Now()));
  std::optional<base::Time> continues;
  BW_TRY_ASSIGN(User user, parts_.store.Read([&](store::ReadTx& tx) -> base::Result<User> {
    BW_TRY_ASSIGN(const auto changed, FindChanged(tx, pending));
    if (changed) continues = changed->expires_at;
    return FindChoosing(tx, parts_.passwords, pending, organization);
  }));
  const bool whole = organization.empty();  // FindChoosing has checked that it may be chosen
  if (user.integrator && !whole) return base::Fail(verify::MissingAccount());
  // Again in the write: the session that is changed may have ended.
  const auto confirm = [&passwords = parts_.passwords, pending, organization, origin = claim.origin,
                        now = parts_.clock.Now()](store::WriteTx& tx) -> base::Status {
    BW_TRY(FindChoosing(tx, passwords, pending, organization));
    return EndPrevious(tx, {pending.environment, pending.session}, origin, now);
  };
  return Open({.user = std::move(user),
               .load = whole ? &ResolveForConsole : ResolverIn(organization),
               .profile = token::kConsole,
               .origin = claim.origin,
               .device = client.device,
               .method = pending.method,
               .confirm = confirm,
               .replaces = client.replaces,
               .continues = continues});
}

}  // namespace bearward::login
