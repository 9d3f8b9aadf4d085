#include "dialects/workos/users.h"

#include <array>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "base/precis.h"
#include "dialects/workos/session_view.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "store/memberships.h"
#include "store/users.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using resource::Purpose;

constexpr std::string_view kPath = "/user_management/users";
constexpr json::Schema kText = json::OrNull(json::kText);
constexpr json::Property kPasswordMembers[] = {
    json::Optional("password", kText),           json::Optional("password_hash", kText),
    json::Optional("password_hash_type", kText), json::Optional("password_salt_position", kText),
    json::Optional("ip_address", kText),         json::Optional("user_agent", kText),
    json::Optional("signals_id", kText)};
// The members about the device of the user are accepted in a create request and have no effect.
constexpr auto kDeviceMembers = std::span(kPasswordMembers).subspan(4);
constexpr door::ListParameter kParameters[] = {
    {.name = "email",
     .through = store::kUsersByEmail,
     .convert = [](std::string_view email) { return base::NameKey(email); }},
    {.name = "organization_id", .through = store::kUsersOfOrganization},
    {.name = "organization", .through = store::kUsersOfOrganization},
    {.name = "ids", .through = store::kUsersById},
};

base::Status CheckDevice(const door::CodecInput& input, const door::Body& body) {
  for (const json::Property& described : kDeviceMembers) {
    const std::string_view member = described.name;
    BW_TRY(body.Text(member));
    if (input.id.empty() || input.body.Find(member) == nullptr) continue;
    return base::Fail(base::Invalid("unknown_field", "Unknown field `" + std::string(member) + "`.",
                                    {std::string(member)}));
  }
  return {};
}

// Form is the password of a body, before its words are parsed.
struct Form {
  std::optional<base::Secret> text;
  std::optional<std::string> hash;
  std::optional<std::string> type;
  std::optional<std::string> position;
};

base::Status CheckForm(const Form& form) {
  const auto refuse = [](const char* reason, const char* text) {
    return base::Fail(base::Invalid(reason, text));
  };
  if (form.text && form.hash) {
    return refuse("password_and_password_hash_provided",
                  "Send either `password` or `password_hash`.");
  }
  if (form.text && form.type) {
    return refuse("password_and_password_hash_type_provided",
                  "Send `password_hash_type` with `password_hash` only.");
  }
  if (form.position && !form.hash) {
    return refuse("password_salt_position_requires_password_hash",
                  "Send `password_salt_position` with `password_hash` only.");
  }
  if (form.hash.has_value() == form.type.has_value()) return {};
  const std::string missing = form.hash ? "password_hash_type" : "password_hash";
  return base::Fail(base::Invalid("missing_field", "`" + missing + "` is required.", {missing}));
}

template <class Word>
Result<std::optional<Word>> WordOf(const std::optional<std::string>& text, const char* member) {
  if (!text) return std::nullopt;
  const auto word = base::ParseWord<Word>(*text);
  if (word) return word;
  return base::Fail(base::Invalid("invalid_value",
                                  "`" + std::string(member) + "` has an unknown value.", {member}));
}

// AboutUserIn returns the texts about the user in a body, which is not validated yet.
verify::AboutUser AboutUserIn(const json::Value& body) {
  const auto text = [&body](std::string_view member) {
    const json::Value* const value = body.Find(member);
    const std::string* const found = value == nullptr ? nullptr : value->AsString();
    return found == nullptr ? std::string() : *found;
  };
  return {.emails = {text("email")},
          .names = {text("first_name"), text("last_name"), text("name")}};
}

Result<door::Extra> ReadPassword(const users::Users& users, const door::CodecInput& input) {
  const door::Body body(input.body);
  BW_TRY(CheckDevice(input, body));
  Form form;
  BW_TRY_ASSIGN(form.text, body.SecretText("password"));
  BW_TRY_ASSIGN(form.hash, body.Text("password_hash"));
  BW_TRY_ASSIGN(form.type, body.Text("password_hash_type"));
  BW_TRY_ASSIGN(form.position, body.Text("password_salt_position"));
  BW_TRY(CheckForm(form));
  if (!form.text && !form.hash) return door::Extra{};
  users::NewPassword password{.text = form.text.value_or(base::Secret()),
                              .hash = form.hash.value_or("")};
  password.about = AboutUserIn(input.body);
  BW_TRY_ASSIGN(password.hash_type,
                WordOf<crypto::PasswordHashType>(form.type, "password_hash_type"));
  BW_TRY_ASSIGN(password.salt_position,
                WordOf<crypto::SaltPosition>(form.position, "password_salt_position"));
  BW_TRY_ASSIGN(auto also, users.WithPassword(input.caller, input.id, password));
  return door::Extra{.also = std::move(also)};
}

// A changed address is unproved, unless the request states otherwise.
base::Status ReadUser(const json::Value& body, const model::Record& record, Purpose purpose,
                      void* row) {
  auto& user = *static_cast<model::User*>(row);
  const std::string before = user.email;
  BW_TRY(resource::ReadObject(body, record, purpose, row));
  const bool stated = body.Find("email_verified") != nullptr;
  if (purpose == Purpose::kUpdate && user.email != before && !stated) user.email_verified = false;
  return {};
}

Result<Reply> ListSessions(const users::Users& users, Call& call) {
  BW_TRY_ASSIGN(const door::ListQuery list, door::ParseListQuery(call.request().query, {}, false));
  BW_TRY_ASSIGN(const auto page, users.ListSessions(call.caller(), call.Param("id"), list.page));
  door::ListWriter writer;
  for (const model::Session& session : page.sessions) {
    json::WriteView<kSessionMembers>(writer.items(), ShownSession{session, session.rotated_at});
  }
  return writer.Finish(page.ends);
}

// No identity provider is connected yet, so no user has an identity.
Result<Reply> ListIdentities(const users::Users& users, Call& call) {
  BW_TRY(users.Get(call.caller(), call.Param("id")));
  return door::JsonReply(200, "[]");
}

Result<Reply> RevokeSession(grant::Grant& grant, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string id, body.RequiredText("session_id"));
  base::Status ended = grant.EndSession(call.caller(), {id});
  if (ended) return door::EmptyReply(200);
  base::Error error = std::move(ended).error();
  if (error.code == base::Code::kNotFound) error.fields = {id};
  return base::Fail(std::move(error));
}

constexpr json::Schema kSession = json::kSchemaOf<kSessionMembers, "WorkOSSession">;
constexpr json::Property kSessionListMembers[] = {
    door::kListObject, {"data", json::ListOf(kSession)}, door::kListMetadataMember};
constexpr json::Schema kSessionList = json::ObjectOf(kSessionListMembers, "WorkOSSessionList");
constexpr door::Parameter kPageQuery[] = {door::kLimit, door::kOrder, door::kAfter, door::kBefore};
constexpr json::Schema kNoIdentity = {.type = json::Type::kList, .items = &json::kAny};
constexpr json::Property kRevokeMembers[] = {{"session_id", json::kText}};
constexpr json::Schema kRevoke = json::ObjectOf(kRevokeMembers);
constexpr door::Contract kListIdentities = {.successes =
                                                door::kAnswer<200, "The identities.", kNoIdentity>};
constexpr door::Contract kListSessions = {
    .query = kPageQuery,
    .successes = door::kAnswer<200, "One page of the list.", kSessionList>,
    .errors = door::kStatuses<422>};
constexpr door::Contract kRevokeSession = {
    .body = &kRevoke,
    .successes = door::kAnswer<200, "The session is revoked.">,
    .errors = door::kStatuses<404, 422>};

std::vector<door::Route> SessionRoutes(const users::Users& users, grant::Grant& grant,
                                       const door::Mount& mount) {
  using enum http::Method;
  const std::string user = std::string(kPath) + "/{id}";
  std::vector<door::Route> routes = {
      {kGet, user + "/identities", mount.guard, door::RunOn::kWorker,
       [&users](Call& call) { return ListIdentities(users, call); }, "workos.list_user_identities",
       "List the identities of a user at identity providers", &kListIdentities, &mount.dialect},
      {kGet, user + "/sessions", mount.guard, door::RunOn::kWorker,
       [&users](Call& call) { return ListSessions(users, call); }, "workos.list_user_sessions",
       "List the active sessions of a user", &kListSessions, &mount.dialect},
      {kPost, "/user_management/sessions/revoke", mount.guard, door::RunOn::kWorker,
       [&grant](Call& call) { return RevokeSession(grant, call); }, "workos.revoke_session",
       "End a session", &kRevokeSession, &mount.dialect},
  };
  for (door::Route& route : routes) route.guard.need = model::Need::Live();
  return routes;
}

}  // namespace

std::vector<door::Route> UserRoutes(const users::Users& users, grant::Grant& grant,
                                    const door::Mount& mount) {
  door::Mount of_users = mount;
  of_users.read_body = &ReadUser;
  auto routes =
      door::Rest(
          users, std::string(kPath), of_users,
          {.input = kPasswordMembers,
           .parameters = kParameters,
           .search = &store::kUserSearch,
           .read = [&users](const door::CodecInput& input) { return ReadPassword(users, input); }})
          .List("workos.list_users", "List the users")
          .Create(201, "workos.create_user", "Create a user")
          .Get("workos.read_user", "Read a user")
          .GetBy("external_id", "workos.read_user_by_external_id", "Read a user by its external id")
          .Update(http::Method::kPut, "workos.update_user", "Change a user")
          .Delete(200, "workos.delete_user", "Delete a user, its sessions, keys and memberships")
          .Rows();
  // Their bodies may have a password.
  for (door::Route& route : routes) {
    const bool has_body = route.method == http::Method::kPost || route.method == http::Method::kPut;
    if (has_body) route.run_on = door::RunOn::kHashing;
  }
  for (door::Route& route : SessionRoutes(users, grant, mount)) routes.push_back(std::move(route));
  return routes;
}

}  // namespace bearward::dialects::workos
