// Credential: what a request presents, not yet believed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "model/ids.h"

namespace bearward::verify {

// Scheme says how it was presented.
enum class Scheme : std::uint8_t {
  kBearer,      // Authorization (or TeleTracker's Authentication): Bearer <token>
  kApiKey,      // X-Api-Key: <guid>
  kBasic,       // Authorization: Basic base64(username:password)
  kIntegrator,  // Authorization: Integrator base64(username:password), with an account number
};

// Credential owns its secret parts. For kBearer and kApiKey `token` is the whole string; for the
// password schemes `environment` (where the login is looked up), `login` and `password` are set,
// and `account` when the request names an organization by number.
struct Credential {
  Scheme scheme = Scheme::kBearer;
  std::string_view token;  // a view into the request: copied nowhere on the hot path
  model::EnvironmentId environment;
  std::string login;
  base::Secret password;
  std::optional<std::int64_t> account;
};

}  // namespace bearward::verify
