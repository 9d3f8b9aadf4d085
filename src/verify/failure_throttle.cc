#include "verify/failure_throttle.h"

#include <algorithm>

#include "http/ip_address.h"
#include "verify/refusal.h"

namespace bearward::verify {
namespace {

constexpr std::size_t kCountedNames = 100'000;

std::string LengthPrefixed(std::string_view part) {
  return std::to_string(part.size()) + ":" + std::string(part);
}

}  // namespace

FailureThrottle::FailureThrottle(const base::Clock& clock, ThrottleLimits limits)
    : limits_(limits),
      by_key_(clock, limits.window, kCountedNames),
      by_address_(clock, limits.window, kCountedNames) {}

std::string FailureThrottle::KeyOf(const model::EnvironmentId& environment, std::string_view kind,
                                   std::string_view name, std::string_view address) {
  return LengthPrefixed(environment.text) + LengthPrefixed(kind) + LengthPrefixed(name) +
         http::AddressPrefix(address);
}

base::Status FailureThrottle::Check(const std::string& key, std::string_view address) {
  const auto of_key = by_key_.WaitFor(key, limits_.failures_per_user_and_address);
  const auto of_address =
      by_address_.WaitFor(http::AddressPrefix(address), limits_.failures_per_address);
  if (!of_key && !of_address) return {};
  refused_.fetch_add(1);
  constexpr std::chrono::seconds kNone(0);
  return base::Fail(base::Limited(std::string(RefusalWord(Refusal::kTooManyFailures)),
                                  "Too many failed attempts. Try again later.",
                                  std::max(of_key.value_or(kNone), of_address.value_or(kNone))));
}

bool FailureThrottle::IsReached(const std::string& key) const {
  return by_key_.WaitFor(key, limits_.failures_per_user_and_address).has_value();
}

void FailureThrottle::Note(const std::set<std::string>& keys, std::string_view address) {
  by_address_.Note(http::AddressPrefix(address));
  for (const std::string& key : keys) by_key_.Note(key);
}

void FailureThrottle::Forget(const std::string& key) { by_key_.Forget(key); }

}  // namespace bearward::verify
