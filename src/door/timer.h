// Timer: runs tasks after a delay, on one thread of its own. Internal to door.
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

// Timer is safe from any thread. It waits without occupying a thread for each task.
class Timer {
 public:
  explicit Timer(const base::Clock& clock) : clock_(clock), thread_([this] { Work(); }) {}
  // The destructor is Stop.
  ~Timer() { Stop(); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // RunAfter runs a task once the clock's ticks have advanced by the delay. The task must not throw
  // and not block for long: the others wait for it.
  void RunAfter(std::chrono::nanoseconds delay, std::function<void()> task);
  // Stop runs the tasks that wait at once and ends the thread. No RunAfter may follow.
  void Stop();

 private:
  void Work();

  const base::Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<std::int64_t, std::function<void()>> tasks_;  // by ticks
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace bearward::door
