#include "users/invitation_steps.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/invalid.h"
#include "base/precis.h"
#include "mail/codes.h"
#include "mail/owner.h"
#include "model/changes.h"
#include "store/invitations.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/users.h"
#include "users/found_user.h"
#include "users/membership_steps.h"
#include "verify/authority.h"

namespace bearward::users {
namespace {

using model::Invitation;

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

// AdjustPending sets the role of the new invitation in a pending membership of the address.
base::Status AdjustPending(store::WriteTx& tx, const Invitation& invitation,
                           const Memberships& memberships, const resource::Context& context) {
  if (!invitation.organization) return {};
  BW_TRY_ASSIGN(const auto user, mail::FindOwner(tx, invitation.environment, invitation.email));
  if (!user) return {};
  BW_TRY_ASSIGN(const auto present, store::FindMembership(tx, invitation.environment, user->id,
                                                          *invitation.organization));
  if (!present || present->status != model::MembershipStatus::kPending) return {};
  return memberships.ExpectIn(tx, context, user->id, invitation);
}

}  // namespace

base::Status PostInvitation(store::WriteTx& tx, const mail::Outbox& outbox,
                            const Invitation& invitation, base::Time now) {
  return outbox.Add(tx,
                    {.environment = invitation.environment,
                     .letter = mail::Letter::kInvitation,
                     .to = invitation.email,
                     .organization = invitation.organization,
                     .code_id = invitation.id,
                     .sealed = invitation.sealed,
                     .expires_at = invitation.expires_at},
                    now);
}

base::Status BeginInvitation(store::WriteTx& tx, Invitation& invitation,
                             const InvitationParts& parts, const resource::Context& context) {
  BW_TRY(CheckDays(invitation.days));
  invitation.email_key = base::NameKey(invitation.email);
  BW_TRY(CheckReferences(tx, invitation));
  BW_TRY(CheckNew(tx, invitation, context.now));
  BW_TRY(AdjustPending(tx, invitation, parts.memberships, context));
  invitation.expires_at = context.now + std::chrono::days(invitation.days);
  BW_TRY_ASSIGN(mail::Token token, mail::MakeToken(invitation.id, parts.ring, context.entropy));
  invitation.sealed = std::move(token.sealed);
  invitation.token_hash = std::move(token.hash);
  return PostInvitation(tx, parts.outbox, invitation, context.now);
}

base::Status CheckCoversRole(store::ReadTx& tx, const model::Principal& actor,
                             const Invitation& invitation) {
  return verify::CheckCoversRoles(tx, actor,
                                  {invitation.role.value_or(std::string(model::kDefaultRole))});
}

// Only a resending changes a pending invitation. The first one may follow the creation at once, as
// the vendor's clients do.
base::Status CheckResendInterval(const Invitation& invitation, base::Time now) {
  if (invitation.updated_at == invitation.created_at) return {};
  const auto wait = invitation.updated_at + kResendInterval - now;
  if (wait <= std::chrono::milliseconds(0)) return {};
  return base::Fail(base::Limited("too_many_codes",
                                  "The invitation was sent again less than 20 seconds ago. Wait.",
                                  std::chrono::ceil<std::chrono::seconds>(wait)));
}

base::Error NoInvitation() {
  return base::NotFound("invitation_not_found",
                        "The invitation does not exist, has expired, or was accepted or revoked.");
}

base::Error OtherAddress() {
  return base::Invalid("invitation_cannot_be_used_for_email",
                       "The invitation is for another email address.");
}

base::Result<Invitation> FindPending(store::ReadTx& tx, const model::EnvironmentId& environment,
                                     const model::InvitationReference& reference, base::Time now) {
  BW_TRY_ASSIGN(auto found, reference.token.empty()
                                ? store::Invitations().Find(tx, environment, reference.id)
                                : store::FindInvitationByToken(tx, environment,
                                                               mail::HashOfToken(reference.token)));
  if (found && found->StateAt(now) == model::InvitationState::kPending) return *std::move(found);
  return base::Fail(NoInvitation());
}

base::Error NotPending() {
  return Conflict("invite_not_pending", "The invitation is not pending.");
}

base::Status JoinInvited(store::WriteTx& tx, const Invitation& accepted, const model::EventBy& by,
                         base::Entropy& entropy) {
  if (!accepted.organization) return {};
  model::Membership membership;
  membership.user = model::UserId{accepted.accepted_user.value()};
  membership.organization = *accepted.organization;
  if (accepted.role) membership.roles = {*accepted.role};
  return Join(tx, by, entropy, std::move(membership));
}

base::Status AcceptInvitation(store::WriteTx& tx, Invitation invitation, const model::UserId& user,
                              const model::EventBy& by, base::Entropy& entropy) {
  const Invitation before = invitation;
  invitation.accepted_at = by.at();
  invitation.accepted_user = user.text;
  invitation.updated_at = by.at();
  BW_TRY(store::Invitations().Update(tx, invitation));
  BW_TRY(tx.Append(by.Make(model::EventType::kInvitationAccepted, invitation.id,
                           invitation.organization,
                           model::Changes::Between(before, invitation).Json())));
  return JoinInvited(tx, invitation, by, entropy);
}

base::Result<Invitation> RevokeInvitation(store::WriteTx& tx, const Invitation& invitation,
                                          const model::EventBy& by) {
  Invitation revoked = invitation;
  revoked.revoked_at = by.at();
  revoked.updated_at = by.at();
  BW_TRY(store::Invitations().Update(tx, revoked));
  BW_TRY(tx.Append(by.Make(model::EventType::kInvitationRevoked, revoked.id, revoked.organization,
                           model::Changes::Between(invitation, revoked).Json())));
  return revoked;
}

}  // namespace bearward::users
