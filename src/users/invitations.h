// Invitations: asks the owners of email addresses to become users, and members of organizations.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "mail/outbox.h"
#include "model/invitation.h"
#include "resource/verbs.h"
#include "users/member_invitations.h"
#include "users/memberships.h"

namespace bearward::users {

// Invitations adds the rules of invitations to the verbs of the resource. It is safe from any
// thread. A member with the permission "users:manage" reads the invitations to its organization,
// and sends them again or revokes them within its own rights: kDenied "exceeds_own_permissions" for
// a role with more. Only a caller that acts for the environment reads tokens and accepts for
// others.
//
// Errors of a creation: kNotFound "organization_not_found", "user_not_found" for the inviter;
// kInvalid "invalid_invitation_role", "expires_in_days_too_short", "expires_in_days_too_long";
// kConflict "email_already_invited" or "email_already_invited_to_organization" while another
// invitation is pending, "user_already_exists" or "user_already_member" if there is nothing to
// accept.
class Invitations : public resource::VerbsOf<model::Invitation> {
 public:
  // Invitations are also mailed, if mail is configured. What members create is left to `members`.
  Invitations(const resource::Parts& parts, const crypto::KeyRing& ring,
              const Memberships& memberships, const mail::Outbox& outbox,
              const MemberInvitations& members);

  // Add creates an invitation. That of a member is one of MemberInvitations, with its errors: it
  // names the organization of the member, kNotFound "organization_not_found", and no other inviter,
  // kNotFound "user_not_found".
  base::Result<model::AnyRow> Add(const model::Caller& caller, const model::AnyRow& row) const;
  // GetByToken returns the invitation with this token; kDenied "not_the_environment", kNotFound
  // "invitation_not_found".
  base::Result<model::Invitation> GetByToken(const model::Caller& caller,
                                             const base::Secret& token) const;
  // Accept makes the user with the address a member of the organization, if there is one: kDenied
  // "not_the_environment"; kConflict "invite_not_pending"; kInvalid "invalid_invite" if no user has
  // the address.
  base::Result<model::Invitation> Accept(const model::Caller& caller, std::string_view id) const;
  // Resend sends the invitation again: kConflict "invite_accepted", "invite_revoked",
  // "invite_expired"; kLimited "too_many_codes" within 20 s of the last resending.
  base::Result<model::Invitation> Resend(const model::Caller& caller, std::string_view id) const;
  // Revoke makes the token useless: kConflict "invite_not_pending".
  base::Result<model::Invitation> Revoke(const model::Caller& caller, std::string_view id) const;

  // TokenOf returns the token of an invitation. An acceptance needs nothing else, so it is for a
  // caller that acts for the environment.
  base::Result<base::Secret> TokenOf(const model::Invitation& invitation) const;
  // StateOf returns the present state.
  model::InvitationState StateOf(const model::Invitation& invitation) const {
    return invitation.StateAt(parts_.clock.Now());
  }

 private:
  resource::Parts parts_;
  const crypto::KeyRing& ring_;
  const mail::Outbox& outbox_;
  const MemberInvitations& members_;
};

}  // namespace bearward::users
