#include "door/pool.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/thread_name.h"
#include "base/wake_batch.h"

namespace bearward::door {

Pool::Pool(std::string_view name, unsigned threads, std::size_t queue, observe::Registry& metrics,
           std::size_t burst)
    : limit_(queue),
      burst_(burst),
      queued_(metrics.AddGauge("bearward_pool_queue", "Requests waiting for a thread of the pool.",
                               {{"pool", std::string(name)}})),
      refused_(metrics.AddCounter("bearward_pool_refused_total",
                                  "Requests refused because the pool's queue was full.",
                                  {{"pool", std::string(name)}})) {
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) threads_.emplace_back([this] { Work(); });
}

Pool::~Pool() { Stop(); }

bool Pool::Post(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || tasks_.size() >= limit_) {
      refused_.Add();
      return false;
    }
    tasks_.push_back(std::move(task));
    queued_.Set(static_cast<double>(tasks_.size()));
    if (std::exchange(waking_, true)) return true;
  }
  if (!base::WakeBatch::AtEnd([this] { changed_.notify_one(); })) changed_.notify_one();
  return true;
}

void Pool::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Pool::Work() {
  base::NameThread("worker");
  while (auto task = Next()) {
    const base::WakeBatch burst;
    (*task)();
    for (std::size_t i = 1; i < burst_; ++i) {
      task = Another();
      if (!task) break;
      (*task)();
    }
  }
}

std::optional<Pool::Task> Pool::Next() {
  std::unique_lock lock(mutex_);
  waking_ = false;
  changed_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
  auto task = Pop();
  // Each thread notifies the next one while tasks remain.
  waking_ = !tasks_.empty();
  if (waking_) changed_.notify_one();
  return task;
}

std::optional<Pool::Task> Pool::Another() {
  const std::lock_guard lock(mutex_);
  auto task = Pop();
  // The notified thread may find the queue empty; clear the flag so that the next Post notifies
  // again.
  if (tasks_.empty()) waking_ = false;
  return task;
}

std::optional<Pool::Task> Pool::Pop() {
  if (tasks_.empty()) return std::nullopt;
  Task task = std::move(tasks_.front());
  tasks_.pop_front();
  queued_.Set(static_cast<double>(tasks_.size()));
  return task;
}

}  // namespace bearward::door
