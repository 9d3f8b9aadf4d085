// DeferredCount: the deferred replies in flight. Internal to door.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace bearward::door {

// DeferredCount counts the deferred replies in flight: the door must outlive them. Safe from any
// thread.
class DeferredCount {
 public:
  void Add() { count_.fetch_add(1, std::memory_order_relaxed); }
  // The last one is removed under the mutex, because WaitForNone then returns and the door may be
  // destroyed.
  void Remove() {
    std::size_t count = count_.load(std::memory_order_relaxed);
    while (count > 1) {
      if (count_.compare_exchange_weak(count, count - 1, std::memory_order_release)) return;
    }
    const std::lock_guard lock(mutex_);
    if (count_.fetch_sub(1, std::memory_order_acq_rel) == 1) none_.notify_all();
  }
  void WaitForNone() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [this] { return count_.load(std::memory_order_acquire) == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::atomic<std::size_t> count_ = 0;
};

}  // namespace bearward::door
