// Membership: a user in an organization, with roles.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/words.h"
#include "model/ids.h"
#include "model/record.h"

namespace bearward::model {

// MembershipStatus: only an active membership lets the user act in the organization. A pending one
// waits for the acceptance of an invitation.
enum class MembershipStatus : std::uint8_t { kActive, kInactive, kPending };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::MembershipStatus> {
  static constexpr std::array<std::string_view, 3> kWords = {"active", "inactive", "pending"};
};

namespace bearward::model {

// Membership binds a user to an organization with roles. The membership with the lowest position is
// the home organization of the user.
struct Membership {
  EnvironmentId environment;
  MembershipId id;
  UserId user;
  OrganizationId organization;
  std::int64_t position = 0;
  std::vector<std::string> roles;  // slugs, the one of the highest priority first
  MembershipStatus status = MembershipStatus::kActive;
  bool directory_managed = false;
  base::Time created_at = {};
  base::Time updated_at = {};
};

// kMembershipFields and kMembership are its description.
inline constexpr Field kMembershipFields[] = {
    F<&Membership::user>("user_id", kFixed | kRequired | kFilter | kSelective),
    F<&Membership::organization>(kOrganizationField, kFixed | kRequired | kFilter),
    F<&Membership::status>("status", kStored | kShown),
    F<&Membership::directory_managed>("directory_managed", kStored | kShown),
    F<&Membership::position>("position", kStored | kAudited),
    F<&Membership::roles>("roles", kStored | kAudited),
};
inline constexpr RecordOf<Membership> kMembership({
    .object = "organization_membership",
    .id_prefix = "om",
    .table = "memberships",
    .organization = kOrganizationField,
    .fields = kMembershipFields,
});
inline const Record& DescriptionOf(const Membership& /*row*/) { return kMembership; }

}  // namespace bearward::model
