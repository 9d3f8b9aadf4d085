#include "door/timer.h"

#include <utility>

namespace bearward::door {

void Timer::RunAfter(std::chrono::nanoseconds delay, std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.emplace(clock_.Ticks() + delay.count(), std::move(task));
  }
  changed_.notify_one();
}

void Timer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Timer::Work() {
  std::unique_lock lock(mutex_);
  while (!stopping_ || !tasks_.empty()) {
    if (tasks_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const std::chrono::nanoseconds left(tasks_.begin()->first - clock_.Ticks());
    if (!stopping_ && left > std::chrono::nanoseconds::zero()) {
      changed_.wait_for(lock, left);
      continue;
    }
    const auto task = std::move(tasks_.extract(tasks_.begin()).mapped());
    lock.unlock();
    task();
    lock.lock();
  }
}

}  // namespace bearward::door
