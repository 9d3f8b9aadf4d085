// WakeSignal: wakes a thread that waits for work.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace bearward::base {

// WakeSignal is safe from any thread. Each Raise lets at least one Await return.
class WakeSignal {
 public:
  void Raise() {
    {
      const std::lock_guard lock(mutex_);
      raised_ = true;
    }
    condition_.notify_one();
  }
  // Await returns after a Raise since the last Await, after `time`, or when a stop is requested.
  void Await(const std::stop_token& stop, std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    condition_.wait_for(lock, stop, time, [this] { return raised_; });
    raised_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any condition_;
  bool raised_ = false;
};

}  // namespace bearward::base
