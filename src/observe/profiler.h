// Profiler: which functions use the processor time of this process, by samples of its threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace bearward::observe {

// ThreadTime is the processor time of the threads with one name since their start; those that have
// ended are not included.
struct ThreadTime {
  std::string name;
  int threads = 0;
  std::chrono::milliseconds cpu{0};
};

// ReadThreadTimes reads /proc/self/task, the most time first. It does not fail.
std::vector<ThreadTime> ReadThreadTimes();

// kProfilePeriod is the processor time of a thread between two samples. kMostSamples bounds the
// memory of a profile; further samples are counted as `dropped`.
inline constexpr std::chrono::milliseconds kProfilePeriod{10};
inline constexpr std::size_t kMostSamples = 20'000;

// SampleStacks records the stack of each thread after each period of its processor time, for `time`
// or until `goes_on` returns false, and returns the stacks in folded form: one line for each, with
// the thread and the functions from the outermost one, separated by semicolons, and the number of
// samples. A function without an exported name is MODULE+OFFSET. Threads that start meanwhile and
// threads that block SIGPROF are not sampled. From any thread; kConflict "profile_runs" while
// another call of the process runs.
base::Result<std::string> SampleStacks(std::chrono::seconds time,
                                       const std::function<bool()>& goes_on);

}  // namespace bearward::observe
