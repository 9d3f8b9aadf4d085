#include "verify/class_limits.h"

#include "crypto/hash.h"

namespace bearward::verify {
namespace {

using model::LimitScope;

// CountedClass is a class of requests whose permits belong to a key or to its environment.
struct CountedClass {
  LimitScope scope;
  bool by_environment;
};

constexpr CountedClass kCountedClasses[] = {
    {LimitScope::kRequests, false},
    {LimitScope::kReads, true},
    {LimitScope::kWrites, true},
    {LimitScope::kDeletions, false},
};

}  // namespace

RequestLimits::RequestLimits(const model::Principal& principal, std::string_view credential,
                             model::LimitSet classes, const model::ClassLimits& class_limits) {
  for (const model::AppliedLimit& limit : principal.limits) Add(limit);
  const bool is_key = principal.credential == model::CredentialKind::kApiKey &&
                      principal.subject_kind == model::SubjectKind::kEnvironment;
  if (!is_key) return;
  for (const CountedClass& counted : kCountedClasses) {
    const auto& limit = class_limits[counted.scope];
    if (!limit || (classes & model::LimitBit(counted.scope)) == 0) continue;
    Add(NamedLimit(counted.scope, *limit, *principal.environment,
                   counted.by_environment ? std::string_view() : credential));
  }
}

void RequestLimits::Add(const model::AppliedLimit& limit) {
  if (count_ < limits_.size()) limits_[count_++] = limit;
}

model::AppliedLimit NamedLimit(LimitScope scope, const model::RateLimit& limit,
                               const model::EnvironmentId& environment, std::string_view name) {
  return {scope, limit,
          crypto::Sha256Parts({"class limit", environment.text, base::Word(scope), name})};
}

}  // namespace bearward::verify
