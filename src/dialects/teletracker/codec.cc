#include "dialects/teletracker/codec.h"

#include <chrono>
#include <string>

#include "base/id.h"
#include "base/invalid.h"
#include "base/time.h"
#include "json/writer.h"

namespace bearward::dialects::teletracker {
namespace {

base::Error InvalidField(std::string name, std::string text) {
  return base::Invalid("invalid_field", std::move(text), {std::move(name)});
}

}  // namespace

base::Result<LoginForm> DecodeLogin(const door::Body& body, const door::Call& call) {
  BW_TRY(body.RequireAll({"username", "password"}));
  BW_TRY_ASSIGN(const auto username, body.Text("username"));
  BW_TRY_ASSIGN(const auto password, body.SecretText("password"));
  BW_TRY_ASSIGN(const auto auth_only, body.Integer("auth_only"));
  LoginForm form;
  BW_TRY_ASSIGN(form.account, body.Integer("account_id"));
  if (auth_only && *auth_only != 0 && *auth_only != 1) {
    return base::Fail(InvalidField("auth_only", "auth_only must be 0 or 1."));
  }
  form.auth_only = auth_only.value_or(0) == 1;
  BW_TRY_ASSIGN(model::EnvironmentId environment, call.environment());
  form.claim = {std::move(environment), username.value_or(""), password.value_or(base::Secret()),
                call.origin()};
  return form;
}

base::Result<base::Secret> DecodeRefresh(const door::Body& body) {
  constexpr std::string_view kDocumented = "refresh_token";
  constexpr std::string_view kAsAnswered = "refreshToken";
  if (body.Has(kDocumented) && body.Has(kAsAnswered)) {
    return base::Fail(base::Invalid("duplicate_field",
                                    "Give either `refresh_token` or `refreshToken`.",
                                    {std::string(kDocumented)}));
  }
  const std::string_view name = body.Has(kAsAnswered) ? kAsAnswered : kDocumented;
  return body.RequiredSecret(name);
}

door::Reply EncodePair(const token::Issued& issued, base::Entropy& entropy) {
  const model::Session& session = issued.session;
  // Expiry is rounded down to a whole second, so the lifetime is rounded up.
  const auto lifetime =
      std::chrono::ceil<std::chrono::seconds>(session.expires_at - session.rotated_at);
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("success").Bool(true);
  writer.Key("guid").String(base::NewUuid(entropy));
  writer.Key("token").String(issued.access.Reveal());
  writer.Key("tokenExpiration").String(base::FormatIsoOffset(session.expires_at));
  writer.Key("tokenLifetime").Int(lifetime.count());
  if (issued.refresh && session.refresh_expires_at) {
    writer.Key("refreshToken").String(issued.refresh->Reveal());
    writer.Key("refreshTokenExpiration").String(base::FormatIsoOffset(*session.refresh_expires_at));
  }
  writer.EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeSuccess(base::Entropy& entropy) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("success").Bool(true);
  writer.Key("guid").String(base::NewUuid(entropy)).EndObject();
  return door::JsonReply(200, std::move(body));
}

}  // namespace bearward::dialects::teletracker
