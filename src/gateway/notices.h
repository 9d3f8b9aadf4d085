// Notices: what an operator has configured wrongly, said once and loudly.
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "observe/log.h"

namespace bearward::gateway {

// Notices is safe from any thread. It remembers what it said, up to a bound beyond which it is
// silent: a proxy asks at every request, and the request log has each refusal anyway.
class Notices {
 public:
  explicit Notices(observe::Logger& log) : log_(log) {}

  // Once writes an error line about `what` of a kind (the reason), unless it has before.
  void Once(std::string_view reason, std::string_view what);

 private:
  static constexpr std::size_t kMost = 64;

  observe::Logger& log_;
  std::mutex mutex_;
  std::set<std::string> said_;  // guarded by mutex_
};

}  // namespace bearward::gateway
