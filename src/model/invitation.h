// Invitation: asks the owner of an email address to become a user, optionally as a member of an
// organization.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "base/time.h"
#include "base/words.h"
#include "model/forms.h"
#include "model/record.h"

namespace bearward::model {

// InvitationState follows from the times of an invitation.
enum class InvitationState : std::uint8_t { kPending, kAccepted, kExpired, kRevoked };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::InvitationState> {
  static constexpr std::array<std::string_view, 4> kWords = {"pending", "accepted", "expired",
                                                             "revoked"};
};

namespace bearward::model {

// kInvitationDays is the lifetime of an invitation whose request states none, in days.
inline constexpr std::int64_t kInvitationDays = 7;

// Invitation belongs to the organization that it names. Without one it belongs to the environment
// as a whole, and no member reaches it.
struct Invitation : Entity {
  std::string email;
  std::string email_key;  // base::NameKey of the address
  std::optional<OrganizationId> organization;
  std::optional<std::string> role;     // its slug
  std::optional<std::string> inviter;  // id of a user
  std::optional<std::string> accepted_user;
  std::optional<base::Time> accepted_at;
  std::optional<base::Time> revoked_at;
  base::Time expires_at;
  std::string sealed;      // crypto::KeyRing::Seal of the token
  std::string token_hash;  // base64url of the SHA-256 of the token
  // days is the requested lifetime of a new invitation; it is not stored.
  std::int64_t days = kInvitationDays;

  InvitationState StateAt(base::Time now) const {
    if (accepted_at) return InvitationState::kAccepted;
    if (revoked_at) return InvitationState::kRevoked;
    return now < expires_at ? InvitationState::kPending : InvitationState::kExpired;
  }
};

// InvitationReference names an invitation that is to be accepted: by its token, or by the id that
// the server has stored. With neither it names none.
struct InvitationReference {
  base::Secret token = {};
  std::string id = {};

  bool empty() const { return token.empty() && id.empty(); }
};

// kInvitationFields and kInvitation are its description.
inline constexpr Field kInvitationFields[] = {
    F<&Invitation::email>("email", kFixed | kRequired | kConstant, &kEmail),
    F<&Invitation::email_key>("email_key", kStored | kConstant | kUnaudited),
    F<&Invitation::organization>(kOrganizationField, kFixed | kFilter | kConstant),
    F<&Invitation::role>("role_slug", kFixed | kConstant, &kRoleSlug),
    F<&Invitation::inviter>("inviter_user_id", kFixed | kConstant),
    F<&Invitation::accepted_user>("accepted_user_id", kStored | kShown),
    F<&Invitation::accepted_at>("accepted_at", kStored | kShown),
    F<&Invitation::revoked_at>("revoked_at", kStored | kShown),
    F<&Invitation::expires_at>("expires_at", kStored | kShown | kConstant),
    F<&Invitation::sealed>("sealed", kStored | kConstant | kUnaudited),
    F<&Invitation::token_hash>("token_hash", kStored | kConstant | kUnaudited),
};
inline constexpr RecordOf<Invitation> kInvitation({
    .object = "invitation",
    .id_prefix = "invitation",
    .table = "invitations",
    .organization = kOrganizationField,
    .fields = kInvitationFields,
});
inline const Record& DescriptionOf(const Invitation& /*row*/) { return kInvitation; }

}  // namespace bearward::model
