#include "users/invitations.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/invalid.h"
#include "base/precis.h"
#include "mail/codes.h"
#include "mail/owner.h"
#include "store/invitations.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/users.h"
#include "users/found_user.h"

namespace bearward::users {
namespace {

using enum model::EventType;
using model::Caller;
using model::Invitation;
using model::InvitationState;

constexpr std::int64_t kMostDays = 30;
constexpr std::chrono::seconds kResendInterval(20);

base::Status CheckDays(std::int64_t days) {
  if (days < 1) {
    return base::Fail(base::Invalid("expires_in_days_too_short",
                                    "`expires_in_days` must be at least 1.", {"expires_in_days"}));
  }
  if (days > kMostDays) {
    return base::Fail(base::Invalid("expires_in_days_too_long",
                                    "`expires_in_days` must be at most 30.", {"expires_in_days"}));
  }
  return {};
}

base::Error Conflict(const char* reason, const char* text) { return base::Conflict(reason, text); }

// CheckReferences requires the organization, the role in it and the inviter.
base::Status CheckReferences(store::ReadTx& tx, const Invitation& invitation) {
  if (invitation.organization) {
    BW_TRY_ASSIGN(const auto organization,
                  store::FindOrganization(tx, invitation.environment, *invitation.organization));
    if (!organization) {
      base::Error error = base::NotFound("organization_not_found", "No such organization.");
      error.fields.push_back(invitation.organization->text);
      return base::Fail(std::move(error));
    }
  }
  if (invitation.role) {
    const auto organization = invitation.organization.value_or(model::OrganizationId());
    BW_TRY_ASSIGN(const auto role,
                  store::FindRole(tx, invitation.environment, *invitation.role, organization));
    if (!role || organization.empty()) {
      return base::Fail(base::Invalid("invalid_invitation_role",
                                      "`role_slug` must be a role of `organization_id`.",
                                      {"role_slug"}));
    }
  }
  if (!invitation.inviter) return {};
  BW_TRY_ASSIGN(const auto inviter,
                store::FindUser(tx, invitation.environment, {*invitation.inviter}));
  return inviter ? base::Status() : base::Fail(UserNotFound(*invitation.inviter));
}

// CheckNew refuses an invitation that another one or a membership makes superfluous.
base::Status CheckNew(store::ReadTx& tx, const Invitation& invitation, base::Time now) {
  BW_TRY_ASSIGN(const auto pending, store::ListPendingInvitations(tx, invitation.environment,
                                                                  invitation.email_key, now));
  if (std::ranges::find(pending, invitation.organization, &Invitation::organization) !=
      pending.end()) {
    return base::Fail(invitation.organization
                          ? Conflict("email_already_invited_to_organization",
                                     "The address is invited to the organization already.")
                          : Conflict("email_already_invited", "The address is invited already."));
  }
  BW_TRY_ASSIGN(const auto user, mail::FindOwner(tx, invitation.environment, invitation.email));
  if (!user) return {};
  if (!invitation.organization) {
    return base::Fail(Conflict("user_already_exists", "A user has this address already."));
  }
  BW_TRY_ASSIGN(const auto member, store::FindActiveMembership(tx, invitation.environment, user->id,
                                                               *invitation.organization));
  if (!member) return {};
  return base::Fail(
      Conflict("user_already_member", "The user is a member of the organization already."));
}

base::Status Post(store::WriteTx& tx, const mail::Outbox& outbox, const Invitation& invitation,
                  base::Time now) {
  return outbox.Add(tx,
                    {.environment = invitation.environment,
                     .letter = mail::Letter::kInvitation,
                     .to = invitation.email,
                     .code_id = invitation.id,
                     .sealed = invitation.sealed,
                     .expires_at = invitation.expires_at},
                    now);
}

base::Status Begin(store::WriteTx& tx, Invitation& invitation, const crypto::KeyRing& ring,
                   const mail::Outbox& outbox, const resource::Context& context) {
  BW_TRY(CheckDays(invitation.days));
  invitation.email_key = base::NameKey(invitation.email);
  BW_TRY(CheckReferences(tx, invitation));
  BW_TRY(CheckNew(tx, invitation, context.now));
  invitation.expires_at = context.now + std::chrono::days(invitation.days);
  BW_TRY_ASSIGN(mail::Token token, mail::MakeToken(invitation.id, ring, context.entropy));
  invitation.sealed = std::move(token.sealed);
  invitation.token_hash = std::move(token.hash);
  return Post(tx, outbox, invitation, context.now);
}

// SetAcceptedUser finds the owner of the address in the transaction of the acceptance, because the
// user may have replaced it.
base::Status SetAcceptedUser(store::ReadTx& tx, Invitation& invitation) {
  BW_TRY_ASSIGN(const auto user, mail::FindOwner(tx, invitation.environment, invitation.email));
  if (!user) {
    return base::Fail(base::Invalid(
        "invalid_invite", "No user has the address of the invitation. Create the user first."));
  }
  invitation.accepted_user = user->id.text;
  return {};
}

resource::Rules::Prepare PrepareWith(const crypto::KeyRing& ring, const mail::Outbox& outbox) {
  return [&ring, &outbox](store::WriteTx& tx, const void* before, void* row,
                          const resource::Context& context) -> base::Status {
    auto& invitation = *static_cast<Invitation*>(row);
    if (before == nullptr) return Begin(tx, invitation, ring, outbox, context);
    const bool accepts = invitation.accepted_at && !invitation.accepted_user;
    return accepts ? SetAcceptedUser(tx, invitation) : base::Status();
  };
}

// CheckResendInterval limits the emails to one address. Only a resending changes a pending
// invitation. The first one may follow the creation at once, as the vendor's clients do.
base::Status CheckResendInterval(const Invitation& invitation, base::Time now) {
  if (invitation.updated_at == invitation.created_at) return {};
  const auto wait = invitation.updated_at + kResendInterval - now;
  if (wait <= std::chrono::milliseconds(0)) return {};
  return base::Fail(base::Limited("too_many_codes",
                                  "The invitation was sent again less than 20 seconds ago. Wait.",
                                  std::chrono::ceil<std::chrono::seconds>(wait)));
}

base::Error NotPending() {
  return Conflict("invite_not_pending", "The invitation is not pending.");
}

}  // namespace

Invitations::Invitations(const resource::Parts& parts, const crypto::KeyRing& ring,
                         const Memberships& memberships, const mail::Outbox& outbox)
    : VerbsOf(model::kInvitation,
              {.read = {},
               .write = {},
               .events = {kInvitationCreated, kInvitationResent, kInvitationRevoked},
               .prepare = PrepareWith(ring, outbox)},
              parts),
      parts_(parts),
      ring_(ring),
      memberships_(memberships),
      outbox_(outbox) {}

base::Result<Invitation> Invitations::GetByToken(const Caller& caller,
                                                 const base::Secret& token) const {
  BW_TRY(CheckRead(caller));
  BW_TRY_ASSIGN(auto found, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindInvitationByToken(tx, caller->environment, mail::HashOfToken(token));
  }));
  if (found) return *std::move(found);
  // The error must not repeat a token.
  base::Error error = base::NotFound("invitation_not_found", "No such invitation.");
  error.fields.emplace_back("by_token");
  return base::Fail(std::move(error));
}

base::Result<Invitation> Invitations::Accept(const Caller& caller, std::string_view id) const {
  const base::Time now = parts_.clock.Now();
  const auto change = [now](void* row) -> base::Status {
    auto& invitation = *static_cast<Invitation*>(row);
    if (invitation.StateAt(now) != InvitationState::kPending) return base::Fail(NotPending());
    invitation.accepted_at = now;
    return {};
  };
  const auto join = [&](store::WriteTx& tx, const void* row,
                        const resource::Context& context) -> base::Status {
    const auto& accepted = *static_cast<const Invitation*>(row);
    if (!accepted.organization) return {};
    model::Membership membership;
    membership.user = model::UserId{accepted.accepted_user.value()};
    membership.organization = *accepted.organization;
    if (accepted.role) membership.roles = {*accepted.role};
    return memberships_.JoinIn(tx, context, std::move(membership));
  };
  return Typed(Verbs::Update(caller, id, change, kInvitationAccepted, join));
}

base::Result<Invitation> Invitations::Resend(const Caller& caller, std::string_view id) const {
  const base::Time now = parts_.clock.Now();
  const auto check = [now](void* row) -> base::Status {
    switch (static_cast<const Invitation*>(row)->StateAt(now)) {
      case InvitationState::kAccepted:
        return base::Fail(Conflict("invite_accepted", "The invitation was accepted."));
      case InvitationState::kRevoked:
        return base::Fail(Conflict("invite_revoked", "The invitation was revoked."));
      case InvitationState::kExpired:
        return base::Fail(Conflict("invite_expired", "The invitation has expired."));
      case InvitationState::kPending:
        break;
    }
    return CheckResendInterval(*static_cast<const Invitation*>(row), now);
  };
  const auto post = [this](store::WriteTx& tx, const void* row,
                           const resource::Context& context) -> base::Status {
    return Post(tx, outbox_, *static_cast<const Invitation*>(row), context.now);
  };
  return Typed(Verbs::Update(caller, id, check, std::nullopt, post));
}

base::Result<Invitation> Invitations::Revoke(const Caller& caller, std::string_view id) const {
  const base::Time now = parts_.clock.Now();
  return Update(
      caller, id,
      [now](Invitation& invitation) -> base::Status {
        if (invitation.StateAt(now) != InvitationState::kPending) return base::Fail(NotPending());
        invitation.revoked_at = now;
        return {};
      },
      kInvitationRevoked);
}

base::Result<base::Secret> Invitations::TokenOf(const Invitation& invitation) const {
  return mail::OpenSealed(ring_, invitation.sealed, invitation.id);
}

}  // namespace bearward::users
