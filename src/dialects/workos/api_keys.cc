#include "dialects/workos/api_keys.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "dialects/workos/dialect.h"
#include "dialects/workos/key_owner.h"
#include "door/row_members.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using keys::Expiry;
using keys::OrganizationKeys;
using model::AnyRow;
using model::OrganizationApiKey;

constexpr std::string_view kExpiresAt = "expires_at";

Result<door::Extra> ReadKey(const door::CodecInput& /*input*/) {
  const auto value = std::make_shared<base::Secret>();
  return door::Extra{.also = OrganizationKeys::ValueOf(value),
                     .once = [value] { return "\"value\":" + json::Quote(value->Reveal()); }};
}

// ReadUserKey also reads the organization, which the path of a key of an organization names.
Result<door::Extra> ReadUserKey(const door::CodecInput& input) {
  const door::Body body(input.body);
  BW_TRY_ASSIGN(const auto organization, body.Text(model::kOrganizationField));
  if (!organization) {
    const std::string field(model::kOrganizationField);
    return base::Fail(base::Invalid("missing_field", "`" + field + "` is required.", {field}));
  }
  BW_TRY_ASSIGN(door::Extra extra, ReadKey(input));
  extra.fill = [id = *organization](void* row) {
    static_cast<OrganizationApiKey*>(row)->organization = {id};
  };
  return extra;
}

// ReadExpiry reads `expires_at`: a time, null for never, or nothing for at once.
Result<Expiry> ReadExpiry(Call& call) {
  if (call.request().body.empty()) return Expiry{};
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  const json::Value* const value = body.object().Find(kExpiresAt);
  if (value == nullptr) return Expiry{};
  if (value->IsNull()) return Expiry{.never = true};
  const std::string* const text = value->AsString();
  const auto at = text == nullptr ? std::nullopt : base::ParseIso(*text);
  if (at) return Expiry{.at = at};
  return base::Fail(base::Invalid(
      "wrong_type", "`expires_at` must be null or a time such as 2031-05-06T07:08:09.123Z.",
      {std::string(kExpiresAt)}));
}

Result<door::Outcome> ValidateKey(const ApiKeyUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const base::Secret value, body.RequiredSecret("value"));
  BW_TRY_ASSIGN(const auto key, uses.keys.Validate(call.caller(), value, uses.verifier));
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("api_key");
  if (key) {
    std::string object = resource::ObjectText(model::kOrganizationApiKey, &*key);
    resource::JoinMembers(object, resource::MembersOf(json::ViewText<kKeyOwner>(*key)));
    writer.Raw(object);
  } else {
    writer.Null();
  }
  writer.EndObject();
  return door::NoStore(door::JsonReply(200, std::move(text)));
}

constexpr auto& kOutput = json::kPropertiesOf<kKeyOwner>;
constexpr json::Property kCreated[] = {
    {"value", json::kText, true, "Shown in this response only."}};
constexpr json::Property kUserInput[] = {{"organization_id", json::kText}};
constexpr door::ListParameter kUserParameters[] = {
    {.name = model::kOrganizationField, .field = model::kOrganizationField}};
constexpr json::Property kExpiryMembers[] = {
    json::Optional("expires_at", json::OrNull(json::kTime),
                   "When the key expires; null for never. Without it, or in the past: at once.")};
constexpr json::Schema kExpiryBody = json::Open(json::ObjectOf(kExpiryMembers));
constexpr json::Property kValueMembers[] = {{"value", json::kText}};
constexpr json::Schema kValueBody = json::Open(json::ObjectOf(kValueMembers));
constexpr json::Schema kKeyObject = {.type = json::Type::kObject, .open = true};
constexpr json::Property kValidatedMembers[] = {{"api_key", json::OrNull(kKeyObject)}};
constexpr json::Schema kValidated = json::ObjectOf(kValidatedMembers, "WorkOSApiKeyValidation");
constexpr door::Contract kValidation = {
    .body = &kValueBody,
    .successes = door::kAnswer<200, "The key, or null if it may not be used.", kValidated>,
    .errors = door::kStatuses<422>};

std::vector<door::Route> OrganizationRoutes(const OrganizationKeys& keys, door::Mount mount) {
  mount.schema_prefix = "WorkOSOrganization";
  auto routes =
      door::Rest(keys, "/organizations/{organization_id}/api_keys", mount,
                 {.output = kOutput,
                  .created = kCreated,
                  .search = &store::kOrganizationKeySearch,
                  .read = &ReadKey,
                  .write = &door::RowMembers<kKeyOwner>})
          .ListBy(
              [&keys](const Call& call, store::PageQuery query) {
                return keys.ListOfOrganization(call.caller(), call.Param(model::kOrganizationField),
                                               std::move(query));
              },
              "workos.list_organization_api_keys", "List the API keys of an organization")
          .Create(201, "workos.create_organization_api_key",
                  "Create an API key of an organization; the value is shown once")
          .Rows();
  routes.back().guard.in_person = true;
  return routes;
}

std::vector<door::Route> UserRoutes(const OrganizationKeys& keys, door::Mount mount) {
  mount.schema_prefix = "WorkOSUser";
  auto routes =
      door::Rest(keys, "/user_management/users/{user_id}/api_keys", mount,
                 {.input = kUserInput,
                  .output = kOutput,
                  .created = kCreated,
                  .parameters = kUserParameters,
                  .search = &store::kOrganizationKeySearch,
                  .read = &ReadUserKey,
                  .write = &door::RowMembers<kKeyOwner>})
          .ListBy(
              [&keys](const Call& call, store::PageQuery query) {
                return keys.ListOfUser(call.caller(), call.Param("user_id"), std::move(query));
              },
              "workos.list_user_api_keys", "List the API keys of a user")
          .Create(201, "workos.create_user_api_key",
                  "Create an API key of a user in an organization; the value is shown "
                  "once")
          .Rows();
  routes.back().own_errors = &UserKeyErrors();
  routes.back().guard.in_person = true;
  return routes;
}

door::Route ValidationRoute(const ApiKeyUses& uses, const door::Mount& mount) {
  door::Route route{http::Method::kPost,
                    "/api_keys/validations",
                    mount.guard,
                    door::RunOn::kWorker,
                    door::Bind(uses, ValidateKey),
                    "workos.validate_api_key",
                    "Find the API key that has a value",
                    &kValidation,
                    &mount.dialect};
  route.guard.need = model::Need::All({OrganizationKeys::kValidatePermission});
  return route;
}

}  // namespace

std::vector<door::Route> ApiKeyRoutes(const ApiKeyUses& uses, const door::Mount& mount) {
  const OrganizationKeys& keys = uses.keys;
  std::vector<door::Route> routes = {ValidationRoute(uses, mount)};
  auto of_keys = door::Rest(keys, "/api_keys", mount,
                            {.output = kOutput, .write = &door::RowMembers<kKeyOwner>})
                     .Delete(204, "workos.delete_api_key", "Revoke an API key and delete it")
                     .Action(http::Method::kPost, "/expire", 200,
                             door::Typed(keys, &OrganizationKeys::Expire, &ReadExpiry),
                             "workos.expire_api_key",
                             "Set or clear the time at which an API key expires", &kExpiryBody)
                     .Rows();
  for (auto part : {std::move(of_keys), OrganizationRoutes(keys, mount), UserRoutes(keys, mount)}) {
    std::ranges::move(part, std::back_inserter(routes));
  }
  return routes;
}

}  // namespace bearward::dialects::workos
