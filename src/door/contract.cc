#include "door/contract.h"

#include <algorithm>

#include "door/route.h"

namespace bearward::door {

std::vector<int> ErrorStatuses(const Route& route) {
  const Contract& contract = *route.contract;
  std::vector<int> statuses(contract.errors.begin(), contract.errors.end());
  const auto add = [&statuses](std::initializer_list<int> more) {
    statuses.insert(statuses.end(), more);
  };
  if (!route.guard.need.open()) add({401, 403, 429});
  // The door refuses a body that is too large or encoded, also where the route does not read it.
  if (!route.ignores_body) add({413, 415});
  if (contract.body != nullptr) add({400});
  if (!contract.query.empty()) add({400});
  if (route.pattern.contains('{')) add({404});
  std::ranges::sort(statuses);
  const auto [first, last] = std::ranges::unique(statuses);
  statuses.erase(first, last);
  return statuses;
}

}  // namespace bearward::door
