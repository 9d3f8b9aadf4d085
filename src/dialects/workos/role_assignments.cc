#include "dialects/workos/role_assignments.h"

#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/workos/resource_reference.h"
#include "door/list_contract.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using model::AnyRow;
using model::GroupRoleAssignment;
using model::RoleAssignment;

constexpr json::Schema kOptionalText = json::OrNull(json::kText);
constexpr json::Property kInput[] = {{"role_slug", json::kText},
                                     json::Optional("resource_id", kOptionalText),
                                     json::Optional("resource_external_id", kOptionalText),
                                     json::Optional("resource_type_slug", kOptionalText)};
constexpr json::Schema kCriteria = json::Open(json::ObjectOf(kInput));
constexpr json::Property kRoleMembers[] = {{"slug", json::kText}};
constexpr json::Property kResourceMembers[] = {
    {"id", json::kText}, {"external_id", json::kText}, {"resource_type_slug", json::kText}};
constexpr json::Property kSourceMembers[] = {{"type", json::Word<"direct", "group">()},
                                             {"group_role_assignment_id", kOptionalText}};
constexpr json::Property kRoleProperty = {"role", json::ObjectOf(kRoleMembers)};
constexpr json::Property kResourceProperty = {"resource", json::ObjectOf(kResourceMembers)};
constexpr json::Property kOutput[] = {
    kRoleProperty, kResourceProperty, {"source", json::ObjectOf(kSourceMembers)}};
constexpr json::Property kGroupOutput[] = {kRoleProperty, kResourceProperty};

constexpr json::Property kGroupItemMembers[] = {{"object", json::Word<"group_role_assignment">()},
                                                {"id", json::kText},
                                                {"group_id", json::kText},
                                                kRoleProperty,
                                                kResourceProperty,
                                                {"created_at", json::kTime},
                                                {"updated_at", json::kTime}};
constexpr json::Schema kGroupItem = json::ObjectOf(kGroupItemMembers);
constexpr json::Schema kGroupList = json::ObjectOf(door::kListMembers<kGroupItem>);
constexpr json::Property kReplaceMembers[] = {{"role_assignments", json::ListOf(kCriteria)}};
constexpr json::Schema kReplaceBody = json::Open(json::ObjectOf(kReplaceMembers));
constexpr door::Contract kReplaceContract = {
    .body = &kReplaceBody,
    .successes = door::kAnswer<200, "The assignments of the group.", kGroupList>,
    .errors = door::kStatuses<404, 409, 422>};
constexpr door::Contract kRemoveContract = {
    .body = &kCriteria,
    .successes = door::kAnswer<204, "The assignment is removed.">,
    .errors = door::kStatuses<404, 422>};

constexpr door::ListParameter kTargetParameters[] = {
    {.name = "resource_id"}, {.name = "resource_external_id"}, {.name = "resource_type_slug"}};
constexpr door::ListParameter kRoleParameters[] = {{.name = "role_slug", .field = "role"}};

// ReadInto reads the role and the resource of an assignment.
template <class R>
base::Status ReadInto(const json::Value& body, R& row) {
  BW_TRY_ASSIGN(row.role, door::Body(body).RequiredText("role_slug"));
  BW_TRY_ASSIGN(row.target, ReferenceIn(body, kTarget));
  return {};
}

template <class R>
base::Status ReadAssignment(const json::Value& body, const model::Record& record,
                            resource::Purpose purpose, void* row) {
  if (!body.IsObject()) return resource::ReadObject(body, record, purpose, row);
  BW_TRY(resource::ReadObject(WithoutMembers(*body.AsObject(), kInput), record, purpose, row));
  return ReadInto(body, *static_cast<R*>(row));
}

// ReadCriteria reads a request to remove an assignment: from its body, or from its query, where the
// .NET SDK sends them.
template <class R>
base::Status ReadCriteria(Call& call, R& row) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  if (!body.object().AsObject()->empty()) return ReadInto(body.object(), row);
  BW_TRY_ASSIGN(row.role, RequiredQuery(call, "role_slug"));
  BW_TRY_ASSIGN(row.target, ReferenceIn(call, kTarget));
  return {};
}

using Resources = std::map<std::string, model::AuthorizationResource>;

template <class R>
Result<Resources> ResourcesOf(const access::AuthorizationResources& resources,
                              const model::Caller& caller, std::span<const AnyRow> rows) {
  std::vector<std::string> ids;
  for (const AnyRow& row : rows) {
    const auto& resource = static_cast<const R*>(row.get())->resource;
    if (resource) ids.push_back(*resource);
  }
  return resources.FindAll(caller, ids);
}

// WriteShared writes the members `role` and `resource`. Without a resource, the assignment is on
// the organization.
template <class R>
void WriteShared(json::Writer& writer, const R& row, const Resources& resources) {
  writer.Key("role").BeginObject().Key("slug").String(row.role).EndObject();
  writer.Key("resource").BeginObject();
  const auto found = resources.find(row.resource.value_or(""));
  const bool has_row = found != resources.end();
  writer.Key("id").String(row.resource.value_or(model::OrganizationResourceId(row.organization)));
  writer.Key("external_id").String(has_row ? found->second.external_id : row.organization.text);
  writer.Key("resource_type_slug")
      .String(has_row ? std::string_view(found->second.type) : model::kOrganizationType);
  writer.EndObject();
}

void WriteSource(json::Writer& writer, const RoleAssignment& row) {
  writer.Key("source").BeginObject();
  writer.Key("type").String(row.group_assignment ? "group" : "direct");
  writer.Key("group_role_assignment_id");
  if (row.group_assignment) {
    writer.String(*row.group_assignment);
  } else {
    writer.Null();
  }
  writer.EndObject();
}
void WriteSource(json::Writer& /*writer*/, const GroupRoleAssignment& /*row*/) {}

template <class R>
Result<std::vector<std::string>> WriteMembers(const access::AuthorizationResources& all,
                                              const model::Caller& caller,
                                              std::span<const AnyRow> rows) {
  BW_TRY_ASSIGN(const Resources resources, ResourcesOf<R>(all, caller, rows));
  std::vector<std::string> texts;
  for (const AnyRow& any : rows) {
    const R& row = *static_cast<const R*>(any.get());
    std::string text;
    json::Writer writer(text);
    writer.BeginObject();
    WriteShared(writer, row, resources);
    WriteSource(writer, row);
    writer.EndObject();
    texts.push_back(resource::MembersOf(std::move(text)));
  }
  return texts;
}

template <class R>
door::Codec CodecOf(const AssignmentUses& uses, std::span<const json::Property> output) {
  return {
      .input = kInput,
      .output = output,
      .write = [&all = uses.resources](const model::Caller& caller, std::span<const AnyRow> rows) {
        return WriteMembers<R>(all, caller, rows);
      }};
}

door::Route OwnRoute(const door::Mount& mount, http::Method method, std::string path,
                     std::function<Result<Outcome>(Call& call)> run) {
  door::Route route;
  route.method = method;
  route.pattern = std::move(path);
  route.guard = mount.guard;
  route.guard.need = model::Need::All({"organizations:manage"});
  route.run = std::move(run);
  route.dialect = &mount.dialect;
  return route;
}

constexpr const char* kOfMember =
    "/authorization/organization_memberships/{organization_membership_id}/role_assignments";
constexpr const char* kOfGroup = "/authorization/groups/{group_id}/role_assignments";

std::vector<door::Route> MemberRoutes(const AssignmentUses& uses, const door::Mount& mount) {
  using enum http::Method;
  const access::RoleAssignments& all = uses.of_members;
  door::Mount own = mount;
  own.read_body = &ReadAssignment<RoleAssignment>;
  door::Codec codec = CodecOf<RoleAssignment>(uses, kOutput);
  codec.parameters = kTargetParameters;
  codec.create = [&all](const door::NewRow& input) {
    return door::AnyOf(
        all.Assign(input.call.caller(), *static_cast<const RoleAssignment*>(input.row.get())));
  };
  const auto list = [&all](const Call& call,
                           const store::PageQuery& query) -> Result<resource::Page> {
    BW_TRY_ASSIGN(const auto target, ReferenceIn(call, kTarget));
    return all.ListOf(call.caller(), call.Param("organization_membership_id"), target, query);
  };
  auto routes = door::Rest(all, kOfMember, own, std::move(codec))
                    .ListBy(list, "workos.list_role_assignments", "List the roles of a member")
                    .Create(201, "workos.create_role_assignment",
                            "Give a member a role on a resource or in the organization")
                    .Action(kDelete, "", 204, door::Typed(all, &access::RoleAssignments::Remove),
                            "workos.delete_role_assignment", "Take a role away from a member")
                    .Rows();
  const auto remove = [&all](Call& call) -> Result<Outcome> {
    RoleAssignment wanted;
    wanted.membership = call.Param("organization_membership_id");
    BW_TRY(ReadCriteria(call, wanted));
    BW_TRY(all.RemoveMatching(call.caller(), wanted));
    return door::EmptyReply(204);
  };
  door::Route& route = routes.emplace_back(OwnRoute(mount, kDelete, kOfMember, remove));
  route.operation = "workos.delete_matching_role_assignment";
  route.summary = "Take a role away from a member, by the role and the resource";
  route.contract = &kRemoveContract;
  return routes;
}

std::vector<door::Route> OnResourceRoutes(const AssignmentUses& uses, const door::Mount& mount) {
  const access::RoleAssignments& all = uses.of_members;
  door::Codec codec = CodecOf<RoleAssignment>(uses, kOutput);
  codec.parameters = kRoleParameters;
  auto routes =
      door::Rest(all, "/authorization/resources/{resource_id}/role_assignments", mount, codec)
          .ListBy(
              [&all](const Call& call, store::PageQuery query) {
                return all.ListOn(call.caller(), {}, {.id = call.Param("resource_id")},
                                  std::move(query));
              },
              "workos.list_role_assignments_on_resource", "List the role assignments on a resource")
          .Rows();
  auto external =
      door::Rest(all,
                 "/authorization/organizations/{organization_id}/resources/{resource_type_slug}/"
                 "{external_id}/role_assignments",
                 mount, codec)
          .ListBy(
              [&all](const Call& call, store::PageQuery query) {
                return all.ListOn(call.caller(), {call.Param("organization_id")},
                                  ByExternalId(call), std::move(query));
              },
              "workos.list_role_assignments_on_resource_by_external_id",
              "List the role assignments on a resource, by its type and external id")
          .Rows();
  std::ranges::move(external, std::back_inserter(routes));
  return routes;
}

Result<std::vector<GroupRoleAssignment>> ReadList(Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  const json::Value* const list = body.object().Find("role_assignments");
  if (list == nullptr || !list->IsArray()) {
    return base::Fail(
        base::Invalid("wrong_type", "`role_assignments` must be a list.", {"role_assignments"}));
  }
  std::vector<GroupRoleAssignment> rows;
  for (const json::Value& item : *list->AsArray()) {
    if (!item.IsObject()) {
      return base::Fail(base::Invalid("wrong_type", "`role_assignments` must contain objects.",
                                      {"role_assignments"}));
    }
    GroupRoleAssignment& row = rows.emplace_back();
    row.group = call.Param("group_id");
    BW_TRY(ReadInto(item, row));
  }
  return rows;
}

Result<Outcome> ReplaceAll(const AssignmentUses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto wanted, ReadList(call));
  BW_TRY_ASSIGN(const auto rows,
                uses.of_groups.Replace(call.caller(), call.Param("group_id"), wanted));
  BW_TRY_ASSIGN(const auto members,
                WriteMembers<GroupRoleAssignment>(uses.resources, call.caller(), rows));
  door::ListWriter writer;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string text = resource::ObjectText(model::kGroupRoleAssignment, rows[i].get());
    resource::JoinMembers(text, members[i]);
    writer.items().Raw(text);
  }
  return writer.Finish({});
}

Result<Outcome> RemoveOfGroup(const AssignmentUses& uses, Call& call) {
  GroupRoleAssignment wanted;
  wanted.group = call.Param("group_id");
  BW_TRY(ReadCriteria(call, wanted));
  BW_TRY(uses.of_groups.RemoveMatching(call.caller(), wanted));
  return door::EmptyReply(204);
}

std::vector<door::Route> GroupRoutes(const AssignmentUses& uses, const door::Mount& mount) {
  using enum http::Method;
  const access::GroupRoleAssignments& all = uses.of_groups;
  door::Mount own = mount;
  own.read_body = &ReadAssignment<GroupRoleAssignment>;
  door::Codec codec = CodecOf<GroupRoleAssignment>(uses, kGroupOutput);
  codec.create = [&all](const door::NewRow& input) {
    return all.Assign(input.call.caller(),
                      *static_cast<const GroupRoleAssignment*>(input.row.get()));
  };
  auto routes =
      door::Rest(all, kOfGroup, own, std::move(codec))
          .ListBy(
              [&all](const Call& call, store::PageQuery query) {
                return all.ListOf(call.caller(), call.Param("group_id"), std::move(query));
              },
              "workos.list_group_role_assignments", "List the roles of a group")
          .Create(201, "workos.create_group_role_assignment",
                  "Give all members of a group a role on a resource")
          .Get("workos.read_group_role_assignment", "Read a role assignment of a group")
          .Delete(204, "workos.delete_group_role_assignment", "Take a role away from a group")
          .Rows();
  door::Route& put = routes.emplace_back(
      OwnRoute(mount, kPut, kOfGroup, [uses](Call& call) { return ReplaceAll(uses, call); }));
  put.operation = "workos.replace_group_role_assignments";
  put.summary = "Replace the roles of a group";
  put.contract = &kReplaceContract;
  door::Route& remove = routes.emplace_back(
      OwnRoute(mount, kDelete, kOfGroup, [uses](Call& call) { return RemoveOfGroup(uses, call); }));
  remove.operation = "workos.delete_matching_group_role_assignment";
  remove.summary = "Take a role away from a group, by the role and the resource";
  remove.contract = &kRemoveContract;
  return routes;
}

}  // namespace

std::vector<door::Route> RoleAssignmentRoutes(const AssignmentUses& uses,
                                              const door::Mount& mount) {
  auto routes = MemberRoutes(uses, mount);
  std::ranges::move(OnResourceRoutes(uses, mount), std::back_inserter(routes));
  std::ranges::move(GroupRoutes(uses, mount), std::back_inserter(routes));
  return routes;
}

}  // namespace bearward::dialects::workos
