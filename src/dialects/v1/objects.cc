#include "dialects/v1/objects.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "base/words.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"
#include "resource/one_of.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using json::kText;
using json::ObjectOf;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using model::AccessLevel;
using model::MemberState;
using objects::MemberKey;
using objects::Teams;

constexpr std::string_view kKind = "kind";
constexpr std::string_view kUser = "user_id";
constexpr std::string_view kStateField = "state";
constexpr std::array<std::string_view, 3> kFilters = {kKind, model::kOrganizationField,
                                                      door::kSearch};
constexpr std::array<std::string_view, 1> kMemberFilters = {kStateField};

// The fields of an object are not shown: some kinds have fields that no administrator needs.
using model::Object;
using ObjectView = json::View<Object>;
constexpr ObjectView::Member kMembers[] = {
    ObjectView::Object<"object">(),
    ObjectView::Of<&Object::id>("id"),
    ObjectView::Of<&Object::kind>(kKind),
    ObjectView::Of<&Object::number>("number"),
    ObjectView::Of<&Object::name>("name"),
    ObjectView::Of<&Object::owner>(model::kOrganizationField, "The owner."),
    ObjectView::Of<&Object::roles>("roles", "The roles of the owner that see it; empty: all."),
    ObjectView::Of<&Object::created_at>("created_at"),
    ObjectView::Of<&Object::updated_at>("updated_at")};
constexpr Schema kObject = json::kSchemaOf<kMembers, "Object">;
constexpr Schema kObjects = ObjectOf(door::kListMembers<kObject>, "ObjectList");

constexpr Schema kLevel = json::OneOf(base::WordsOf<AccessLevel>::kWords);
constexpr Schema kState = json::OneOf(base::WordsOf<MemberState>::kWords);
using model::ObjectMember;
using MemberView = json::View<ObjectMember>;
constexpr MemberView::Member kMemberMembers[] = {
    MemberView::Object<"object_member">(),
    MemberView::Of<&ObjectMember::organization>(model::kOrganizationField),
    MemberView::Of<&ObjectMember::user>(kUser, "null: the organization as a whole."),
    MemberView::Of<&ObjectMember::level>("level"),
    MemberView::Of<&ObjectMember::state>(kStateField, "Only an accepted member has rights.")};
constexpr Schema kMember = json::kSchemaOf<kMemberMembers, "ObjectMember">;
constexpr Schema kMemberList = ObjectOf(door::kListMembers<kMember>, "ObjectMemberList");
constexpr Property kMemberInput[] = {{model::kOrganizationField, kText},
                                     Optional(kUser, OrNull(kText)),
                                     {"level", kLevel},
                                     Optional("state", OrNull(kState), "accepted without it.")};
constexpr Schema kMemberBody = ObjectOf(kMemberInput, "ObjectMemberInput");
constexpr Property kRemovalInput[] = {{model::kOrganizationField, kText},
                                      Optional(kUser, OrNull(kText))};
constexpr Schema kRemovalBody = ObjectOf(kRemovalInput, "ObjectMemberKey");
constexpr Property kRemovedMembers[] = {{"object", json::Word<"object_member">()},
                                        {"status", json::Word<"removed">()}};
constexpr Schema kRemoved = ObjectOf(kRemovedMembers);

constexpr door::Parameter kQuery[] = {
    door::kLimit,
    door::kOrder,
    door::kAfter,
    door::kBefore,
    {kKind, kText, true, "Only objects of this kind, such as opportunity."},
    {model::kOrganizationField, kText, false, "Only those of this owner."},
    {door::kSearch, kText, false,
     "Only those whose name begins with this text, in any case of letters."}};
constexpr door::Parameter kMemberQuery[] = {
    door::kLimit,
    door::kOrder,
    door::kAfter,
    door::kBefore,
    {kStateField, kState, false, "Only members in this state."}};
using door::kAnswer;
using door::kStatuses;
constinit const door::Contract kListObjects = {
    .body = &json::kNoMembers,
    .query = kQuery,
    .successes = kAnswer<200, "The objects, by number.", kObjects>};
constinit const door::Contract kReadObject = {
    .body = &json::kNoMembers,
    .successes = kAnswer<200, "The object, without its fields.", kObject>,
    .errors = kStatuses<404>};
constinit const door::Contract kListMembers = {
    .body = &json::kNoMembers,
    .query = kMemberQuery,
    .successes = kAnswer<200, "The members, by organization and user.", kMemberList>,
    .errors = kStatuses<404>};
constinit const door::Contract kSetMember = {.body = &kMemberBody,
                                             .successes = kAnswer<200, "The member.", kMember>,
                                             .errors = kStatuses<404, 409>};
constinit const door::Contract kRemoveMember = {
    .body = &kRemovalBody,
    .successes = kAnswer<200, "The member is removed.", kRemoved>,
    .errors = kStatuses<404, 409>};

Result<Reply> List(const Teams& teams, Call& call) {
  BW_TRY_ASSIGN(door::ListQuery list, door::ParseListQuery(call.request().query, kFilters, true));
  BW_TRY_ASSIGN(const auto kind, list.One(kKind));
  if (!kind) {
    return base::Fail(base::Invalid("missing_field", "`kind` is required.", {std::string(kKind)}));
  }
  store::KindQuery query;
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  query.kind = *kind;
  BW_TRY_ASSIGN(auto owner, list.One(model::kOrganizationField));
  if (owner) query.owner = model::OrganizationId{*std::move(owner)};
  // As it was sent: a name may have commas, which separate the values of filters.
  BW_TRY_ASSIGN(auto search, call.Query(door::kSearch));
  query.search = std::move(search).value_or("");
  BW_TRY_ASSIGN(const auto page, teams.List(call.caller(), std::move(query)));
  door::ListWriter writer;
  for (const Object& one : page.rows) json::WriteView<kMembers>(writer.items(), one);
  return writer.Finish(page.ends);
}

model::ObjectId ObjectIn(const Call& call) { return {call.Param("id")}; }

Result<Reply> Read(const Teams& teams, Call& call) {
  BW_TRY_ASSIGN(const Object object, teams.Read(call.caller(), ObjectIn(call)));
  return door::JsonReply(200, json::ViewText<kMembers>(object));
}

Result<MemberKey> ReadKey(const door::Body& body) {
  BW_TRY_ASSIGN(std::string organization, body.RequiredText(model::kOrganizationField));
  BW_TRY_ASSIGN(auto user, body.Text(kUser));
  MemberKey key{.organization = {std::move(organization)}};
  if (user) key.user = model::UserId{*std::move(user)};
  return key;
}

// WordOf parses a text that must be one of the words of T; nullopt if it is absent.
template <class T>
Result<std::optional<T>> WordOf(const std::optional<std::string>& text, std::string_view name) {
  if (!text) return std::nullopt;
  if (const auto word = base::ParseWord<T>(*text)) return word;
  return base::Fail(base::Invalid(
      "invalid_value",
      "`" + std::string(name) + "` must be " + resource::OneOf(base::WordsOf<T>::kWords) + ".",
      {std::string(name)}));
}

template <class T>
Result<std::optional<T>> ReadWord(const door::Body& body, std::string_view name) {
  BW_TRY_ASSIGN(const auto text, body.Text(name));
  return WordOf<T>(text, name);
}

Result<Reply> ListMembersOf(const Teams& teams, Call& call) {
  BW_TRY_ASSIGN(door::ListQuery list,
                door::ParseListQuery(call.request().query, kMemberFilters, true));
  BW_TRY_ASSIGN(const auto state, list.One(kStateField));
  store::ObjectMemberQuery query;
  static_cast<store::PageRequest&>(query) = std::move(list.page);
  query.object = ObjectIn(call);
  BW_TRY_ASSIGN(query.state, WordOf<MemberState>(state, kStateField));
  BW_TRY_ASSIGN(const auto page, teams.Members(call.caller(), std::move(query)));
  door::ListWriter writer;
  for (const ObjectMember& one : page.rows) json::WriteView<kMemberMembers>(writer.items(), one);
  return writer.Finish(page.ends);
}

Result<Reply> SetMember(const Teams& teams, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const MemberKey key, ReadKey(body));
  BW_TRY_ASSIGN(const auto level, ReadWord<AccessLevel>(body, "level"));
  BW_TRY_ASSIGN(const auto state, ReadWord<MemberState>(body, "state"));
  if (!level) return base::Fail(body.RequireAll({"level"}).error());
  BW_TRY_ASSIGN(const auto member, teams.SetMember(call.caller(), ObjectIn(call), key, *level,
                                                   state.value_or(MemberState::kAccepted)));
  return door::JsonReply(200, json::ViewText<kMemberMembers>(member));
}

Result<Reply> RemoveMember(const Teams& teams, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const MemberKey key, ReadKey(body));
  BW_TRY(teams.RemoveMember(call.caller(), ObjectIn(call), key));
  return door::JsonReply(200, R"({"object":"object_member","status":"removed"})");
}

// Endpoint is what differs between the routes.
struct Endpoint {
  http::Method method;
  std::string_view pattern;
  Result<Reply> (*run)(const Teams&, Call&);
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
};

constexpr Endpoint kEndpoints[] = {
    {http::Method::kGet, "/v1/objects", List, "v1.list_objects", "List the objects of a kind",
     &kListObjects},
    {http::Method::kGet, "/v1/objects/{id}", Read, "v1.read_object", "Read an object",
     &kReadObject},
    {http::Method::kGet, "/v1/objects/{id}/members", ListMembersOf, "v1.list_object_members",
     "List the members of an object", &kListMembers},
    {http::Method::kPut, "/v1/objects/{id}/members", SetMember, "v1.set_object_member",
     "Add a member to an object, or change its level and state", &kSetMember},
    {http::Method::kPost, "/v1/objects/{id}/members/remove", RemoveMember,
     "v1.remove_object_member", "Remove a member from an object", &kRemoveMember}};

}  // namespace

std::vector<door::Route> ObjectRoutes(const Teams& teams, const door::Dialect& dialect) {
  std::vector<door::Route> routes;
  for (const Endpoint& endpoint : kEndpoints) {
    routes.push_back({endpoint.method, std::string(endpoint.pattern), TokenOrKey(),
                      door::RunOn::kWorker, door::Bind(teams, endpoint.run), endpoint.operation,
                      endpoint.summary, endpoint.contract, &dialect});
  }
  return routes;
}

}  // namespace bearward::dialects::v1
