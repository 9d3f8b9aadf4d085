#include "dialects/v1/secrets.h"

#include <chrono>
#include <string>
#include <utility>

#include "dialects/v1/codec.h"
#include "dialects/v1/contracts.h"
#include "dialects/v1/guard.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

Result<Reply> AddSecret(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody | door::kFormBody));
  BW_TRY_ASSIGN(const auto overlap, body.Integer("overlap_seconds"));
  BW_TRY_ASSIGN(const auto application, uses.applications.Resolve(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(
      const token::ClientSecret made,
      uses.keys.AddSecret(call.caller(), application.id,
                          overlap ? std::chrono::seconds(*overlap) : keys::kSecretOverlap));
  return door::NoStore(EncodeSecret(201, made.secret, &made.value));
}

Result<Reply> ListSecrets(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto application, uses.applications.Resolve(call.caller(), call.Param("id")));
  BW_TRY_ASSIGN(const auto secrets, uses.keys.ListSecrets(call.caller(), application.id));
  return EncodeSecrets(secrets);
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
