#include "verify/denial_log.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace bearward::verify {

void DenialLog::Note(Denial denial) {
  const std::lock_guard lock(mutex_);
  if (denials_.size() == kMostDenials) denials_.pop_front();
  denials_.push_back(std::move(denial));
}

std::optional<Denial> DenialLog::Find(const model::EnvironmentId& environment,
                                      const std::optional<model::OrganizationId>& organization,
                                      std::string_view request_id) const {
  const std::lock_guard lock(mutex_);
  const auto fits = [&](const Denial& denial) {
    return denial.actor.origin.request_id == request_id && denial.environment == environment &&
           (!organization || denial.organization == organization);
  };
  const auto newest_first = denials_ | std::views::reverse;
  const auto found = std::ranges::find_if(newest_first, fits);
  return found == newest_first.end() ? std::nullopt : std::optional(*found);
}

}  // namespace bearward::verify
