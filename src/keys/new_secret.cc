#include "keys/new_secret.h"

#include <array>
#include <cstdint>
#include <utility>

#include "base/encode.h"
#include "base/id.h"
#include "crypto/hash.h"

namespace bearward::keys {
namespace {

constexpr std::size_t kHint = 4;

}  // namespace

NewSecret MakeSecret(const model::EnvironmentId& environment,
                     const model::ApplicationId& application, base::Time now,
                     base::Entropy& entropy) {
  std::array<std::uint8_t, 16> bytes{};
  entropy.Fill(bytes);
  base::Secret value(base::HexEncode({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  const std::string_view text = value.Reveal();
  model::ApplicationSecret secret{.environment = environment,
                                  .id = "sec_" + base::NewUlid(now, entropy),
                                  .application = application,
                                  .hash = crypto::Sha256(text),
                                  .hint = std::string(text.substr(text.size() - kHint)),
                                  .created_at = now};
  return {std::move(secret), std::move(value)};
}

}  // namespace bearward::keys
