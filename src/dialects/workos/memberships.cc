#include "dialects/workos/memberships.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/workos/resource_reference.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using model::AnyRow;
using model::Membership;
using resource::Purpose;
using users::Memberships;

constexpr std::string_view kRole = "role_slug";
constexpr std::string_view kRoles = "role_slugs";
constexpr door::ListParameter kParameters[] = {{.name = "statuses", .field = "status"}};

base::Error WrongRoles(std::string_view member) {
  return base::Invalid("wrong_type",
                       member == kRole ? "`role_slug` must be a string."
                                       : "`role_slugs` must be a list of at least one string.",
                       {std::string(member)});
}

// RolesOf reads `role_slug` or `role_slugs`. Without either, the roles stay.
base::Status ReadRoles(const json::Value& body, std::vector<std::string>& roles) {
  const json::Value* const one = body.Find(kRole);
  const json::Value* const list = body.Find(kRoles);
  const bool has_one = one != nullptr && !one->IsNull();
  const bool has_list = list != nullptr && !list->IsNull();
  if (has_one && has_list) {
    return base::Fail(base::Invalid("invalid_value", "Send either `role_slug` or `role_slugs`.",
                                    {std::string(kRole), std::string(kRoles)}));
  }
  if (has_one) {
    if (!one->IsString()) return base::Fail(WrongRoles(kRole));
    roles = {*one->AsString()};
  }
  if (!has_list) return {};
  if (!list->IsArray() || list->AsArray()->empty()) return base::Fail(WrongRoles(kRoles));
  roles.clear();
  for (const json::Value& slug : *list->AsArray()) {
    if (!slug.IsString()) return base::Fail(WrongRoles(kRoles));
    if (std::ranges::find(roles, *slug.AsString()) == roles.end()) {
      roles.push_back(*slug.AsString());
    }
  }
  return {};
}

base::Status ReadMembership(const json::Value& body, const model::Record& record, Purpose purpose,
                            void* row) {
  if (!body.IsObject()) return resource::ReadObject(body, record, purpose, row);
  json::Object fields;
  for (const json::Member& member : *body.AsObject()) {
    if (member.key != kRole && member.key != kRoles) fields.push_back(member);
  }
  BW_TRY(resource::ReadObject(json::Value::Of(std::move(fields)), record, purpose, row));
  return ReadRoles(body, static_cast<Membership*>(row)->roles);
}

void WriteRole(json::Writer& writer, const std::string& slug) {
  writer.BeginObject().Key("slug").String(slug).EndObject();
}

// Shape says whether a membership appears with its roles.
enum class Shape : std::uint8_t { kWhole, kWithoutRoles };

std::string MembersText(const Membership& membership, const users::Members& members, Shape shape) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  const auto organization = members.organizations.find(membership.organization.text);
  if (organization != members.organizations.end()) {
    writer.Key("organization_name").String(organization->second.name);
  }
  if (shape == Shape::kWhole) {
    WriteRole(writer.Key("role"), membership.roles.empty() ? "" : membership.roles.front());
    writer.Key("roles").BeginArray();
    for (const std::string& slug : membership.roles) WriteRole(writer, slug);
    writer.EndArray();
  }
  const auto user = members.users.find(membership.user.text);
  if (user != members.users.end()) {
    resource::WriteObject(writer.Key("user"), model::kUserRecord, &user->second);
  }
  writer.EndObject();
  return resource::MembersOf(std::move(text));
}

Result<std::vector<std::string>> WriteMembers(const Memberships& memberships,
                                              const model::Caller& caller,
                                              std::span<const AnyRow> rows, Shape shape) {
  BW_TRY_ASSIGN(const users::Members members,
                memberships.MembersOf(caller, rows, Memberships::Invited::kOmitted));
  std::vector<std::string> texts;
  for (const AnyRow& row : rows) {
    texts.push_back(MembersText(*static_cast<const Membership*>(row.get()), members, shape));
  }
  return texts;
}

// Without statuses, a list has the active memberships.
base::Status CompleteList(door::ListQuery& list) {
  if (list.Find("user_id") == nullptr && list.Find("organization_id") == nullptr) {
    return base::Fail(base::Invalid("missing_user_id_or_organization_id",
                                    "Send `user_id` or `organization_id`."));
  }
  const auto* const statuses = list.Find("statuses");
  if (statuses == nullptr) {
    list.filters.push_back({"statuses", {std::string(base::Word(model::MembershipStatus()))}});
    return {};
  }
  for (const std::string& word : *statuses) {
    if (base::ParseWord<model::MembershipStatus>(word)) continue;
    return base::Fail(base::Invalid("invalid_value",
                                    "`statuses` must have `active`, `inactive` and `pending` only.",
                                    {"statuses"}));
  }
  return {};
}

constexpr json::Property kRoleInput[] = {json::Optional("role_slug", json::OrNull(json::kText)),
                                         json::Optional("role_slugs", json::OrNull(json::kTexts))};
constexpr json::Property kSlugMember[] = {{"slug", json::kText}};
constexpr json::Schema kRoleObject = json::ObjectOf(kSlugMember);
constexpr json::Schema kUserObject = {.type = json::Type::kObject, .open = true};
constexpr json::Property kShownMembers[] = {json::Optional("organization_name", json::kText),
                                            {"role", kRoleObject},
                                            {"roles", json::ListOf(kRoleObject)},
                                            json::Optional("user", kUserObject)};
constexpr json::Property kShownWithoutRoles[] = {json::Optional("organization_name", json::kText),
                                                 json::Optional("user", kUserObject)};
constexpr door::ListParameter kAccessParameters[] = {{.name = "permission_slug"},
                                                     {.name = "assignment"}};

door::Codec CodecOf(const Memberships& memberships) {
  return {.input = kRoleInput,
          .output = kShownMembers,
          .parameters = kParameters,
          .search = &store::kMembershipSearch,
          .complete_list = &CompleteList,
          .create =
              [&memberships](const door::NewRow& input) {
                return memberships.Add(input.call.caller(), input.row);
              },
          .write =
              [&memberships](const model::Caller& caller, std::span<const AnyRow> rows) {
                return WriteMembers(memberships, caller, rows, Shape::kWhole);
              }};
}

Result<access::Reach> ReadReach(const door::Call& call) {
  BW_TRY_ASSIGN(const auto word, call.Query("assignment"));
  if (!word || *word == "direct") return access::Reach::kDirect;
  if (*word == "indirect") return access::Reach::kIndirect;
  return base::Fail(base::Invalid("invalid_value", "`assignment` must be `direct` or `indirect`.",
                                  {"assignment"}));
}

// ListWithAccess lists the members that have a permission on the resource of a path.
Result<resource::Page> ListWithAccess(const Memberships& memberships,
                                      const access::AccessChecks& checks, const door::Call& call,
                                      const access::AccessChecks::ResourceOf& of,
                                      store::PageQuery query) {
  BW_TRY_ASSIGN(const std::string permission, RequiredQuery(call, "permission_slug"));
  BW_TRY_ASSIGN(const access::Reach reach, ReadReach(call));
  BW_TRY(checks.MembersWith(call.caller(), of, permission, reach, query));
  return memberships.List(call.caller(), std::move(query));
}

}  // namespace

std::vector<door::Route> MembershipRoutes(const Memberships& memberships,
                                          const door::Mount& mount) {
  using enum http::Method;
  door::Mount of_memberships = mount;
  of_memberships.read_body = &ReadMembership;
  return door::Rest(memberships, "/user_management/organization_memberships", of_memberships,
                    CodecOf(memberships))
      .List("workos.list_organization_memberships",
            "List the memberships of a user or of an organization")
      .Create(201, "workos.create_organization_membership", "Make a user a member")
      .Get("workos.read_organization_membership", "Read a membership")
      .Update(kPut, "workos.update_organization_membership", "Change the roles of a membership")
      .Delete(200, "workos.delete_organization_membership", "End a membership and its sessions")
      .Action(kPut, "/deactivate", 200, door::Typed(memberships, &Memberships::Deactivate),
              "workos.deactivate_organization_membership", "Suspend a membership")
      .Action(kPut, "/reactivate", 200, door::Typed(memberships, &Memberships::Reactivate),
              "workos.reactivate_organization_membership", "Restore a suspended membership")
      .Rows();
}

std::vector<door::Route> GroupMemberRoutes(const Memberships& memberships,
                                           const access::Groups& groups, const door::Mount& mount) {
  const auto list = [&memberships, &groups](const door::Call& call,
                                            store::PageQuery query) -> Result<resource::Page> {
    const std::vector<store::Filter> within = {
        {groups.record().Find(model::kOrganizationField), {call.Param("organization_id")}}};
    BW_TRY_ASSIGN(auto condition, groups.MembersIn(call.caller(), {call.Param("id"), within}));
    query.conditions.push_back(std::move(condition));
    return memberships.List(call.caller(), std::move(query));
  };
  door::Codec codec = CodecOf(memberships);
  codec.parameters = {};
  codec.complete_list = nullptr;
  return door::Rest(memberships,
                    "/organizations/{organization_id}/groups/{id}/organization-memberships", mount,
                    std::move(codec))
      .ListBy(list, "workos.list_group_members", "List the members of a group")
      .Rows();
}

std::vector<door::Route> ResourceMemberRoutes(const Memberships& memberships,
                                              const access::AccessChecks& checks,
                                              const door::Mount& mount) {
  door::Mount own = mount;
  own.schema_prefix = "WorkOSAccess";
  const door::Codec codec = {
      .output = kShownWithoutRoles,
      .parameters = kAccessParameters,
      .write = [&memberships](const model::Caller& caller, std::span<const AnyRow> rows) {
        return WriteMembers(memberships, caller, rows, Shape::kWithoutRoles);
      }};
  auto routes =
      door::Rest(memberships, "/authorization/resources/{resource_id}/organization_memberships",
                 own, codec)
          .ListBy(
              [&memberships, &checks](const door::Call& call, store::PageQuery query) {
                return ListWithAccess(memberships, checks, call,
                                      {{}, {.id = call.Param("resource_id")}}, std::move(query));
              },
              "workos.list_members_with_access", "List the members with a permission on a resource")
          .Rows();
  auto external =
      door::Rest(memberships,
                 "/authorization/organizations/{organization_id}/resources/{resource_type_slug}/"
                 "{external_id}/organization_memberships",
                 own, codec)
          .ListBy(
              [&memberships, &checks](const door::Call& call, store::PageQuery query) {
                return ListWithAccess(memberships, checks, call,
                                      {{call.Param("organization_id")}, ByExternalId(call)},
                                      std::move(query));
              },
              "workos.list_members_with_access_by_external_id",
              "List the members with a permission on a resource, by its type and external id")
          .Rows();
  std::ranges::move(external, std::back_inserter(routes));
  return routes;
}

}  // namespace bearward::dialects::workos
