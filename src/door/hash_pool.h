// HashPool: the threads that hash passwords, with fair queueing by client address. Internal to
// door.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "observe/metrics.h"

namespace bearward::door {

// HashPool runs tasks from a bounded queue, with one share per client address, served round-robin.
// A task waits for at most one task of each other address, no matter how many one address has
// queued. When the queue is full, a new task for a shorter share replaces the newest task of the
// longest share. One subject (a user, from any address) holds at most an eighth of the queue. An
// address with a failure (NoteFailure) leaves one thread to the others, so that guesses do not
// delay a sign-in from another address by more than the time of its own hash.
class HashPool {
 public:
  // Task is one unit of work. The pool calls exactly one of its functions: `run` on a pool thread,
  // or `refuse` on a thread that posts. Neither may throw. `subject` may be empty.
  struct Task {
    std::string address;
    std::string subject;
    std::function<void()> run;
    std::function<void()> refuse;
  };

  // HashPool starts `threads` threads (at least one). Metrics: bearward_pool_queue and
  // bearward_pool_refused_total with the label pool="hash".
  HashPool(unsigned threads, std::size_t queue, observe::Registry& metrics);
  // The destructor calls Stop.
  ~HashPool();
  HashPool(const HashPool&) = delete;
  HashPool& operator=(const HashPool&) = delete;

  // Post queues a task. Callable from any thread, but not from a task.
  void Post(Task task);
  // NoteFailure limits an address to all threads but one (a pool of one thread has no limit), until
  // ForgetFailure has been called as often. From any thread, also from a task.
  void NoteFailure(const std::string& address);
  void ForgetFailure(const std::string& address);
  // Stop refuses new tasks, finishes the queued ones and joins the threads.
  void Stop();

 private:
  using Share = std::deque<Task>;
  std::optional<Task> Insert(Task task);
  Task TakeNewestOf(std::map<std::string, Share>::iterator longest);
  void Forget(const Task& task);
  void Work();
  std::optional<Task> Next();
  void End(const std::string& address);
  std::deque<std::string>::iterator NextTurn();
  bool MayRun(const std::string& address) const;

  const std::size_t thread_count_;
  const std::size_t limit_;
  const std::size_t subject_limit_;
  observe::Gauge& queued_;
  observe::Counter& refused_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Share> shares_;  // by address; no share is empty
  std::deque<std::string> turns_;        // the addresses of shares_ in round-robin order
  std::map<std::string, std::size_t> of_subject_;
  std::map<std::string, std::size_t> running_;   // by address, none zero
  std::map<std::string, std::size_t> failures_;  // by address, none zero
  std::size_t size_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace bearward::door
