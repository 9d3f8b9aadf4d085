#include "store/groups.h"

#include <string>

#include "store/columns.h"

namespace bearward::store {

base::Result<bool> AddGroupMember(WriteTx& tx, const model::EnvironmentId& environment,
                                  std::string_view group, const model::MembershipId& membership,
                                  base::Time now) {
  BW_TRY_ASSIGN(
      const Rows rows,
      tx.Execute("INSERT INTO group_members (environment_id, group_id, membership_id, "
                 "created_at) VALUES (?1, ?2, ?3, ?4) "
                 "ON CONFLICT (group_id, membership_id) DO NOTHING RETURNING 1",
                 {environment.text, std::string(group), membership.text, base::ToMillis(now)}));
  return !rows.empty();
}

base::Result<bool> DeleteGroupMember(WriteTx& tx, const model::EnvironmentId& environment,
                                     std::string_view group,
                                     const model::MembershipId& membership) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM group_members WHERE environment_id = ?1 AND group_id = ?2 "
                           "AND membership_id = ?3 RETURNING 1",
                           {environment.text, std::string(group), membership.text}));
  return !rows.empty();
}

base::Result<std::int64_t> CountGroupMembers(ReadTx& tx, const model::EnvironmentId& environment,
                                             std::string_view group) {
  return ReadInteger(
      tx.Execute("SELECT count(*) FROM group_members WHERE environment_id = ?1 AND group_id = ?2",
                 {environment.text, std::string(group)}));
}

Condition InGroup(const model::EnvironmentId& environment, std::string_view group) {
  return {
      "id IN (SELECT membership_id FROM group_members "
      "WHERE environment_id = ? AND group_id = ?)",
      {environment.text, std::string(group)}};
}

Condition WithMember(const model::EnvironmentId& environment, std::string_view membership) {
  return {
      "id IN (SELECT group_id FROM group_members "
      "WHERE environment_id = ? AND membership_id = ?)",
      {environment.text, std::string(membership)}};
}

}  // namespace bearward::store
