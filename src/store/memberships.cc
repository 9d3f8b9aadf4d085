#include "store/memberships.h"

#include "store/columns.h"
#include "store/table.h"

namespace bearward::store {
namespace {

const TableOf<model::Membership>& Memberships() {
  static const TableOf<model::Membership> table(model::kMembership);
  return table;
}

}  // namespace

base::Result<std::optional<model::Membership>> FindMembership(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    const model::OrganizationId& organization) {
  return Memberships().FindWhere(tx,
                                 "environment_id = ?1 AND user_id = ?2 AND organization_id = ?3",
                                 {environment.text, user.text, organization.text});
}

base::Result<std::optional<model::Membership>> FindActiveMembership(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    const model::OrganizationId& organization) {
  auto found = FindMembership(tx, environment, user, organization);
  const bool inactive = found && *found && (*found)->status != model::MembershipStatus::kActive;
  if (inactive) return std::nullopt;
  return found;
}

base::Result<std::optional<model::Membership>> FindMembershipById(
    ReadTx& tx, const model::EnvironmentId& environment, const model::MembershipId& id) {
  return Memberships().Find(tx, environment, id.text);
}

base::Result<std::vector<model::Membership>> ListMemberships(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user) {
  return Memberships().ListWhere(tx,
                                 "environment_id = ?1 AND user_id = ?2 AND status <> 'pending' "
                                 "ORDER BY position, id",
                                 {environment.text, user.text});
}

base::Result<std::vector<model::Membership>> ListMembershipsIn(
    ReadTx& tx, const model::EnvironmentId& environment,
    const model::OrganizationId& organization) {
  return Memberships().ListWhere(
      tx, "environment_id = ?1 AND organization_id = ?2 AND status <> 'pending' ORDER BY id",
      {environment.text, organization.text});
}

base::Status PutMembership(WriteTx& tx, const model::Membership& membership) {
  BW_TRY_ASSIGN(auto present, FindMembership(tx, membership.environment, membership.user,
                                             membership.organization));
  if (!present) return Memberships().Insert(tx, membership);
  present->position = membership.position;
  present->roles = membership.roles;
  if (present->status == model::MembershipStatus::kPending) {
    present->status = model::MembershipStatus::kActive;
  }
  present->updated_at = membership.updated_at;
  return Memberships().Update(tx, *present);
}

base::Status DeleteMembership(WriteTx& tx, const model::Membership& membership) {
  return Done(tx.Execute(
      "DELETE FROM memberships "
      "WHERE environment_id = ?1 AND user_id = ?2 AND organization_id = ?3",
      {membership.environment.text, membership.user.text, membership.organization.text}));
}

}  // namespace bearward::store
