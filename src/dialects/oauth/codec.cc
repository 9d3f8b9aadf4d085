#include "dialects/oauth/codec.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/writer.h"

namespace bearward::dialects::oauth {
namespace {

constexpr std::size_t kUsualSize = 768;

// scope-token of section 3.3: printable ASCII without quotes and backslashes.
bool IsScope(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '\\';
  });
}

base::Result<std::optional<std::vector<std::string>>> ReadScopes(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::vector<std::string> scopes;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string_view scope = text.substr(start, end - start);
    if (!IsScope(scope)) {
      return base::Fail(base::Invalid("invalid_scope", "The scope is malformed."));
    }
    scopes.emplace_back(scope);
    start = end + 1;
  }
  return scopes;
}

std::string ScopeText(const std::vector<std::string>& scopes) {
  std::string text;
  for (const std::string& scope : scopes) text += (text.empty() ? "" : " ") + scope;
  return text;
}

}  // namespace

base::Result<grant::AccessRequest> DecodeAccess(const Form& form, const Server& server) {
  grant::AccessRequest request{.issuer = server.issuer, .scopes = {}, .resources = {}};
  BW_TRY_ASSIGN(request.scopes, ReadScopes(form.Find("scope")));
  for (const std::string_view resource : form.All("resource")) {
    request.resources.emplace_back(resource);
  }
  return request;
}

door::Reply EncodeAccess(const grant::Access& access, base::Time now) {
  // Expiry is rounded down to a whole second, so the remaining time is rounded up.
  const auto left = std::chrono::ceil<std::chrono::seconds>(access.expires_at - now);
  std::string body;
  body.reserve(kUsualSize);
  json::Writer writer(body);
  writer.BeginObject().Key("access_token").String(access.token.Reveal());
  writer.Key("token_type").String("Bearer").Key("expires_in").Int(left.count());
  // The grammar has no empty scope, so an empty scope is omitted.
  if (!access.scopes.empty()) writer.Key("scope").String(ScopeText(access.scopes));
  if (access.refresh) writer.Key("refresh_token").String(access.refresh->Reveal());
  writer.EndObject();
  return door::NoStore(door::JsonReply(200, std::move(body)));
}

}  // namespace bearward::dialects::oauth
