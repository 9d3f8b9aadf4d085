#include "base/boot_clock.h"

#include <time.h>

namespace bearward::base {

std::int64_t BootTicks() {
  constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return now.tv_sec * kNanosecondsPerSecond + now.tv_nsec;
}

}  // namespace bearward::base
