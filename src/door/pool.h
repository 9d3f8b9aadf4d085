// Pool: a bounded number of threads behind a bounded queue. Internal to door.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
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
  // bearward_pool_queue and bearward_pool_refused_total. A thread does up to `burst` of the tasks
  // that are waiting before whom they answer is woken: more than one is for tasks of which none
  // takes long.
  Pool(std::string_view name, unsigned threads, std::size_t queue, observe::Registry& metrics,
       std::size_t burst = 1);
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
  using Task = std::function<void()>;
  void Work();
  // Next waits for a task and gives none when the pool is to end; Another does not wait.
  std::optional<Task> Next();
  std::optional<Task> Another();
  std::optional<Task> Pop();

  const std::size_t limit_;
  const std::size_t burst_;
  observe::Gauge& queued_;
  observe::Counter& refused_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  bool waking_ = false;  // a thread was called and has not looked yet
  std::vector<std::thread> threads_;
};

}  // namespace bearward::door
