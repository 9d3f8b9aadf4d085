#include "store/feature_flags.h"

#include "store/columns.h"

namespace bearward::store {
namespace {

Parameter IdOrNull(const std::string& id) { return id.empty() ? Parameter() : Parameter(id); }

}  // namespace

const TableOf<model::FeatureFlag>& FeatureFlags() {
  static const TableOf<model::FeatureFlag> table(model::kFeatureFlag);
  return table;
}

base::Result<bool> AddFlagTarget(WriteTx& tx, const model::EnvironmentId& environment,
                                 const FlagTarget& target, base::Time now) {
  const std::string& id = target.user.text.empty() ? target.organization.text : target.user.text;
  BW_TRY_ASSIGN(
      const Rows rows,
      tx.Execute("INSERT INTO flag_targets (environment_id, flag_id, target_id, "
                 "organization_id, user_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                 "ON CONFLICT (flag_id, target_id) DO NOTHING RETURNING 1",
                 {environment.text, target.flag_id, id, IdOrNull(target.organization.text),
                  IdOrNull(target.user.text), base::ToMillis(now)}));
  return !rows.empty();
}

base::Result<bool> DeleteFlagTarget(WriteTx& tx, const model::EnvironmentId& environment,
                                    std::string_view flag_id, std::string_view target_id) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("DELETE FROM flag_targets WHERE environment_id = ?1 AND flag_id = ?2 "
                           "AND target_id = ?3 RETURNING 1",
                           {environment.text, std::string(flag_id), std::string(target_id)}));
  return !rows.empty();
}

base::Result<std::vector<FlagTarget>> ListFlagTargets(ReadTx& tx,
                                                      const model::EnvironmentId& environment) {
  return ReadAll<FlagTarget>(
      tx.Execute("SELECT flag_id, coalesce(organization_id, ''), coalesce(user_id, '') "
                 "FROM flag_targets WHERE environment_id = ?1 ORDER BY flag_id, target_id",
                 {environment.text}),
      [](Columns& columns) {
        FlagTarget target{.flag_id = columns.Text()};
        target.organization = {columns.Text()};
        target.user = {columns.Text()};
        return target;
      });
}

Condition OnForOrganization(const model::EnvironmentId& environment,
                            std::string_view organization) {
  return {
      "enabled = 1 AND (default_value = 1 OR id IN (SELECT flag_id FROM flag_targets "
      "WHERE environment_id = ? AND target_id = ?))",
      {environment.text, std::string(organization)}};
}

Condition OnForUser(const model::EnvironmentId& environment, std::string_view user) {
  return {
      "enabled = 1 AND (default_value = 1 OR id IN (SELECT flag_id FROM flag_targets "
      "WHERE environment_id = ? AND (target_id = ? OR target_id IN (SELECT organization_id "
      "FROM memberships WHERE environment_id = ? AND user_id = ? AND status = 'active'))))",
      {environment.text, std::string(user), environment.text, std::string(user)}};
}

base::Result<std::vector<std::string>> ListFlagsOfMember(ReadTx& tx,
                                                         const model::EnvironmentId& environment,
                                                         std::string_view user,
                                                         std::string_view organization) {
  return ReadAll<std::string>(
      tx.Execute("SELECT slug FROM feature_flags WHERE environment_id = ?1 AND enabled = 1 AND "
                 "(default_value = 1 OR id IN (SELECT flag_id FROM flag_targets WHERE "
                 "environment_id = ?1 AND (target_id = ?2 OR target_id = ?3))) ORDER BY slug",
                 {environment.text, std::string(user), std::string(organization)}),
      [](Columns& columns) { return columns.Text(); });
}

Condition OnForMember(const model::EnvironmentId& environment, std::string_view user,
                      std::string_view organization) {
  return {
      "enabled = 1 AND (default_value = 1 OR id IN (SELECT flag_id FROM flag_targets "
      "WHERE environment_id = ? AND (target_id = ? OR target_id = ?)))",
      {environment.text, std::string(user), std::string(organization)}};
}

Condition IsEnabled(bool enabled) { return {enabled ? "enabled = 1" : "enabled = 0"}; }

}  // namespace bearward::store
