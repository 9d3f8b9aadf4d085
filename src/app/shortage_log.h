// ShortageLog: log lines about requests and connections that the HTTP server refuses because a
// limit is reached; their number is bounded.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>

#include "base/clock.h"
#include "http/limits.h"
#include "http/server.h"
#include "observe/log.h"

namespace bearward::app {

// ShortageLog writes at most one line of each kind in ten seconds; a line contains the number of
// refusals since the previous one. Safe from any thread.
class ShortageLog {
 public:
  // Both references must outlive the object; `limits` are those that the server enforces.
  ShortageLog(observe::Logger& log, const base::Clock& clock, const http::Limits& limits)
      : log_(log), clock_(clock), limits_(limits) {}

  // Note counts one refusal, and writes a line if one is due.
  void Note(const http::Shortage& shortage);

 private:
  struct Count {
    std::int64_t next_line = 0;  // ticks; the first is due at once
    bool written = false;
    std::int64_t since_line = 0;
  };
  // Take returns the number of refusals for the line that is due now; 0: no line is due.
  std::int64_t Take(http::Shortage::Kind kind);

  observe::Logger& log_;
  const base::Clock& clock_;
  const http::Limits limits_;
  std::mutex mutex_;
  std::array<Count, 4> counts_;  // by kind; guarded by mutex_
};

}  // namespace bearward::app
