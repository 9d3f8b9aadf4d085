// Invitations: asks the owners of email addresses to become users, and members of organizations.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "mail/outbox.h"
#include "model/invitation.h"
#include "resource/verbs.h"
#include "users/memberships.h"

namespace bearward::users {

// Invitations adds the rules of invitations to the verbs of the resource. It is safe from any
// thread. Only a caller that acts for the environment uses it.
//
// Errors of a creation: kNotFound "organization_not_found", "user_not_found" for the inviter;
// kInvalid "invalid_invitation_role", "expires_in_days_too_short", "expires_in_days_too_long";
// kConflict "email_already_invited" or "email_already_invited_to_organization" while another
// invitation is pending, "user_already_exists" or "user_already_member" if there is nothing to
// accept.
class Invitations : public resource::VerbsOf<model::Invitation> {
 public:
  // Invitations are also mailed, if mail is configured.
  Invitations(const resource::Parts& parts, const crypto::KeyRing& ring,
              const Memberships& memberships, const mail::Outbox& outbox);

  // GetByToken returns the invitation with this token; kNotFound "invitation_not_found".
  base::Result<model::Invitation> GetByToken(const model::Caller& caller,
                                             const base::Secret& token) const;
  // Accept makes the user with the address a member of the organization, if there is one: kConflict
  // "invite_not_pending"; kInvalid "invalid_invite" if no user has the address.
  base::Result<model::Invitation> Accept(const model::Caller& caller, std::string_view id) const;
  // Resend sends the invitation again: kConflict "invite_accepted", "invite_revoked",
  // "invite_expired"; kLimited "too_many_codes" within 20 s of the last resending.
  base::Result<model::Invitation> Resend(const model::Caller& caller, std::string_view id) const;
  // Revoke makes the token useless: kConflict "invite_not_pending".
  base::Result<model::Invitation> Revoke(const model::Caller& caller, std::string_view id) const;

  // TokenOf returns the token of an invitation that the caller may read.
  base::Result<base::Secret> TokenOf(const model::Invitation& invitation) const;
  // StateOf returns the present state.
  model::InvitationState StateOf(const model::Invitation& invitation) const {
    return invitation.StateAt(parts_.clock.Now());
  }

 private:
  resource::Parts parts_;
  const crypto::KeyRing& ring_;
  const mail::Outbox& outbox_;
};

}  // namespace bearward::users
