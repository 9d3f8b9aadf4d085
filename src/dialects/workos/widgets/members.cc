// The operations about the members of the organization.
#include <array>
#include <utility>

#include "dialects/workos/widgets/operations.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using graphql::Value;

Value StatusOf(const model::Membership& membership) {
  switch (membership.status) {
    case model::MembershipStatus::kActive:
      return Value::Text("Active");
    case model::MembershipStatus::kPending:
      return Value::Text("Invited");
    case model::MembershipStatus::kInactive:
      break;
  }
  return Value::Text("NoInvite");
}

Value RolesOf(ObjectMaker& make, const model::Membership& membership,
              const std::map<std::string, model::Role>& roles) {
  std::vector<Value> items;
  for (const std::string& slug : membership.roles) {
    const auto role = roles.find(slug);
    if (role == roles.end()) continue;
    items.push_back(make.Of({{"name", make.Text(role->second.name)}, {"slug", make.Text(slug)}}));
  }
  return make.List(items);
}

Value MemberOf(ObjectMaker& make, users::Member member,
               const std::map<std::string, model::Role>& roles) {
  std::vector<Member> fields = {{"createdAt", make.Time(member.membership.created_at)},
                                {"lastActivityAt", make.Time(member.user.last_sign_in_at)},
                                {"roles", RolesOf(make, member.membership, roles)},
                                {"status", StatusOf(member.membership)}};
  return make.Row(std::move(member.user), std::move(fields));
}

Value NotFound(Invocation& call) {
  return call.make.Of({{"userId", call.make.Text(call.input.Text("userId"))}}, "MemberNotFound");
}

bool IsUnknownUser(const base::Error& error) {
  return error.code == base::Code::kNotFound && error.reason == "user_not_found";
}

Result<Value> Memberships(Invocation& call) {
  users::MemberQuery query;
  BW_TRY_ASSIGN(query.page, call.input.Page());
  BW_TRY_ASSIGN(query.search, call.input.Search());
  query.role = call.input.OptionalText("roleSlug");
  BW_TRY_ASSIGN(users::MemberList list, call.uses.members.List(call.caller, query));
  std::vector<Value> items;
  for (users::Member& member : list.members) {
    items.push_back(MemberOf(call.make, std::move(member), list.roles));
  }
  return ListOf(call.make, items, list.ends);
}

Result<Value> User(Invocation& call) {
  BW_TRY_ASSIGN(model::User user,
                call.uses.members.ReadUser(call.caller, model::UserId{call.input.Text("id")}));
  return call.make.Row(std::move(user));
}

Result<Value> EffectivePermissions(Invocation& call) {
  BW_TRY_ASSIGN(auto permissions, call.uses.members.EffectivePermissions(
                                      call.caller, model::UserId{call.input.Text("userId")}));
  std::vector<Value> items;
  for (model::Permission& one : permissions) items.push_back(call.make.Row(std::move(one)));
  return call.make.List(items);
}

Result<Value> UpdateRole(Invocation& call) {
  auto changed = call.uses.members.SetRoles(call.caller, model::UserId{call.input.Text("userId")},
                                            call.input.Texts("roleSlugs"));
  if (!changed && IsUnknownUser(changed.error())) return NotFound(call);
  if (!changed && changed.error().reason == "invalid_role") {
    return call.make.Of({{"roleSlugs", call.make.Texts(changed.error().fields)}}, "RoleNotFound");
  }
  BW_TRY(changed);
  const Value member = MemberOf(call.make, std::move(changed->members.front()), changed->roles);
  return call.make.Of({{"member", member}}, "MemberRoleUpdated");
}

Result<Value> Remove(Invocation& call) {
  const std::string user = call.input.Text("userId");
  const base::Status removed = call.uses.members.Remove(call.caller, model::UserId{user});
  if (!removed && IsUnknownUser(removed.error())) return NotFound(call);
  const bool managed = !removed && removed.error().reason == "member_is_managed_by_directory";
  if (!managed) BW_TRY(removed);
  return call.make.Of({{"userId", call.make.Text(user)}},
                      managed ? "MemberIsManagedByDirectory" : "MemberRemoved");
}

base::Status Admit(const Uses& uses, const model::Caller& caller) {
  return uses.members.CheckAccess(caller);
}

constexpr auto kOperations = std::to_array<Operation>({
    {"effectivePermissions", &EffectivePermissions},
    {"organizationMemberships", &Memberships, &Admit},
    {"user", &User},
    {"removeMember", &Remove, &Admit},
    {"updateMemberRole", &UpdateRole, &Admit},
});

}  // namespace

std::span<const Operation> MemberOperations() { return kOperations; }

}  // namespace bearward::dialects::workos::widgets
