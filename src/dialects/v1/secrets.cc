#include "dialects/v1/secrets.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "dialects/v1/codec.h"
#include "dialects/v1/contracts.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

// Shown is a secret; `value` is there only in the response to its creation.
struct Shown : model::ApplicationSecret {
  std::optional<std::string_view> value = {};

  std::string obfuscated() const { return "..." + hint; }
  // Every secret has this time; the document allows null for it.
  std::optional<base::Time> created() const { return created_at; }
};

using View = json::View<Shown>;
constexpr View::Member kMembers[] = {
    View::Object<"application_secret">(),
    View::Of<&Shown::id>("id"),
    View::Of<&Shown::application>("application_id"),
    View::Of<&Shown::obfuscated>("obfuscated_value"),
    View::Of<&Shown::created>("created_at"),
    View::Of<&Shown::expires_at>("expires_at"),
    View::Of<&Shown::last_used_at>("last_used_at"),
    View::Omitted<&Shown::value>("value", "Returned only once, when it is created.")};
constexpr json::Schema kSecret = json::kSchemaOf<kMembers, "ApplicationSecret">;
constexpr json::Schema kSecretList =
    json::ObjectOf(door::kListMembers<kSecret>, "ApplicationSecretList");
constexpr json::Property kOverlapMembers[] = {
    json::Optional("overlap_seconds", json::OrNull(json::kInteger),
                   "How long the other secrets remain valid. The default is one day.")};
constexpr json::Schema kOverlapBody = json::ObjectOf(kOverlapMembers);
constinit const door::Contract kAddSecret = {
    .body = &kOverlapBody,
    .encodings = door::kJsonBody | door::kFormBody,
    .successes = door::kAnswer<201, "The new secret, with its value.", kSecret>,
    .errors = door::kStatuses<409>};
constinit const door::Contract kListSecrets = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<200, "The secrets, without their values.", kSecretList>};

Result<Reply> AddSecret(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  BW_TRY_ASSIGN(const auto overlap, body.Integer("overlap_seconds"));
  BW_TRY_ASSIGN(const auto application, uses.applications.Resolve(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(
      const token::ClientSecret made,
      uses.keys.AddSecret(call.caller(), application.id,
                          overlap ? std::chrono::seconds(*overlap) : keys::kSecretOverlap));
  const Shown shown{made.secret, made.value.Reveal()};
  return door::NoStore(door::JsonReply(201, json::ViewText<kMembers>(shown)));
}

Result<Reply> ListSecrets(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto application, uses.applications.Resolve(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(const auto secrets, uses.keys.ListSecrets(call.caller(), application.id));
  door::ListWriter list;
  for (const model::ApplicationSecret& one : secrets) {
    json::WriteView<kMembers>(list.items(), Shown{one});
  }
  return list.Finish({});
}

Result<Reply> RemoveSecret(const Uses& uses, Call& call) {
  const std::string secret = call.Param("secret");
  BW_TRY_ASSIGN(const auto application, uses.applications.Resolve(call.caller(), call.Param("id")));
  BW_TRY(uses.keys.RemoveSecret(call.caller(), application.id, secret));
  return EncodeState("application_secret", secret, "removed");
}

}  // namespace

std::vector<door::Route> SecretRoutes(const Uses& uses, const door::Dialect& dialect) {
  using enum http::Method;
  const std::string secrets = "/v1/applications/{id}/secrets";
  return {
      {kPost, secrets, InPerson(TokenOrKey()), door::RunOn::kWorker, door::Bind(uses, AddSecret),
       "v1.add_application_secret",
       "Add a secret to an application; the value is returned once, the others expire", &kAddSecret,
       &dialect},
      {kGet, secrets, TokenOrKey(), door::RunOn::kWorker, door::Bind(uses, ListSecrets),
       "v1.list_application_secrets", "List the secrets of an application, without their values",
       &kListSecrets, &dialect},
      {kDelete, secrets + "/{secret}", TokenOrKey(), door::RunOn::kWorker,
       door::Bind(uses, RemoveSecret), "v1.remove_application_secret",
       "Remove a secret of an application", &kRemoveSecret, &dialect},
  };
}

}  // namespace bearward::dialects::v1
