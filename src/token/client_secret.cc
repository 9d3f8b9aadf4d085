#include "token/client_secret.h"

#include <string_view>
#include <utility>

#include "base/id.h"
#include "base/random_text.h"
#include "crypto/hash.h"

namespace bearward::token {
namespace {

constexpr std::string_view kClientIdPrefix = "WS-ApplicationUser_";
constexpr std::size_t kClientIdLength = 62;
constexpr std::size_t kSecretLength = 32;
constexpr std::size_t kHint = 4;

std::string HintOf(std::string_view secret) {
  if (secret.size() < 4 * kHint) return {};
  return std::string(secret.substr(secret.size() - kHint));
}

}  // namespace

std::string NewClientId(base::Entropy& entropy) {
  return std::string(kClientIdPrefix) +
         base::RandomText(base::kBase64Url, kClientIdLength, entropy);
}

ClientSecret NewClientSecret(const model::EnvironmentId& environment,
                             const model::ApplicationId& application, base::Time now,
                             base::Entropy& entropy) {
  base::Secret value(base::RandomText(base::kHex, kSecretLength, entropy));
  model::ApplicationSecret secret =
      StoredClientSecret(environment, application, value, now, entropy);
  return {std::move(secret), std::move(value)};
}

model::ApplicationSecret StoredClientSecret(const model::EnvironmentId& environment,
                                            const model::ApplicationId& application,
                                            const base::Secret& value, base::Time now,
                                            base::Entropy& entropy) {
  return {.environment = environment,
          .id = "sec_" + base::NewUlid(now, entropy),
          .application = application,
          .hash = crypto::Sha256(value.Reveal()),
          .hint = HintOf(value.Reveal()),
          .created_at = now};
}

}  // namespace bearward::token
