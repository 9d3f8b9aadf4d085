#include "users/invitations.h"

#include <utility>

#include "base/invalid.h"
#include "mail/codes.h"
#include "mail/owner.h"
#include "store/invitations.h"
#include "users/invitation_steps.h"
#include "verify/authority.h"

namespace bearward::users {
namespace {

using enum model::EventType;
using model::Caller;
using model::Invitation;
using model::InvitationState;

base::Error Conflict(const char* reason, const char* text) { return base::Conflict(reason, text); }

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

resource::Rules::Prepare PrepareWith(const InvitationParts& parts) {
  return [parts](store::WriteTx& tx, const void* before, void* row,
                 const resource::Context& context) -> base::Status {
    auto& invitation = *static_cast<Invitation*>(row);
    const model::Principal& actor = context.caller.principal();
    if (before == nullptr) {
      BW_TRY(verify::CheckEnvironment(actor));
      return BeginInvitation(tx, invitation, parts, context);
    }
    BW_TRY(CheckCoversRole(tx, actor, invitation));
    const bool accepts = invitation.accepted_at && !invitation.accepted_user;
    return accepts ? SetAcceptedUser(tx, invitation) : base::Status();
  };
}

}  // namespace

Invitations::Invitations(const resource::Parts& parts, const crypto::KeyRing& ring,
                         const Memberships& memberships, const mail::Outbox& outbox,
                         const MemberInvitations& members)
    : VerbsOf(model::kInvitation,
              {.read = verify::kManageUsers,
               .write = verify::kManageUsers,
               .events = {kInvitationCreated, kInvitationResent, kInvitationRevoked},
               .prepare = PrepareWith({ring, memberships, outbox})},
              parts),
      parts_(parts),
      ring_(ring),
      outbox_(outbox),
      members_(members) {}

base::Result<model::AnyRow> Invitations::Add(const Caller& caller, const model::AnyRow& row) const {
  if (verify::IsEnvironment(caller.principal())) return Verbs::Create(caller, row);
  const Invitation& wanted = *static_cast<const Invitation*>(row.get());
  if (wanted.organization != *caller->organization) {
    base::Error error = base::NotFound("organization_not_found", "No such organization.");
    error.fields.push_back(wanted.organization.value_or(model::OrganizationId()).text);
    return base::Fail(std::move(error));
  }
  // A member invites in its own name.
  const model::UserId inviter{wanted.inviter.value_or(std::string(caller->subject_id))};
  if (!verify::IsSelf(caller.principal(), inviter)) return base::Fail(verify::NoUser(inviter));
  BW_TRY_ASSIGN(
      Invitation made,
      members_.Invite(caller, {.email = wanted.email, .role = wanted.role, .days = wanted.days}));
  return std::make_shared<Invitation>(std::move(made));
}

base::Result<Invitation> Invitations::GetByToken(const Caller& caller,
                                                 const base::Secret& token) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
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
  // An organization does not decide for the owner of an address (incident class I3).
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const base::Time now = parts_.clock.Now();
  const auto change = [now](void* row) -> base::Status {
    auto& invitation = *static_cast<Invitation*>(row);
    if (invitation.StateAt(now) != InvitationState::kPending) return base::Fail(NotPending());
    invitation.accepted_at = now;
    return {};
  };
  const auto join = [](store::WriteTx& tx, const void* row, const resource::Context& context) {
    return JoinInvited(tx, *static_cast<const Invitation*>(row),
                       model::EventBy(context.caller, context.now), context.entropy);
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
    return PostInvitation(tx, outbox_, *static_cast<const Invitation*>(row), context.now);
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
