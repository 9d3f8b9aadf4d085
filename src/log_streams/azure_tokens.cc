#include "log_streams/azure_tokens.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/encode.h"
#include "base/invalid.h"
#include "egress/url.h"
#include "json/reader.h"
#include "log_streams/answer.h"
#include "log_streams/target.h"

namespace bearward::log_streams {
namespace {

using base::Result;
using model::LogStream;

constexpr std::string_view kEndpoint = "The token endpoint";
constexpr long kBadRequest = 400;
constexpr std::size_t kLongestAnswer = 65'536;
// An endpoint that names a longer time does not keep a revoked client in use.
constexpr std::int64_t kLongestLife = 86'400;  // seconds

egress::SenderSettings WithLongAnswers(egress::SenderSettings settings) {
  settings.limits.body_bytes = kLongestAnswer;
  return settings;
}

// ScopeOf is that of the cloud of the ingestion endpoint: the public one, or a national one.
std::string ScopeOf(const LogStream& stream) {
  const auto url = egress::ParseUrl(stream.url);
  for (const std::string_view cloud : {"monitor.azure.us", "monitor.azure.cn"}) {
    if (url && url->host.ends_with(cloud)) return "https://" + std::string(cloud) + "/.default";
  }
  return "https://monitor.azure.com/.default";
}

// KeyOf changes with the target, the client and its secret.
std::string KeyOf(const LogStream& stream) {
  return stream.id + "\n" + TokenUrlOf(stream).value_or("") + "\n" + stream.url + "\n" +
         stream.key_id.value_or("") + "\n" + stream.sealed.value_or("");
}

// IsBearerToken accepts what a header may have (RFC 6750 section 2.1).
bool IsBearerToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || std::string_view("-._~+/=").contains(c);
  });
}

bool IsBearer(const json::Value* type) {
  const std::string* const text = type == nullptr ? nullptr : type->AsString();
  return text != nullptr && base::EqualsIgnoreCase(*text, "bearer");
}

struct Granted {
  base::Secret token;
  std::chrono::seconds life{0};  // 0 if the endpoint names none
};

// ParseGranted reads a response of RFC 6749 section 5.1.
std::optional<Granted> ParseGranted(std::string_view body) {
  const auto value = json::Parse(body);
  if (!value || !IsBearer(value->Find("token_type"))) return std::nullopt;
  const json::Value* const token = value->Find("access_token");
  if (token == nullptr || token->AsString() == nullptr) return std::nullopt;
  if (!IsBearerToken(*token->AsString())) return std::nullopt;
  const json::Value* const life = value->Find("expires_in");
  const std::int64_t seconds = life == nullptr ? 0 : life->AsInt().value_or(0);
  return Granted{.token = base::Secret(*token->AsString()),
                 .life = std::chrono::seconds(std::clamp(seconds, std::int64_t{0}, kLongestLife))};
}

base::Status CheckAnswer(const egress::Response& response) {
  if (response.status != kBadRequest) return StatusOf(response, kEndpoint);
  return base::Fail(base::Denied("target_refused", std::string(kEndpoint) + " answered 400."));
}

base::Error NoToken() {
  base::Error error = base::Unavailable(std::string(kTargetFailed), "no bearer token");
  error.public_text = std::string(kEndpoint) + " sent no bearer token.";
  return error;
}

}  // namespace

AzureTokens::AzureTokens(egress::SenderSettings settings)
    : settings_(WithLongAnswers(std::move(settings))) {}

std::optional<base::Secret> AzureTokens::Find(const std::string& key, base::Time now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [now](const auto& one) { return one.second.until <= now; });
  const auto found = kept_.find(key);
  return found == kept_.end() ? std::nullopt : std::optional(found->second.token);
}

Result<base::Secret> AzureTokens::TokenOf(const LogStream& stream, const base::Secret& secret,
                                          base::Time now, const std::stop_token& stop) {
  const std::string key = KeyOf(stream);
  if (auto kept = Find(key, now)) return *std::move(kept);
  const auto url = TokenUrlOf(stream);
  if (!url) {
    return base::Fail(
        base::Invalid("missing_field", "The stream names no token endpoint.", {"tenant_id"}));
  }
  const base::Secret body(
      "grant_type=client_credentials&client_id=" + base::PercentEncode(stream.key_id.value_or("")) +
      "&client_secret=" + base::PercentEncode(secret.Reveal()) +
      "&scope=" + base::PercentEncode(ScopeOf(stream)));
  const egress::Post post{.url = *url,
                          .headers = {"Content-Type: application/x-www-form-urlencoded",
                                      "Accept: application/json", "User-Agent: Bearward"},
                          .body = body.Reveal()};
  egress::HttpSender http(settings_);  // requests are rare, so no connection is kept
  BW_TRY_ASSIGN(const egress::Response response, http.Send(post, stop));
  BW_TRY(CheckAnswer(response));
  auto granted = ParseGranted(response.body);
  if (!granted) return base::Fail(NoToken());
  if (granted->life > kTokenMargin) {
    const std::lock_guard lock(mutex_);
    kept_[key] = {.token = granted->token, .until = now + granted->life - kTokenMargin};
  }
  return std::move(granted->token);
}

void AzureTokens::Forget(const LogStream& stream) {
  const std::lock_guard lock(mutex_);
  kept_.erase(KeyOf(stream));
}

}  // namespace bearward::log_streams
