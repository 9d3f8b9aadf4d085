#include <utility>
#include <vector>

#include "login/opening.h"
#include "login/pending_token.h"
#include "login/resolve.h"
#include "mail/owner.h"
#include "store/administrators.h"

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
                                                  const Device& device) {
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
  return ContinueToConsole({.user = std::move(user),
                            .method = model::AuthMethod::kPassword,
                            .origin = claim.origin,
                            .confirm = [&passwords = parts_.passwords, pending, replace,
                                        by](store::WriteTx& tx) -> base::Status {
                              BW_TRY_ASSIGN(const User present,
                                            FindSuspended(tx, passwords, pending));
                              return replace(tx, present, by);
                            }},
                           device);
}

base::Result<ConsoleSignIn> Login::ContinueToConsole(const Checked& checked, const Device& device) {
  const User& user = checked.user;
  bool administers = false;
  BW_TRY_ASSIGN(
      auto organizations,
      parts_.store.Read([&](store::ReadTx& tx) -> base::Result<std::vector<model::Organization>> {
        BW_TRY_ASSIGN(administers, store::IsAdministrator(tx, user.environment, user.id));
        return OpenOrganizations(tx, user);
      }));
  if (!administers && organizations.size() > 1) {
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
                      .device = device,
                      .method = checked.method,
                      .confirm = checked.confirm}));
  return opened;
}

base::Result<Choice> Login::FindConsoleChoice(const PendingClaim& claim) const {
  BW_TRY_ASSIGN(const PendingToken pending,
                OpenPending(parts_.ring, claim.token, PendingPurpose::kConsoleChoice,
                            claim.environment, parts_.clock.Now()));
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Choice> {
    BW_TRY_ASSIGN(User user, FindPendingUser(tx, pending));
    BW_TRY_ASSIGN(auto organizations, OpenOrganizations(tx, user));
    return Choice{std::move(user), std::move(organizations), claim.token};
  });
}

base::Result<store::Pending<SignedIn>> Login::ChooseForConsole(
    const PendingClaim& claim, const model::OrganizationId& organization, const Device& device) {
  BW_TRY_ASSIGN(const PendingToken pending,
                OpenPending(parts_.ring, claim.token, PendingPurpose::kConsoleChoice,
                            claim.environment, parts_.clock.Now()));
  BW_TRY_ASSIGN(User user, parts_.store.Read([&](store::ReadTx& tx) {
    return FindChoosing(tx, pending, organization);
  }));
  return Open({.user = std::move(user),
               .load = ResolverIn(organization),
               .profile = token::kConsole,
               .origin = claim.origin,
               .device = device,
               .method = pending.method});
}

}  // namespace bearward::login
