// The operations about invitations to the organization.
#include <array>
#include <utility>

#include "dialects/workos/widgets/operations.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using graphql::Value;

Value StatusOf(model::InvitationState state) {
  switch (state) {
    case model::InvitationState::kAccepted:
      return Value::Text("Accepted");
    case model::InvitationState::kExpired:
      return Value::Text("Expired");
    case model::InvitationState::kRevoked:
      return Value::Text("Revoked");
    case model::InvitationState::kPending:
      break;
  }
  return Value::Text("Pending");
}

Value SuccessOf(Invocation& call, model::Invitation invitation, std::string_view type) {
  const Value status = StatusOf(call.uses.invitations.StateOf(invitation));
  return call.make.Of({{"invitation", call.make.Row(std::move(invitation), {{"status", status}})}},
                      type);
}

Result<Value> Invite(Invocation& call) {
  constexpr std::array kRefusals = {
      Refusal{"expires_in_days_too_short", "InvalidInvitationExpiry"},
      Refusal{"expires_in_days_too_long", "InvalidInvitationExpiry"},
      Refusal{"invalid_invitee_email", "InvalidInviteeEmail"},
      Refusal{"invalid_invitation_role", "InvalidInviteeRole"},
      Refusal{"sub_resource_scoped_role_not_allowed", "InvalidInviteeRole"},
      Refusal{"email_already_invited_to_organization", "InviteeAlreadyInvited"},
      Refusal{"user_already_member", "InviteeAlreadyMember"},
      Refusal{"email_not_deliverable", "InviteeEmailNotDeliverable"},
      Refusal{"too_many_invitations", "OrganizationBlockedFromSendingInvites"}};
  users::Invitee invitee{.email = call.input.Text("email"),
                         .role = call.input.OptionalText("roleSlug")};
  if (const auto days = call.input.Number("expiresInDays")) invitee.days = *days;
  auto invited = call.uses.invitations.Invite(call.caller, invitee);
  if (invited) return SuccessOf(call, *std::move(invited), "UserInvited");
  return RefusalOf(
      call.make, invited.error(), kRefusals,
      {{"email", call.make.Text(invitee.email)}, {"roleSlug", call.make.TextOrNull(invitee.role)}});
}

Result<Value> Resend(Invocation& call) {
  // A user who became a member in another way has nothing to accept either.
  constexpr std::array kRefusals = {Refusal{"invite_accepted", "InviteeAlreadyAccepted"},
                                    Refusal{"user_already_member", "InviteeAlreadyAccepted"},
                                    Refusal{"email_not_deliverable", "InviteeEmailNotDeliverable"},
                                    Refusal{"invitation_not_found", "ResendInvitationNotFound"}};
  const std::string user = call.input.Text("userId");
  auto resent = call.uses.invitations.Resend(call.caller, model::UserId{user});
  if (resent) return SuccessOf(call, *std::move(resent), "InvitationResent");
  const auto fields = resent.error().fields;
  return RefusalOf(call.make, resent.error(), kRefusals,
                   {{"userId", call.make.Text(user)},
                    {"email", call.make.Text(fields.empty() ? "" : fields.front())}});
}

Result<Value> Revoke(Invocation& call) {
  constexpr std::array kRefusals = {Refusal{"invitation_not_found", "InvitationNotFound"},
                                    Refusal{"invite_not_pending", "InvitationNotPending"}};
  const std::string user = call.input.Text("userId");
  auto revoked = call.uses.invitations.Revoke(call.caller, model::UserId{user});
  if (revoked) return SuccessOf(call, *std::move(revoked), "InvitationRevoked");
  return RefusalOf(call.make, revoked.error(), kRefusals, {{"userId", call.make.Text(user)}});
}

base::Status Admit(const Uses& uses, const model::Caller& caller) {
  return uses.members.CheckAccess(caller);
}

constexpr auto kOperations = std::to_array<Operation>({
    {"inviteUser", &Invite, &Admit},
    {"resendInvitation", &Resend, &Admit},
    {"revokeInvitation", &Revoke, &Admit},
});

}  // namespace

std::span<const Operation> InvitationOperations() { return kOperations; }

}  // namespace bearward::dialects::workos::widgets
