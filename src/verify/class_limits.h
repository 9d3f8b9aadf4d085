// ClassLimits: the rate limits of one request: those of its principal and those of its classes.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "model/caller.h"
#include "model/rate_limit.h"

namespace bearward::verify {

// RequestLimits is the list of limits of one request. Building it allocates nothing.
class RequestLimits {
 public:
  // RequestLimits takes the limits of the principal and, for an API key of an environment, those of
  // the classes. `credential` is the id of the key. Other principals have no limits of classes:
  // an administrator in the console can work while a key has used up its permits.
  RequestLimits(const model::Principal& principal, std::string_view credential,
                model::LimitSet classes, const model::ClassLimits& class_limits);

  std::span<const model::AppliedLimit> span() const { return std::span(limits_).first(count_); }

 private:
  void Add(const model::AppliedLimit& limit);

  std::array<model::AppliedLimit, model::kMostLimits> limits_;
  std::size_t count_ = 0;
};

// NamedLimit returns the limit of a class that is counted by a name within an environment. The
// bucket does not reveal the name.
model::AppliedLimit NamedLimit(model::LimitScope scope, const model::RateLimit& limit,
                               const model::EnvironmentId& environment, std::string_view name);

}  // namespace bearward::verify
