// LogStream: lines for one file descriptor, written by a thread of its own, so that a reader that
// stalls never blocks the thread that logs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <thread>

#include "base/clock.h"

namespace bearward::observe {

// LogStream keeps lines in memory until the descriptor takes them. A line that does not fit is
// dropped and counted; once the reader is back, a line of level warn says how many were dropped.
// Safe from any thread.
class LogStream {
 public:
  // kCapacity is how many bytes wait for the descriptor at most.
  static constexpr std::size_t kCapacity = 4 * 1024 * 1024;

  // LogStream writes to a descriptor that belongs to the caller and stays open. It does not change
  // the descriptor's flags, which other processes may share. The clock must outlive it.
  LogStream(const base::Clock& clock, int descriptor, std::size_t capacity = kCapacity);
  // The destructor waits until all lines are written, but less than a second if the reader takes
  // none; then they are lost.
  ~LogStream();
  LogStream(const LogStream&) = delete;
  LogStream& operator=(const LogStream&) = delete;

  // Write takes a finished line with its newline. It waits for no reader.
  void Write(std::string_view line);
  // dropped returns how many lines were lost: for want of room, or because the descriptor failed.
  std::uint64_t dropped() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the writer, which may be stuck in the kernel
  std::thread writer_;
};

}  // namespace bearward::observe
