// OneTimeWarnings: one-time log lines about configuration errors of the operator.
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "observe/log.h"

namespace bearward::gateway {

// OneTimeWarnings is safe from any thread. It logs each message once, up to a maximum number of
// messages. A misconfigured proxy repeats its error with every request, and the request log has
// each refusal anyway.
class OneTimeWarnings {
 public:
  explicit OneTimeWarnings(observe::Logger& log) : log_(log) {}

  // Once writes an error line about `what` and the reason, unless the same line was written before.
  void Once(std::string_view reason, std::string_view what);

 private:
  static constexpr std::size_t kMost = 64;

  observe::Logger& log_;
  std::mutex mutex_;
  std::set<std::string> said_;  // guarded by mutex_
};

}  // namespace bearward::gateway
