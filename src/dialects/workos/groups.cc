#include "dialects/workos/groups.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace bearward::dialects::workos {
namespace {

using access::Groups;
using base::Result;
using door::Call;

Result<std::string> MembershipInBody(Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  return body.RequiredText("organization_membership_id");
}

constexpr json::Property kMemberMembers[] = {{"organization_membership_id", json::kText}};
constexpr json::Schema kMemberBody = json::ObjectOf(kMemberMembers);

Result<std::string> MembershipInPath(Call& call) { return call.Param("membership_id"); }

}  // namespace

std::vector<door::Route> GroupRoutes(const Groups& groups, const door::Mount& mount) {
  using enum http::Method;
  auto routes =
      door::Rest(groups, "/organizations/{organization_id}/groups", mount,
                 {.search = &store::kGroupSearch})
          .List("workos.list_groups", "List the groups of an organization")
          .Create(201, "workos.create_group", "Create a group in an organization")
          .Get("workos.read_group", "Read a group")
          .Update(kPatch, "workos.update_group", "Change the name or the description of a group")
          .Delete(204, "workos.delete_group", "Delete a group")
          .Action(kPost, "/organization-memberships", 200,
                  door::Typed(groups, &Groups::AddMember, &MembershipInBody),
                  "workos.add_group_member", "Put a member into a group", &kMemberBody)
          .Action(kDelete, "/organization-memberships/{membership_id}", 204,
                  door::Typed(groups, &Groups::RemoveMember, &MembershipInPath),
                  "workos.remove_group_member", "Take a member out of a group")
          .Rows();
  auto of_members =
      door::Rest(groups, "/user_management/organization_memberships/{membership_id}/groups", mount)
          .ListBy(
              [&groups](const Call& call, store::PageQuery query) {
                return groups.ListWith(call.caller(), call.Param("membership_id"),
                                       std::move(query));
              },
              "workos.list_groups_of_member", "List the groups of a member")
          .Rows();
  std::ranges::move(of_members, std::back_inserter(routes));
  return routes;
}

}  // namespace bearward::dialects::workos
