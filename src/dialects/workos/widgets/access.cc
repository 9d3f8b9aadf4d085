// The operations about permissions, roles and feature flags.
#include <array>
#include <utility>

#include "dialects/workos/widgets/operations.h"
#include "store/feature_flags.h"
#include "store/search.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using graphql::Value;

// NamedPage reads the page of a list that can be searched by name and slug.
Result<store::PageQuery> NamedPage(const Input& input) {
  store::PageQuery query;
  BW_TRY_ASSIGN(static_cast<store::PageRequest&>(query), input.Page());
  BW_TRY_ASSIGN(const std::string search, input.Search());
  if (!search.empty()) query.conditions.push_back(store::NamesContaining(search));
  return query;
}

Result<Value> Permissions(Invocation& call) {
  BW_TRY_ASSIGN(store::PageQuery query, NamedPage(call.input));
  BW_TRY_ASSIGN(const auto page, call.uses.permissions.ListShared(call.caller, std::move(query)));
  return RowsOf(call.make, page);
}

Result<Value> Flags(Invocation& call) {
  BW_TRY_ASSIGN(store::PageQuery query, NamedPage(call.input));
  if (const auto enabled = call.input.Flag("enabled")) {
    query.conditions.push_back(store::IsEnabled(*enabled));
  }
  BW_TRY_ASSIGN(const auto page, call.uses.flags.ListShared(call.caller, std::move(query)));
  return RowsOf(call.make, page);
}

Result<Value> EvaluatedFlags(Invocation& call) {
  BW_TRY_ASSIGN(store::PageQuery query, NamedPage(call.input));
  BW_TRY_ASSIGN(const auto page, call.uses.flags.EvaluateForMember(
                                     call.caller, call.input.Text("userId"), std::move(query)));
  return RowsOf(call.make, page);
}

Result<Value> Flag(Invocation& call) {
  BW_TRY_ASSIGN(auto flag, call.uses.flags.GetById(call.caller, call.input.Text("id")));
  return call.make.Row(std::move(flag));
}

Result<Value> FlagBySlug(Invocation& call) {
  BW_TRY_ASSIGN(const auto flag, call.uses.flags.GetShared(call.caller, call.input.Text("slug")));
  return call.make.Row(flag);
}

Result<Value> Role(Invocation& call) {
  auto role = call.uses.roles.GetUsableById(call.caller, call.input.Text("id"));
  if (!role && role.error().code == base::Code::kNotFound) return Value();
  BW_TRY(role);
  return call.make.Row(*std::move(role));
}

Result<Value> Roles(Invocation& call) {
  BW_TRY_ASSIGN(const auto roles, call.uses.roles.ListUsable(call.caller, {}));
  std::vector<Value> items;
  for (const model::AnyRow& role : roles) items.push_back(call.make.Row(role));
  return call.make.Of(
      {{"multipleRolesEnabled", Value::Bool(true)}, {"roles", call.make.List(items)}});
}

Result<Value> CreateRole(Invocation& call) {
  model::Role role;
  role.organization = *call.caller->organization;
  role.slug = call.input.Text("slug");
  role.name = call.input.Text("name");
  role.description = call.input.OptionalText("description");
  role.permissions = call.input.Texts("permissions");
  BW_TRY_ASSIGN(role, call.uses.roles.Create(call.caller, std::move(role)));
  return call.make.Row(std::move(role));
}

Result<Value> UpdateRole(Invocation& call) {
  const Input& input = call.input;
  BW_TRY_ASSIGN(const auto present, call.uses.roles.GetById(call.caller, input.Text("id")));
  BW_TRY_ASSIGN(auto role, call.uses.roles.Update(
                               call.caller, present.slug, [&](model::Role& row) -> base::Status {
                                 row.name = input.Text("name");
                                 if (input.Has("description")) {
                                   row.description = input.OptionalText("description");
                                 }
                                 if (input.Has("permissions")) {
                                   row.permissions = input.Texts("permissions");
                                 }
                                 return {};
                               }));
  return call.make.Row(std::move(role));
}

Result<Value> AssignPermission(Invocation& call) {
  const Input& input = call.input;
  BW_TRY_ASSIGN(const auto present, call.uses.roles.GetById(call.caller, input.Text("roleId")));
  BW_TRY_ASSIGN(auto role, call.uses.roles.AddPermission(call.caller, present.slug,
                                                         input.Text("permissionSlug")));
  return call.make.Row(std::move(role));
}

Result<Value> DeleteRole(Invocation& call) {
  BW_TRY_ASSIGN(const auto present, call.uses.roles.GetById(call.caller, call.input.Text("id")));
  BW_TRY(call.uses.roles.Delete(call.caller, present.slug));
  return call.make.Of({{"id", call.make.Text(present.id)}});
}

base::Status ReadPermissions(const Uses& uses, const model::Caller& caller) {
  return uses.permissions.CheckShared(caller);
}
base::Status ReadRoles(const Uses& uses, const model::Caller& caller) {
  return uses.roles.CheckRead(caller);
}
base::Status WriteRoles(const Uses& uses, const model::Caller& caller) {
  BW_TRY(uses.roles.CheckRead(caller));
  return uses.roles.CheckWrite(caller);
}
base::Status ReadFlags(const Uses& uses, const model::Caller& caller) {
  return uses.flags.CheckShared(caller);
}

constexpr auto kOperations = std::to_array<Operation>({
    {"evaluatedFlags", &EvaluatedFlags},
    {"flag", &Flag, &ReadFlags},
    {"flagBySlug", &FlagBySlug, &ReadFlags},
    {"flags", &Flags, &ReadFlags},
    {"permissions", &Permissions, &ReadPermissions},
    {"role", &Role, &ReadRoles},
    {"roles", &Roles, &ReadRoles},
    {"assignPermissionToRole", &AssignPermission, &WriteRoles},
    {"createRole", &CreateRole, &WriteRoles},
    {"deleteRole", &DeleteRole, &WriteRoles},
    {"updateRole", &UpdateRole, &WriteRoles},
});

}  // namespace

std::span<const Operation> AccessOperations() { return kOperations; }

}  // namespace bearward::dialects::workos::widgets
