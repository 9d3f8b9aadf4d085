#include <algorithm>

#include "provision/applying.h"
#include "sessions/revoke_keys.h"
#include "sessions/sessions.h"
#include "store/memberships.h"

namespace bearward::provision {
namespace {

bool IsIn(const std::vector<model::Membership>& list, const model::Membership& membership) {
  return std::ranges::any_of(list, [&](const model::Membership& other) {
    return other.organization == membership.organization;
  });
}

base::Result<std::vector<model::Membership>> Wanted(Applying& applying,
                                                    const model::Environment& environment,
                                                    const model::User& user,
                                                    const std::vector<MembershipEntry>& entries) {
  std::vector<model::Membership> wanted;
  for (const MembershipEntry& entry : entries) {
    BW_TRY_ASSIGN(const auto organization,
                  OrganizationOf(applying, entry.where, environment, entry.organization));
    BW_TRY(CheckRoles(applying, entry.where, environment, entry.roles, organization.id));
    model::Membership membership;
    membership.environment = environment.id;
    membership.user = user.id;
    membership.organization = organization.id;
    membership.position = static_cast<std::int64_t>(wanted.size());
    membership.roles = entry.roles;
    if (IsIn(wanted, membership)) {
      return base::Fail(Mistake(entry.where, "the user is a member of " +
                                                 Quoted(entry.organization) +
                                                 " twice. Put all roles into one membership."));
    }
    wanted.push_back(std::move(membership));
  }
  return wanted;
}

// SameMemberships compares organizations and roles. Both lists are in the order of the positions.
bool SameMemberships(const std::vector<model::Membership>& a,
                     const std::vector<model::Membership>& b) {
  return std::ranges::equal(a, b, [](const model::Membership& one, const model::Membership& other) {
    return one.organization == other.organization && one.roles == other.roles;
  });
}

base::Result<bool> Put(Applying& applying, const std::vector<model::Membership>& present,
                       model::Membership membership) {
  const auto old =
      std::ranges::find(present, membership.organization, &model::Membership::organization);
  if (old != present.end() && old->position == membership.position &&
      old->roles == membership.roles) {
    return false;
  }
  membership.created_at = membership.updated_at = applying.now;
  membership.id = old != present.end()
                      ? old->id
                      : model::NewId<model::MembershipId>("om", applying.now, applying.entropy);
  BW_TRY(store::PutMembership(applying.tx, membership));
  return true;
}

}  // namespace

base::Result<std::optional<Memberships>> ApplyMemberships(Applying& applying,
                                                          const model::Environment& environment,
                                                          const model::User& user,
                                                          const UserEntry& entry,
                                                          EntryMemory& memory) {
  if (!entry.memberships) return std::nullopt;
  BW_TRY_ASSIGN(const auto wanted, Wanted(applying, environment, user, *entry.memberships));
  const Stated stated = memory.Note("memberships", TextOf(*entry.memberships));
  if (stated == Stated::kSame) return std::nullopt;
  BW_TRY_ASSIGN(auto present, store::ListMemberships(applying.tx, environment.id, user.id));
  if (stated == Stated::kUnknown) {
    // The API may have removed a membership of the file, which must not return.
    if (!SameMemberships(wanted, present)) memory.Keep("memberships");
    return std::nullopt;
  }
  bool changed = false;
  for (const model::Membership& membership : present) {
    if (IsIn(wanted, membership)) continue;
    BW_TRY(store::DeleteMembership(applying.tx, membership));
    const sessions::Ending ending{.by = ByFile(applying, environment.id),
                                  .organization = membership.organization,
                                  .subject_id = user.id.text};
    BW_TRY(sessions::EndAllOfMember(applying.tx, ending));
    BW_TRY(sessions::RevokeKeysOfMember(applying.tx, ending));
    changed = true;
  }
  for (const model::Membership& membership : wanted) {
    BW_TRY_ASSIGN(const bool put, Put(applying, present, membership));
    changed |= put;
  }
  if (!changed) return std::nullopt;
  return present;
}

}  // namespace bearward::provision
