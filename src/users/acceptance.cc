#include "users/acceptance.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/invalid.h"
#include "mail/codes.h"
#include "mail/owner.h"
#include "model/changes.h"
#include "store/invitations.h"
#include "store/organizations.h"
#include "store/users.h"
#include "users/address_owner.h"
#include "users/invitation_steps.h"
#include "users/password_steps.h"

namespace bearward::users {
namespace {

using model::Invitation;
using model::User;

// Pending is an invitation that can be accepted, with what the store knows of its address.
struct Pending {
  Invitation invitation;
  std::optional<model::Organization> organization = {};
  std::optional<User> owner = {};
  Standing standing = {};

  bool NeedsPassword() const { return !owner || owner->password_hash.empty(); }
};

// The password opens the organization too, so its policy applies to a new member.
base::Result<Standing> StandingOf(store::ReadTx& tx, const Pending& pending) {
  Standing standing;
  if (pending.owner) {
    BW_TRY_ASSIGN(standing, users::StandingOf(tx, *pending.owner));
  } else {
    standing.about.emails = {pending.invitation.email};
  }
  if (pending.organization) {
    standing.level = std::max(standing.level, pending.organization->password_policy);
  }
  return standing;
}

// FindAcceptable does not set the standing.
base::Result<Pending> FindAcceptable(store::ReadTx& tx, const model::EnvironmentId& environment,
                                     const model::InvitationReference& reference, base::Time now) {
  Pending pending;
  BW_TRY_ASSIGN(pending.invitation, FindPending(tx, environment, reference, now));
  BW_TRY_ASSIGN(pending.owner, mail::FindOwner(tx, environment, pending.invitation.email));
  if (pending.owner && !pending.owner->active) return base::Fail(NoInvitation());
  if (pending.invitation.organization) {
    BW_TRY_ASSIGN(pending.organization,
                  store::FindOrganization(tx, environment, *pending.invitation.organization));
    if (!pending.organization) return base::Fail(NoInvitation());
  }
  return pending;
}

base::Result<Pending> Find(store::ReadTx& tx, const Visitor& visitor, const base::Secret& token,
                           base::Time now) {
  if (token.empty()) return base::Fail(NoInvitation());
  BW_TRY_ASSIGN(Pending pending, FindAcceptable(tx, visitor.environment, {.token = token}, now));
  BW_TRY_ASSIGN(pending.standing, StandingOf(tx, pending));
  return pending;
}

base::Error NoPassword() {
  return base::Invalid("missing_field", "Enter a password.", {"password"});
}

}  // namespace

base::Result<Invited> Acceptance::Read(const Visitor& visitor, const base::Secret& token) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Invited> {
    BW_TRY_ASSIGN(const Pending pending, Find(tx, visitor, token, parts_.clock.Now()));
    return Invited{
        .email = pending.invitation.email,
        .organization = pending.organization ? pending.organization->name : std::string(),
        .needs_password = pending.NeedsPassword(),
        .minimum_length = model::PolicyOf(pending.standing.level).minimum_length};
  });
}

base::Status Acceptance::Accept(const Visitor& visitor, const base::Secret& token,
                                const base::Secret& password) const {
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(const Pending before, parts_.store.Read([&](store::ReadTx& tx) {
    return Find(tx, visitor, token, now);
  }));
  std::string hash;
  if (before.NeedsPassword()) {
    if (password.empty()) return base::Fail(NoPassword());
    const Owner of{visitor.environment, before.owner ? before.owner->id : model::UserId()};
    BW_TRY_ASSIGN(hash, PrepareHash(parts_.passwords, before.standing, of, {.text = password}));
  }
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(Pending pending, Find(tx, visitor, token, now));
    const bool is_new = !pending.owner;
    User owner = is_new
                     ? NewOwner(visitor.environment, pending.invitation.email, now, parts_.entropy)
                     : *std::move(pending.owner);
    const model::EventBy by = mail::ByOwner(owner, visitor.origin, now);
    if (is_new) BW_TRY(InsertOwner(tx, owner, by));
    BW_TRY_ASSIGN(owner, mail::MarkVerified(tx, owner, owner.email, by));
    // A user who got a password since the hashing keeps that one.
    if (owner.password_hash.empty()) {
      if (hash.empty()) return base::Fail(NoPassword());
      BW_TRY(ReplaceOwnPassword(tx, owner, before.standing, hash, by));
    }
    return AcceptInvitation(tx, std::move(pending.invitation), owner.id, by, parts_.entropy);
  });
}

base::Status Acceptance::AcceptAtSignIn(store::WriteTx& tx,
                                        const model::InvitationReference& reference,
                                        const User& user, const model::EventBy& by) const {
  BW_TRY_ASSIGN(Pending pending, FindAcceptable(tx, user.environment, reference, by.at()));
  if (!pending.owner || pending.owner->id != user.id) return base::Fail(OtherAddress());
  const User& owner = *pending.owner;
  BW_TRY(mail::MarkVerified(tx, owner, owner.email, by));
  return AcceptInvitation(tx, std::move(pending.invitation), owner.id, by, parts_.entropy);
}

}  // namespace bearward::users
