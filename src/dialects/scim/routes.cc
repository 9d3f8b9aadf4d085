#include "dialects/scim/routes.h"

#include "dialects/scim/codec.h"
#include "dialects/scim/contracts.h"

namespace bearward::dialects::scim {
namespace {

using base::Result;
using door::Call;
using door::Reply;

model::UserId UserOf(const Call& call) { return {call.Param("user_id")}; }

Result<Reply> CreateUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kBodies));
  BW_TRY_ASSIGN(const users::CompanyUserForm form, DecodeUser(body));
  BW_TRY_ASSIGN(const auto user, uses.users.Create(call.caller(), form));
  return EncodeUser(201, user);
}

Result<Reply> ListUsers(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const ListQuery query, DecodeList(call));
  BW_TRY_ASSIGN(const auto page,
                uses.users.List(call.caller(), query.matches, query.skip, query.count));
  return EncodeList(page, query.skip);
}

Result<Reply> ReadUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto user, uses.users.Read(call.caller(), UserOf(call)));
  return EncodeUser(200, user);
}

Result<Reply> ReplaceUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kBodies));
  BW_TRY_ASSIGN(const users::CompanyUserForm form, DecodeUser(body));
  BW_TRY_ASSIGN(const auto user, uses.users.Update(call.caller(), UserOf(call), form));
  return EncodeUser(200, user);
}

Result<Reply> PatchUser(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(kBodies));
  BW_TRY_ASSIGN(const auto present, uses.users.Read(call.caller(), UserOf(call)));
  BW_TRY_ASSIGN(const users::CompanyUserForm form, DecodePatch(body, present));
  BW_TRY_ASSIGN(const auto user, uses.users.Update(call.caller(), UserOf(call), form));
  return EncodeUser(200, user);
}

}  // namespace

std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect) {
  using enum http::Method;
  const std::string users = uses.prefix + "/Users";
  const std::string user = users + "/{user_id}";
  return {
      {kPost, users, uses.guard, door::RunOn::kWorker, door::Bind(uses, CreateUser),
       "scim.create_user", "Create a user", &kCreateUser, &dialect},
      {kGet, users, uses.guard, door::RunOn::kWorker, door::Bind(uses, ListUsers),
       "scim.list_users", "List or search users", &kListUsers, &dialect},
      {kGet, user, uses.guard, door::RunOn::kWorker, door::Bind(uses, ReadUser), "scim.read_user",
       "Read a user", &kReadUser, &dialect},
      {kPut, user, uses.guard, door::RunOn::kWorker, door::Bind(uses, ReplaceUser),
       "scim.replace_user", "Update, suspend or restore a user", &kReplaceUser, &dialect},
      {kPatch, user, uses.guard, door::RunOn::kWorker, door::Bind(uses, PatchUser),
       "scim.patch_user", "Change attributes of a user", &kPatchUser, &dialect},
  };
}

}  // namespace bearward::dialects::scim
