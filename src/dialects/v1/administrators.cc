#include "dialects/v1/administrators.h"

#include <string>

#include "dialects/v1/codec.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"

namespace bearward::dialects::v1 {
namespace {

using administrators::Administrators;
using base::Result;
using door::Call;
using door::Reply;
using json::kText;

using store::Administrator;
using View = json::View<Administrator>;
constexpr View::Member kMembers[] = {View::Object<"administrator">(),
                                     View::Of<&Administrator::user>("user_id"),
                                     View::NullIfEmpty<&Administrator::username>("username"),
                                     View::NullIfEmpty<&Administrator::email>("email"),
                                     View::Of<&Administrator::active>("active"),
                                     View::Of<&Administrator::since>("created_at")};
constexpr json::Schema kAdministrator = json::kSchemaOf<kMembers, "Administrator">;
constexpr json::Schema kList =
    json::ObjectOf(door::kListMembers<kAdministrator>, "AdministratorList");
constexpr json::Property kNewMembers[] = {
    {"user_id", kText, true, "The id, username or email address of a user of the environment."}};
constexpr json::Schema kNew = json::ObjectOf(kNewMembers);
constexpr json::Property kRemovedMembers[] = {{"object", json::Word<"administrator">()},
                                              {"id", kText, true, "The id of the user."},
                                              {"status", json::Word<"removed">()}};
constexpr json::Schema kRemoved = json::ObjectOf(kRemovedMembers);

constinit const door::Contract kListAdministrators = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "The administrators, the oldest first.", kList>};
constinit const door::Contract kAddAdministrator = {
    .body = &kNew,
    .successes = door::kAnswer<201, "The new administrator.", kAdministrator>,
    .errors = door::kStatuses<404, 409>};
constinit const door::Contract kRemoveAdministrator = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "The user is no longer an administrator.", kRemoved>,
    .errors = door::kStatuses<404, 409>};

Result<Reply> List(const Administrators& administrators, const Call& call) {
  BW_TRY_ASSIGN(const auto all, administrators.List(call.caller()));
  door::ListWriter writer;
  for (const Administrator& one : all) json::WriteView<kMembers>(writer.items(), one);
  return writer.Finish({});
}

Result<Reply> Add(const Administrators& administrators, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string user, body.RequiredText("user_id"));
  BW_TRY_ASSIGN(const auto added, administrators.Add(call.caller(), user));
  return door::JsonReply(201, json::ViewText<kMembers>(added));
}

Result<Reply> Remove(const Administrators& administrators, const Call& call) {
  BW_TRY_ASSIGN(const auto removed, administrators.Remove(call.caller(), call.Param("id")));
  return EncodeState("administrator", removed.text, "removed");
}

}  // namespace

std::vector<door::Route> AdministratorRoutes(const Administrators& administrators,
                                             const door::Dialect& dialect) {
  using enum http::Method;
  constexpr auto kOn = door::RunOn::kWorker;
  return {
      {kGet, "/v1/administrators", TokenOrKey(), kOn,
       [&administrators](Call& call) { return List(administrators, call); },
       "v1.list_administrators", "List the administrators of the environment", &kListAdministrators,
       &dialect},
      {kPost, "/v1/administrators", TokenOrKey(), kOn,
       [&administrators](Call& call) { return Add(administrators, call); }, "v1.add_administrator",
       "Make a user an administrator of the environment", &kAddAdministrator, &dialect},
      {kDelete, "/v1/administrators/{id}", InPerson(TokenOrKey()), kOn,
       [&administrators](Call& call) { return Remove(administrators, call); },
       "v1.remove_administrator",
       "Remove an administrator and end its sessions of the environment in the console",
       &kRemoveAdministrator, &dialect}};
}

}  // namespace bearward::dialects::v1
