// JobStatus: the states of a job (contracts: WorkMobile section 2b). 1, 2, 3 and 5 are the states
// of jobs that are not closed.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace bearward::field_service {

// JobStatus is one state.
struct JobStatus {
  std::int64_t id;
  std::string_view name;
  bool closed;
};

inline constexpr std::int64_t kUnallocated = 1;
inline constexpr std::int64_t kAllocated = 2;

// kJobStatuses are all states, in order of their ids.
inline constexpr std::array<JobStatus, 6> kJobStatuses = {{
    {kUnallocated, "Unallocated", false},
    {kAllocated, "Allocated", false},
    {3, "Accepted", false},
    {4, "Completed", true},
    {5, "In Progress", false},
    {6, "Cancelled", true},
}};

// IsClosed says whether a job in this state can no longer be allocated or changed. A state that is
// not in the table counts as closed.
constexpr bool IsClosed(std::int64_t id) {
  for (const JobStatus& status : kJobStatuses) {
    if (status.id == id) return status.closed;
  }
  return true;
}

}  // namespace bearward::field_service
