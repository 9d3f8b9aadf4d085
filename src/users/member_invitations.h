// MemberInvitations: the invitations to an organization as its members send and revoke them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "crypto/key_ring.h"
#include "mail/outbox.h"
#include "model/caller.h"
#include "model/invitation.h"
#include "resource/verbs.h"
#include "users/memberships.h"

namespace bearward::users {

// kMostInvitationsPerHour limits the new invitations to one organization.
inline constexpr std::int64_t kMostInvitationsPerHour = 100;

// Invitee describes an invitation. Without a role it has model::kDefaultRole.
struct Invitee {
  std::string email;
  std::optional<std::string> role;  // slug
  std::int64_t days = model::kInvitationDays;
};

// MemberInvitations acts in the organization of the caller. It is safe from any thread. The caller
// needs the permission to change members (Memberships) and at least the rights of the role: kDenied
// "missing_permission", "exceeds_own_permissions".
//
// An invited user is a pending member until it accepts. The user of an unknown address is created,
// without a password and with an address that is not verified, so the answer is the same for known
// and unknown addresses.
class MemberInvitations {
 public:
  MemberInvitations(const resource::Parts& parts, const crypto::KeyRing& ring,
                    const Memberships& memberships, const mail::Outbox& outbox)
      : parts_(parts), ring_(ring), memberships_(memberships), outbox_(outbox) {}

  // Invite errors: those of a creation of Invitations; kInvalid "invalid_invitee_email",
  // "sub_resource_scoped_role_not_allowed"; kConflict "email_not_deliverable" for an address to
  // which no email can be sent, and for one that is the username of another user; kLimited
  // "too_many_invitations" after kMostInvitationsPerHour.
  base::Result<model::Invitation> Invite(const model::Caller& caller, const Invitee& invitee) const;
  // Resend sends the newest invitation of a user again. One that has expired or was revoked is
  // replaced by a new one with the same role. kNotFound "invitation_not_found"; kConflict
  // "invite_accepted"; kLimited "too_many_codes" within 20 s of the last resending; errors of
  // Invite.
  base::Result<model::Invitation> Resend(const model::Caller& caller,
                                         const model::UserId& user) const;
  // Revoke makes the newest invitation of a user useless. kNotFound "invitation_not_found",
  // kConflict "invite_not_pending".
  base::Result<model::Invitation> Revoke(const model::Caller& caller,
                                         const model::UserId& user) const;

  // StateOf returns the present state.
  model::InvitationState StateOf(const model::Invitation& invitation) const {
    return invitation.StateAt(parts_.clock.Now());
  }

 private:
  base::Result<model::Invitation> InviteIn(store::WriteTx& tx, const resource::Context& context,
                                           const Invitee& invitee) const;
  base::Result<model::Invitation> SendAgain(store::WriteTx& tx, const resource::Context& context,
                                            const model::Invitation& invitation) const;

  resource::Parts parts_;
  const crypto::KeyRing& ring_;
  const Memberships& memberships_;
  const mail::Outbox& outbox_;
};

}  // namespace bearward::users
