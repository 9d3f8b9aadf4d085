// InvitationSteps: what the invitations of the environment and those of members have in common.
// Internal to the module.
#pragma once

#include "base/entropy.h"
#include "base/result.h"
#include "crypto/key_ring.h"
#include "mail/outbox.h"
#include "model/caller.h"
#include "model/event.h"
#include "model/invitation.h"
#include "resource/rules.h"
#include "store/transaction.h"
#include "users/memberships.h"

namespace bearward::users {

// InvitationParts are the dependencies of a new invitation.
struct InvitationParts {
  const crypto::KeyRing& ring;
  const Memberships& memberships;
  const mail::Outbox& outbox;
};

// BeginInvitation completes a new invitation, which it stores nowhere, and posts its email. A
// pending membership of the address gets the role of the invitation. Errors of a creation
// (invitations.h).
base::Status BeginInvitation(store::WriteTx& tx, model::Invitation& invitation,
                             const InvitationParts& parts, const resource::Context& context);

// PostInvitation stores the email.
base::Status PostInvitation(store::WriteTx& tx, const mail::Outbox& outbox,
                            const model::Invitation& invitation, base::Time now);

// CheckCoversRole compares the rights of the role of an invitation with those of the caller:
// kDenied "exceeds_own_permissions".
base::Status CheckCoversRole(store::ReadTx& tx, const model::Principal& actor,
                             const model::Invitation& invitation);

// CheckResendInterval limits the emails to one address: kLimited "too_many_codes".
base::Status CheckResendInterval(const model::Invitation& invitation, base::Time now);

// FindPending returns a pending invitation of an environment: kNotFound "invitation_not_found".
base::Result<model::Invitation> FindPending(store::ReadTx& tx,
                                            const model::EnvironmentId& environment,
                                            const model::InvitationReference& reference,
                                            base::Time now);
// NoInvitation returns that error.
base::Error NoInvitation();
// OtherAddress returns kInvalid "invitation_cannot_be_used_for_email".
base::Error OtherAddress();

// JoinInvited makes the user who has accepted an invitation a member of its organization, if there
// is one.
base::Status JoinInvited(store::WriteTx& tx, const model::Invitation& accepted,
                         const model::EventBy& by, base::Entropy& entropy);
// AcceptInvitation accepts a pending invitation for a user, with its event, and does that.
base::Status AcceptInvitation(store::WriteTx& tx, model::Invitation invitation,
                              const model::UserId& user, const model::EventBy& by,
                              base::Entropy& entropy);

// NotPending returns kConflict "invite_not_pending".
base::Error NotPending();

// RevokeInvitation revokes a pending invitation, with its event, and returns it.
base::Result<model::Invitation> RevokeInvitation(store::WriteTx& tx,
                                                 const model::Invitation& invitation,
                                                 const model::EventBy& by);

}  // namespace bearward::users
