// The operations about the members of the organization.
#include <array>
#include <utility>

#include "dialects/workos/widgets/operations.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using graphql::Value;

Value InvitedStatus(Invocation& call, const std::optional<model::Invitation>& invitation) {
  if (!invitation) return Value::Text("NoInvite");
  switch (call.uses.invitations.StateOf(*invitation)) {
    case model::InvitationState::kPending:
      return Value::Text("Invited");
    case model::InvitationState::kExpired:
      return Value::Text("InviteExpired");
    case model::InvitationState::kRevoked:
      return Value::Text("InviteRevoked");
    case model::InvitationState::kAccepted:
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

// HideUser leaves of the user of a pending member what the inviter has typed: the user has not
// agreed to show more, and the answer must not reveal whether it existed before.
void HideUser(ObjectMaker& make, const users::Member& member, std::vector<Member>& fields) {
  if (member.membership.status != model::MembershipStatus::kPending) return;
  std::erase_if(fields, [](const Member& one) { return one.name == "lastActivityAt"; });
  fields.push_back({"email", make.Text(member.invitation ? member.invitation->email : "")});
  fields.push_back({"emailVerified", Value::Bool(false)});
  for (const std::string_view name :
       {"firstName", "lastActivityAt", "lastName", "profilePictureUrl"}) {
    fields.push_back({name, Value()});
  }
}

Value MemberOf(Invocation& call, users::Member member,
               const std::map<std::string, model::Role>& roles) {
  ObjectMaker& make = call.make;
  const bool active = member.membership.status == model::MembershipStatus::kActive;
  std::vector<Member> fields = {
      {"createdAt", make.Time(member.membership.created_at)},
      {"lastActivityAt", make.Time(member.user.last_sign_in_at)},
      {"roles", RolesOf(make, member.membership, roles)},
      {"status", active ? Value::Text("Active") : InvitedStatus(call, member.invitation)}};
  HideUser(make, member, fields);
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
    items.push_back(MemberOf(call, std::move(member), list.roles));
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
  const Value member = MemberOf(call, std::move(changed->members.front()), changed->roles);
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
