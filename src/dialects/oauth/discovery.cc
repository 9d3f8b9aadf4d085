#include "dialects/oauth/discovery.h"

#include <array>
#include <initializer_list>
#include <span>
#include <string_view>

#include "json/writer.h"

namespace bearward::dialects::oauth {
namespace {

// The client authentication methods of every endpoint.
constexpr std::array<std::string_view, 3> kClientMethods = {
    "client_secret_basic", "client_secret_post", "private_key_jwt"};
constexpr std::array<std::string_view, 2> kClientAlgorithms = {"ES256", "RS256"};

void WriteTexts(json::Writer& writer, std::string_view key,
                std::span<const std::string_view> texts) {
  writer.Key(key).BeginArray();
  for (const std::string_view text : texts) writer.String(text);
  writer.EndArray();
}

void WriteTexts(json::Writer& writer, std::string_view key,
                std::initializer_list<std::string_view> texts) {
  WriteTexts(writer, key, std::span(texts.begin(), texts.size()));
}

// OpenID Connect Discovery 1.0 section 3 requires these members and RS256 among the algorithms,
// although no ID token is issued while response_types_supported is empty.
void WriteOpenIdMembers(json::Writer& writer, const Server& server) {
  writer.Key("authorization_endpoint").String(server.Url("/oauth2/authorize"));
  WriteTexts(writer, "subject_types_supported", {"public"});
  WriteTexts(writer, "id_token_signing_alg_values_supported", {"RS256"});
}

}  // namespace

std::string WriteMetadata(const Server& server, Metadata kind) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("issuer").String(server.issuer);
  writer.Key("token_endpoint").String(server.Url("/oauth2/token"));
  writer.Key("jwks_uri").String(server.Url("/oauth2/jwks"));
  WriteTexts(writer, "grant_types_supported", {"client_credentials", "refresh_token"});
  // Required by section 2; empty because no authorization endpoint issues a code.
  WriteTexts(writer, "response_types_supported", {});
  WriteTexts(writer, "token_endpoint_auth_methods_supported", kClientMethods);
  WriteTexts(writer, "token_endpoint_auth_signing_alg_values_supported", kClientAlgorithms);
  writer.Key("introspection_endpoint").String(server.Url("/oauth2/introspect"));
  WriteTexts(writer, "introspection_endpoint_auth_methods_supported", kClientMethods);
  WriteTexts(writer, "introspection_endpoint_auth_signing_alg_values_supported", kClientAlgorithms);
  WriteTexts(writer, "introspection_signing_alg_values_supported", {"ES256"});
  writer.Key("revocation_endpoint").String(server.Url("/oauth2/revoke"));
  WriteTexts(writer, "revocation_endpoint_auth_methods_supported", kClientMethods);
  WriteTexts(writer, "revocation_endpoint_auth_signing_alg_values_supported", kClientAlgorithms);
  WriteTexts(writer, "protected_resources", {server.issuer});
  if (kind == Metadata::kOpenId) WriteOpenIdMembers(writer, server);
  writer.EndObject();
  return text;
}

std::string ResourceMetadataUrl(const Site& site) {
  return site.origin + "/.well-known/oauth-protected-resource" + site.path;
}

std::string WriteResourceMetadata(const Server& server) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("resource").String(server.issuer);
  WriteTexts(writer, "authorization_servers", {server.issuer});
  WriteTexts(writer, "bearer_methods_supported", {"header"});
  writer.Key("resource_name").String("Bearward").EndObject();
  return text;
}

}  // namespace bearward::dialects::oauth
