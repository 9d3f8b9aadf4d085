#include "users/membership_steps.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/invalid.h"
#include "model/changes.h"
#include "model/check_row.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/table.h"
#include "store/users.h"

namespace bearward::users {
namespace {

using enum model::EventType;
using model::Membership;
using model::MembershipStatus;

base::Error NotForOrganizations(const model::Role& role) {
  return base::Invalid("sub_resource_scoped_role_not_allowed",
                       "The role `" + role.slug + "` is for resources of type `" +
                           role.resource_type + "`, not for organizations.",
                       {role.slug});
}

// NextPosition is that after the other memberships of the user.
base::Result<std::int64_t> NextPosition(store::ReadTx& tx, const Membership& membership) {
  BW_TRY_ASSIGN(const auto others,
                store::ListMemberships(tx, membership.environment, membership.user));
  return others.empty() ? 0 : others.back().position + 1;
}

base::Status InsertMembership(store::WriteTx& tx, const model::EventBy& by, base::Entropy& entropy,
                              Membership membership) {
  membership.environment = by.environment();
  membership.created_at = membership.updated_at = by.at();
  membership.id =
      model::NewId<decltype(membership.id)>(model::kMembership.id_prefix, by.at(), entropy);
  BW_TRY(BeginMembership(tx, membership));
  BW_TRY(OrderRoles(tx, membership));
  BW_TRY(model::CheckRow(model::kMembership, &membership));
  BW_TRY(store::Table(model::kMembership).Insert(tx, &membership));
  return tx.Append(by.Make(kOrganizationMembershipCreated, membership.id.text,
                           membership.organization, model::Changes::Created(membership).Json()));
}

}  // namespace

// A role of another organization does not exist for it (incident class I2).
base::Status OrderRoles(store::ReadTx& tx, Membership& membership) {
  std::vector<std::pair<std::int64_t, std::string>> roles;
  std::vector<std::string> missing;
  for (const std::string& slug : membership.roles) {
    BW_TRY_ASSIGN(const auto role,
                  store::FindRole(tx, membership.environment, slug, membership.organization));
    if (!role) missing.push_back(slug);
    if (role && role->resource_type != model::kOrganizationType)
      return base::Fail(NotForOrganizations(*role));
    roles.emplace_back(role ? role->priority : 0, slug);
  }
  if (!missing.empty()) {
    return base::Fail(
        base::Invalid("invalid_role", "No role has the slug `" + missing.front() + "`.", missing));
  }
  std::ranges::stable_sort(roles, {}, &std::pair<std::int64_t, std::string>::first);
  std::ranges::transform(roles, membership.roles.begin(),
                         &std::pair<std::int64_t, std::string>::second);
  return {};
}

base::Status BeginMembership(store::WriteTx& tx, Membership& membership) {
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, membership.environment, membership.user));
  if (!user) {
    base::Error error = base::NotFound("user_not_found", "No such user.");
    error.fields.push_back(membership.user.text);
    return base::Fail(std::move(error));
  }
  BW_TRY_ASSIGN(membership.position, NextPosition(tx, membership));
  if (membership.roles.empty()) membership.roles.emplace_back(model::kDefaultRole);
  return {};
}

base::Status UpdateMembership(store::WriteTx& tx, const Membership& before, const Membership& after,
                              const model::EventBy& by) {
  BW_TRY(store::Table(model::kMembership).Update(tx, &after));
  return tx.Append(by.Make(kOrganizationMembershipUpdated, after.id.text, after.organization,
                           model::Changes::Between(before, after).Json()));
}

base::Status Join(store::WriteTx& tx, const model::EventBy& by, base::Entropy& entropy,
                  Membership membership) {
  const model::EnvironmentId& environment = by.environment();
  BW_TRY_ASSIGN(const auto organization,
                store::FindOrganization(tx, environment, membership.organization));
  if (!organization) {
    base::Error error = base::NotFound("organization_not_found", "No such organization.");
    error.fields.push_back(membership.organization.text);
    return base::Fail(std::move(error));
  }
  BW_TRY_ASSIGN(const auto present,
                store::FindMembership(tx, environment, membership.user, membership.organization));
  if (!present) return InsertMembership(tx, by, entropy, std::move(membership));
  if (present->status == MembershipStatus::kActive) return {};
  Membership joined = *present;
  joined.status = MembershipStatus::kActive;
  joined.updated_at = by.at();
  if (present->status == MembershipStatus::kPending) {
    BW_TRY_ASSIGN(joined.position, NextPosition(tx, joined));
  } else if (!membership.roles.empty()) {
    joined.roles = std::move(membership.roles);
  }
  BW_TRY(OrderRoles(tx, joined));
  return UpdateMembership(tx, *present, joined, by);
}

}  // namespace bearward::users
