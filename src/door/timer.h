// Timer: runs tasks after a delay, on its own thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "base/clock.h"

namespace bearward::door {

// Timer is safe from any thread. Waiting tasks do not occupy a thread each.
class Timer {
 public:
  explicit Timer(const base::Clock& clock) : clock_(clock), thread_([this] { Work(); }) {}
  // The destructor calls Stop.
  ~Timer() { Stop(); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // RunAfter runs a task once the clock's ticks have advanced by the delay. The task must not throw
  // and must not block for long: it delays all other tasks.
  void RunAfter(std::chrono::nanoseconds delay, std::function<void()> task);
  // Stop runs the waiting tasks at once and joins the thread. Do not call RunAfter afterwards.
  void Stop();

 private:
  void Work();

  const base::Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<std::int64_t, std::function<void()>> tasks_;  // by due time in ticks
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace bearward::door
