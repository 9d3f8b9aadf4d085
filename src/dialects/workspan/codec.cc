#include "dialects/workspan/codec.h"

#include <chrono>
#include <utility>

#include "json/writer.h"
#include "token/profiles.h"

namespace bearward::dialects::workspan {

base::Result<grant::ClientClaim> DecodeClient(const door::Body& body, const door::Call& call) {
  BW_TRY(body.RequireAll({"client_id", "client_secret"}));
  BW_TRY_ASSIGN(const auto client_id, body.Text("client_id"));
  BW_TRY_ASSIGN(const auto client_secret, body.SecretText("client_secret"));
  BW_TRY_ASSIGN(model::EnvironmentId environment, call.environment());
  return grant::ClientClaim{std::move(environment), client_id.value_or(""),
                            client_secret.value_or(base::Secret()), call.origin()};
}

base::Result<grant::RefreshRequest> DecodeRefresh(const door::Body& body, const door::Call& call) {
  BW_TRY_ASSIGN(base::Secret refresh_token, body.RequiredSecret("refresh_token"));
  BW_TRY_ASSIGN(model::EnvironmentId environment, call.environment());
  grant::RefreshRequest request{.profile = token::kWorkSpan,
                                .refresh_token = std::move(refresh_token),
                                .environment = std::move(environment),
                                .origin = call.origin()};
  if (body.Has("client_id") || body.Has("client_secret")) {
    BW_TRY_ASSIGN(request.client, DecodeClient(body, call));
  }
  return request;
}

door::Reply EncodeTokens(const token::Issued& issued, base::Time now) {
  // Expiry is rounded down to a whole second, so the remaining time is rounded up.
  const auto left = std::chrono::ceil<std::chrono::seconds>(issued.session.expires_at - now);
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("access_token").String(issued.access.Reveal());
  writer.Key("token_type").String("Bearer").Key("expires_in").Int(left.count());
  if (issued.refresh) writer.Key("refresh_token").String(issued.refresh->Reveal());
  writer.EndObject();
  return door::NoStore(door::JsonReply(200, std::move(body)));
}

base::Result<LinkForm> DecodeLink(const door::Body& body) {
  BW_TRY_ASSIGN(std::string external_id, body.RequiredText("external_id"));
  BW_TRY_ASSIGN(const auto field_name, body.Text("field_name"));
  return LinkForm{std::move(external_id), field_name.value_or("")};
}

base::Result<store::IntegrationStatus> DecodeStatus(const door::Body& body) {
  BW_TRY(body.RequireAll({"field_name", "status_code", "message"}));
  BW_TRY_ASSIGN(const auto field_name, body.Text("field_name"));
  BW_TRY_ASSIGN(const auto status_code, body.Text("status_code"));
  BW_TRY_ASSIGN(const auto message, body.Text("message"));
  BW_TRY_ASSIGN(const auto integration_id, body.Text("integration_id"));
  BW_TRY_ASSIGN(const auto external_id, body.Text("external_id"));
  return store::IntegrationStatus{field_name.value_or(""), status_code.value_or(""),
                                  message.value_or(""), integration_id.value_or(""),
                                  external_id.value_or("")};
}

door::Reply EncodeLink(const model::ExternalId& link) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("object_id").String(link.object.text);
  writer.Key("external_id").String(link.external_id);
  writer.Key("field_name").String(link.field_name).EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeLinks(std::string_view object_id, const std::vector<model::ExternalId>& links) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("object_id").String(object_id).Key("external_ids").BeginArray();
  for (const model::ExternalId& link : links) {
    writer.BeginObject().Key("external_id").String(link.external_id);
    writer.Key("field_name").String(link.field_name).EndObject();
  }
  writer.EndArray().EndObject();
  return door::JsonReply(200, std::move(body));
}

door::Reply EncodeStatus(std::string_view object_id, const store::IntegrationStatus& status) {
  std::string body;
  json::Writer writer(body);
  writer.BeginObject().Key("object_id").String(object_id);
  writer.Key("field_name").String(status.field_name);
  writer.Key("status_code").String(status.status_code).EndObject();
  return door::JsonReply(200, std::move(body));
}

}  // namespace bearward::dialects::workspan
