// Replaceable: a value that any thread reads without waiting, and that is replaced seldom.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace bearward::base {

// Replaceable keeps every earlier value until it is destroyed, so that a reference to one stays
// valid. Replace it by the hand of an operator, never by requests. Safe from any thread.
template <class T>
class Replaceable {
 public:
  explicit Replaceable(T first) { Replace(std::move(first)); }
  Replaceable(const Replaceable&) = delete;
  Replaceable& operator=(const Replaceable&) = delete;

  const T& current() const { return *current_.load(std::memory_order_acquire); }
  void Replace(T next) {
    const std::lock_guard lock(mutex_);
    kept_.push_back(std::make_unique<const T>(std::move(next)));
    current_.store(kept_.back().get(), std::memory_order_release);
  }

 private:
  std::atomic<const T*> current_ = nullptr;
  std::mutex mutex_;
  std::vector<std::unique_ptr<const T>> kept_;  // guarded by mutex_
};

}  // namespace bearward::base
