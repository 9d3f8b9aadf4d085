#include "dialects/workspan/environment.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "http/form.h"

namespace bearward::dialects::workspan {
namespace {

using Chosen = base::Result<std::optional<model::EnvironmentId>>;

// The vendor's host names: production, and the prefix of the sandbox host.
constexpr std::string_view kProductionName = "app.workspan.com";
constexpr std::string_view kSandboxHost = "api-sandbox.";

base::Error Ambiguous() {
  return base::Invalid("ambiguous_environment", "x-ws-env is given more than once.");
}

// SentName returns the value of x-ws-env; two different values in one request are refused.
base::Result<std::string> SentName(const http::Request& request) {
  std::vector<std::string> names;
  for (const http::Header& header : request.headers) {
    if (base::EqualsIgnoreCase(header.name, "x-ws-env")) names.emplace_back(header.value);
  }
  BW_TRY_ASSIGN(const http::Fields fields, http::ParseUrlEncoded(request.query));
  for (const auto& [name, value] : fields) {
    if (base::EqualsIgnoreCase(name, "x-ws-env")) names.push_back(value);
  }
  if (names.empty()) return std::string();
  const bool agree = std::ranges::all_of(
      names, [&](const std::string& name) { return base::EqualsIgnoreCase(name, names.front()); });
  if (!agree) return base::Fail(Ambiguous());
  return names.front();
}

Chosen OnlySandbox(std::span<const model::Environment> environments) {
  const auto is_sandbox = [](const model::Environment& one) { return one.sandbox; };
  if (std::ranges::count_if(environments, is_sandbox) != 1) {
    return base::Fail(base::Invalid("environment_required", "Name the environment in x-ws-env."));
  }
  return std::ranges::find_if(environments, is_sandbox)->id;
}

}  // namespace

Chosen ChooseEnvironment(std::span<const model::Environment> environments, std::string_view name,
                         std::string_view host) {
  if (name.empty()) {
    if (base::Lower(host).starts_with(kSandboxHost)) return OnlySandbox(environments);
    // Without a name the default (production) environment is used; a sandbox token is not valid
    // there.
    if (environments.empty()) return std::nullopt;
    return environments.front().id;
  }
  const auto named = std::ranges::find_if(environments, [&](const model::Environment& one) {
    return base::EqualsIgnoreCase(one.name, name);
  });
  if (named != environments.end()) return named->id;
  if (base::EqualsIgnoreCase(name, kProductionName) && !environments.empty()) {
    return environments.front().id;
  }
  return base::Fail(base::Invalid("unknown_environment", "No such environment."));
}

Chosen NamedEnvironment(const environments::EnvironmentCache& environments,
                        const http::Request& request) {
  BW_TRY_ASSIGN(const std::string name, SentName(request));
  BW_TRY_ASSIGN(const auto all, environments.All());
  return ChooseEnvironment(*all, name, request.Find("Host"));
}

}  // namespace bearward::dialects::workspan
