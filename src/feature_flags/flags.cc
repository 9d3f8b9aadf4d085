#include "feature_flags/flags.h"

#include <algorithm>
#include <utility>

#include "model/changes.h"
#include "store/organizations.h"
#include "store/users.h"
#include "verify/authority.h"

namespace bearward::feature_flags {
namespace {

using enum model::EventType;
using base::Result;
using model::FeatureFlag;

base::Error Missing(std::string reason, std::string text, const std::string& id) {
  base::Error error = base::NotFound(std::move(reason), std::move(text));
  error.fields.push_back(id);
  return error;
}

base::Error NoTarget(const std::string& id) {
  return Missing("flag_target_not_found", "No such target.", id);
}

Result<bool> IsOrganization(store::ReadTx& tx, const model::EnvironmentId& environment,
                            const std::string& id) {
  BW_TRY_ASSIGN(const auto found,
                store::FindOrganization(tx, environment, model::OrganizationId{id}));
  return found.has_value();
}

Result<bool> IsUser(store::ReadTx& tx, const model::EnvironmentId& environment,
                    const std::string& id) {
  BW_TRY_ASSIGN(const auto found, store::FindUser(tx, environment, model::UserId{id}));
  return found.has_value();
}

Result<store::FlagTarget> TargetOf(store::ReadTx& tx, const FeatureFlag& flag,
                                   const std::string& id) {
  store::FlagTarget target{.flag_id = flag.id};
  BW_TRY_ASSIGN(const bool is_organization, IsOrganization(tx, flag.environment, id));
  if (is_organization) {
    target.organization = {id};
    return target;
  }
  BW_TRY_ASSIGN(const bool is_user, IsUser(tx, flag.environment, id));
  if (!is_user) return base::Fail(NoTarget(id));
  target.user = {id};
  return target;
}

}  // namespace

Flags::Flags(const resource::Parts& parts)
    : VerbsOf(model::kFeatureFlag,
              {.read = {},
               .write = {},
               .events = {kFlagCreated, kFlagUpdated, kFlagDeleted},
               .shared = "organizations:read"},
              parts),
      parts_(parts) {}

Result<FeatureFlag> Flags::Switch(const model::Caller& caller, const resource::Address& at,
                                  bool enabled) const {
  return Update(caller, at, [enabled](FeatureFlag& row) -> base::Status {
    row.enabled = enabled;
    return {};
  });
}

Result<FeatureFlag> Flags::Enable(const model::Caller& caller, const resource::Address& at) const {
  return Switch(caller, at, true);
}

Result<FeatureFlag> Flags::Disable(const model::Caller& caller, const resource::Address& at) const {
  return Switch(caller, at, false);
}

Result<FeatureFlag> Flags::ChangeTargets(
    const model::Caller& caller, const resource::Address& at, const std::string& target,
    const std::function<Result<bool>(store::WriteTx&, const FeatureFlag&)>& change) const {
  BW_TRY(CheckWrite(caller));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<FeatureFlag> {
    BW_TRY_ASSIGN(FeatureFlag flag, Typed(Find(tx, caller, at)));
    BW_TRY_ASSIGN(const bool changed, change(tx, flag));
    if (!changed) return flag;
    model::Changes changes;
    changes.Add("target", model::Kind::kText, {}, target);
    BW_TRY(tx.Append(by.Make(kFlagRuleUpdated, flag.id, std::nullopt, changes.Json())));
    return flag;
  });
}

Result<FeatureFlag> Flags::AddTarget(const model::Caller& caller, const resource::Address& at,
                                     const std::string& target) const {
  const base::Time now = parts_.clock.Now();
  return ChangeTargets(caller, at, target,
                       [&](store::WriteTx& tx, const FeatureFlag& flag) -> Result<bool> {
                         BW_TRY_ASSIGN(const auto row, TargetOf(tx, flag, target));
                         return store::AddFlagTarget(tx, flag.environment, row, now);
                       });
}

Result<FeatureFlag> Flags::RemoveTarget(const model::Caller& caller, const resource::Address& at,
                                        const std::string& target) const {
  return ChangeTargets(
      caller, at, target, [&](store::WriteTx& tx, const FeatureFlag& flag) -> Result<bool> {
        BW_TRY_ASSIGN(const bool removed,
                      store::DeleteFlagTarget(tx, flag.environment, flag.id, target));
        if (!removed) return base::Fail(NoTarget(target));
        return true;
      });
}

Result<resource::Page> Flags::ListForOrganization(const model::Caller& caller,
                                                  const std::string& organization,
                                                  store::PageQuery query) const {
  BW_TRY(CheckRead(caller));
  BW_TRY_ASSIGN(const bool exists, parts_.store.Read([&](store::ReadTx& tx) {
    return IsOrganization(tx, caller->environment, organization);
  }));
  if (!exists) {
    return base::Fail(Missing("organization_not_found", "No such organization.", organization));
  }
  query.conditions.push_back(store::OnForOrganization(caller->environment, organization));
  return List(caller, std::move(query));
}

Result<resource::Page> Flags::ListForUser(const model::Caller& caller, const std::string& user,
                                          store::PageQuery query) const {
  BW_TRY(CheckRead(caller));
  BW_TRY_ASSIGN(const bool exists, parts_.store.Read([&](store::ReadTx& tx) {
    return IsUser(tx, caller->environment, user);
  }));
  if (!exists) return base::Fail(Missing("user_not_found", "No such user.", user));
  query.conditions.push_back(store::OnForUser(caller->environment, user));
  return List(caller, std::move(query));
}

Result<resource::Page> Flags::EvaluateForMember(const model::Caller& caller,
                                                const std::string& user,
                                                store::PageQuery query) const {
  BW_TRY(parts_.store.Read([&](store::ReadTx& tx) {
    return verify::CheckReadsMember(tx, caller.principal(), model::UserId{user});
  }));
  query.conditions.push_back(
      store::OnForMember(caller->environment, user, caller->organization->text));
  return ReadPage(caller, std::move(query), {});
}

Result<std::vector<Rule>> Flags::ListRules(const model::Caller& caller) const {
  BW_TRY_ASSIGN(const auto flags, ListAll(caller, {}));
  BW_TRY_ASSIGN(const auto targets, parts_.store.Read([&](store::ReadTx& tx) {
    return store::ListFlagTargets(tx, caller->environment);
  }));
  std::vector<Rule> rules;
  for (const model::AnyRow& row : flags) {
    Rule& rule = rules.emplace_back(Rule{*static_cast<const FeatureFlag*>(row.get()), {}});
    std::ranges::copy_if(
        targets, std::back_inserter(rule.targets),
        [&rule](const store::FlagTarget& target) { return target.flag_id == rule.flag.id; });
  }
  return rules;
}

}  // namespace bearward::feature_flags
