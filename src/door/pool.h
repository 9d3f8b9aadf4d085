// Pool: a bounded number of threads behind a bounded queue. Internal to door.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "observe/metrics.h"

namespace bearward::door {

// Pool runs tasks in the order they came. What does not fit is refused at once: a queue without
// bound would answer everybody too late.
class Pool {
 public:
  // Pool starts `threads` threads (at least one). `name` becomes the label of its metrics:
  // bearward_pool_queue and bearward_pool_refused_total.
  Pool(std::string_view name, unsigned threads, std::size_t queue, observe::Registry& metrics);
  // The destructor is Stop.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Post queues a task, or says no when the queue is full or the pool stops. From any thread. A
  // task must not throw.
  bool Post(std::function<void()> task);
  // Stop refuses new tasks, finishes the queued ones and ends the threads. Not from a task.
  void Stop();

 private:
  void Work();

  const std::size_t limit_;
  observe::Gauge& queued_;
  observe::Counter& refused_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace bearward::door
