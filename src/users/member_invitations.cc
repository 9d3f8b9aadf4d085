#include "users/member_invitations.h"

#include <chrono>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/invalid.h"
#include "mail/message.h"
#include "mail/owner.h"
#include "model/changes.h"
#include "model/check_row.h"
#include "model/forms.h"
#include "store/invitations.h"
#include "store/users.h"
#include "users/address_owner.h"
#include "users/invitation_steps.h"

namespace bearward::users {
namespace {

using base::Result;
using model::Caller;
using model::Invitation;
using model::InvitationState;
using model::User;
using resource::Context;

base::Error NotDeliverable(const std::string& email) {
  base::Error error =
      base::Conflict("email_not_deliverable", "No email can be sent to this address.");
  error.fields.push_back(email);
  return error;
}

base::Status CheckAddress(const mail::Outbox& outbox, const std::string& email) {
  if (!model::IsEmail(email)) {
    return base::Fail(base::Invalid("invalid_invitee_email",
                                    "`email` must be an email address such as ann@example.com.",
                                    {"email"}));
  }
  const bool reachable = !outbox.enabled() || mail::IsMailable(email);
  return reachable ? base::Status() : base::Fail(NotDeliverable(email));
}

// CheckQuota limits the emails to strangers that a member can cause.
base::Status CheckQuota(store::ReadTx& tx, const Invitation& invitation, base::Time now) {
  constexpr std::chrono::hours kWindow(1);
  BW_TRY_ASSIGN(const std::int64_t count,
                store::CountInvitationsSince(tx, invitation.environment, *invitation.organization,
                                             now - kWindow));
  if (count < kMostInvitationsPerHour) return {};
  return base::Fail(base::Limited(
      "too_many_invitations", "The organization has sent too many invitations. Wait.", kWindow));
}

Result<User> CreateUser(store::WriteTx& tx, const Context& context, const Invitation& invitation) {
  User user = NewOwner(invitation.environment, invitation.email, context.now, context.entropy);
  const base::Status inserted = InsertOwner(tx, user, model::EventBy(context.caller, context.now));
  if (!inserted && inserted.error().code == base::Code::kExists) {
    return base::Fail(NotDeliverable(user.email));
  }
  BW_TRY(inserted);
  return user;
}

// FindNewest returns the newest invitation of a user to the organization of the caller. What
// another organization has sent to the same user does not exist here (incident class I2).
Result<Invitation> FindNewest(store::ReadTx& tx, const Context& context,
                              const model::UserId& user) {
  base::Error missing = base::NotFound("invitation_not_found", "The user was not invited.");
  missing.fields.push_back(user.text);
  const model::EnvironmentId& environment = context.caller->environment;
  BW_TRY_ASSIGN(const auto found, store::FindUser(tx, environment, user));
  if (!found) return base::Fail(std::move(missing));
  BW_TRY_ASSIGN(auto newest,
                store::ListNewestInvitations(tx, environment, context.caller->organization,
                                             {found->email_key}));
  if (newest.empty()) return base::Fail(std::move(missing));
  BW_TRY(CheckCoversRole(tx, context.caller.principal(), newest.front()));
  return std::move(newest.front());
}

}  // namespace

Result<Invitation> MemberInvitations::Invite(const Caller& caller, const Invitee& invitee) const {
  BW_TRY(memberships_.CheckWrite(caller));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write(
      [&](store::WriteTx& tx) { return InviteIn(tx, {caller, now, parts_.entropy}, invitee); });
}

Result<Invitation> MemberInvitations::InviteIn(store::WriteTx& tx, const Context& context,
                                               const Invitee& invitee) const {
  BW_TRY(CheckAddress(outbox_, invitee.email));
  Invitation invitation;
  invitation.environment = context.caller->environment;
  invitation.id = "invitation_" + base::NewUlid(context.now, context.entropy);
  invitation.created_at = invitation.updated_at = context.now;
  invitation.email = invitee.email;
  invitation.organization = *context.caller->organization;
  invitation.role = invitee.role;
  invitation.days = invitee.days;
  invitation.inviter = std::string(context.caller->subject_id);
  BW_TRY(CheckQuota(tx, invitation, context.now));
  BW_TRY(BeginInvitation(tx, invitation, {ring_, memberships_, outbox_}, context));
  BW_TRY(CheckCoversRole(tx, context.caller.principal(), invitation));
  BW_TRY(model::CheckRow(model::kInvitation, &invitation));
  BW_TRY_ASSIGN(auto user, mail::FindOwner(tx, invitation.environment, invitation.email));
  if (!user) {
    BW_TRY_ASSIGN(user, CreateUser(tx, context, invitation));
  }
  BW_TRY(memberships_.ExpectIn(tx, context, user->id, invitation));
  BW_TRY(store::Invitations().Insert(tx, invitation));
  BW_TRY(tx.Append(model::EventBy(context.caller, context.now)
                       .Make(model::EventType::kInvitationCreated, invitation.id,
                             invitation.organization, model::Changes::Created(invitation).Json())));
  return invitation;
}

Result<Invitation> MemberInvitations::Resend(const Caller& caller,
                                             const model::UserId& user) const {
  BW_TRY(memberships_.CheckWrite(caller));
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<Invitation> {
    const Context context{caller, now, parts_.entropy};
    BW_TRY_ASSIGN(const Invitation newest, FindNewest(tx, context, user));
    switch (newest.StateAt(now)) {
      case InvitationState::kAccepted:
        return base::Fail(base::Conflict("invite_accepted", "The invitation was accepted."));
      case InvitationState::kExpired:
      case InvitationState::kRevoked:
        return InviteIn(tx, context, {.email = newest.email, .role = newest.role});
      case InvitationState::kPending:
        break;
    }
    return SendAgain(tx, context, newest);
  });
}

Result<Invitation> MemberInvitations::SendAgain(store::WriteTx& tx, const Context& context,
                                                const Invitation& invitation) const {
  BW_TRY(CheckAddress(outbox_, invitation.email));
  BW_TRY(CheckResendInterval(invitation, context.now));
  Invitation resent = invitation;
  resent.updated_at = context.now;
  BW_TRY(PostInvitation(tx, outbox_, resent, context.now));
  BW_TRY(store::Invitations().Update(tx, resent));
  BW_TRY(tx.Append(model::EventBy(context.caller, context.now)
                       .Make(model::EventType::kInvitationResent, resent.id, resent.organization,
                             model::Changes::Between(invitation, resent).Json())));
  return resent;
}

Result<Invitation> MemberInvitations::Revoke(const Caller& caller,
                                             const model::UserId& user) const {
  BW_TRY(memberships_.CheckWrite(caller));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<Invitation> {
    BW_TRY_ASSIGN(const Invitation newest, FindNewest(tx, {caller, by.at(), parts_.entropy}, user));
    if (newest.StateAt(by.at()) != InvitationState::kPending) return base::Fail(NotPending());
    return RevokeInvitation(tx, newest, by);
  });
}

}  // namespace bearward::users
