// Pool: a bounded thread pool with a bounded queue. Internal to door.
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

// Pool runs tasks in FIFO order. It refuses tasks at once when the queue is full, because an
// unbounded queue would make every response late under overload.
class Pool {
 public:
  // Pool starts `threads` threads (at least one). `name` is the label of its metrics:
  // bearward_pool_queue and bearward_pool_refused_total. A thread runs up to `burst` queued tasks
  // before it wakes the threads that send their responses; use more than one only for short tasks.
  Pool(std::string_view name, unsigned threads, std::size_t queue, observe::Registry& metrics,
       std::size_t burst = 1);
  // The destructor calls Stop.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Post queues a task; returns false when the queue is full or the pool is stopping. Callable from
  // any thread. A task must not throw.
  bool Post(std::function<void()> task);
  // Stop refuses new tasks, finishes the queued ones and joins the threads. Must not be called from
  // a task.
  void Stop();

 private:
  using Task = std::function<void()>;
  void Work();
  // Next waits for a task and returns nullopt when the pool stops. Another does not wait.
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
  bool waking_ = false;  // a thread was notified and has not checked the queue yet
  std::vector<std::thread> threads_;
};

}  // namespace bearward::door
