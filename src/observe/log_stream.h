// LogStream: writes lines to one file descriptor on a separate thread, so that a stalled reader
// never blocks a thread that logs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <thread>

#include "base/clock.h"

namespace bearward::observe {

// LogStream buffers lines in memory until the descriptor accepts them. A line that does not fit is
// dropped and counted; when the reader continues, a line of level warn states how many lines were
// dropped. Safe from any thread.
class LogStream {
 public:
  // kCapacity is the maximum number of buffered bytes.
  static constexpr std::size_t kCapacity = 4 * 1024 * 1024;

  // LogStream writes to a descriptor that the caller owns and keeps open. It does not change the
  // flags of the descriptor, because other processes may share them. The clock must outlive it.
  LogStream(const base::Clock& clock, int descriptor, std::size_t capacity = kCapacity);
  // The destructor waits until all lines are written, but less than one second if the reader
  // accepts none; the remaining lines are then lost.
  ~LogStream();
  LogStream(const LogStream&) = delete;
  LogStream& operator=(const LogStream&) = delete;

  // Write takes a complete line with its newline. It never waits for the reader.
  void Write(std::string_view line);
  // dropped returns how many lines were lost because the buffer was full or the descriptor failed.
  std::uint64_t dropped() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the writer thread, which may be blocked in a write
  std::thread writer_;
};

}  // namespace bearward::observe
