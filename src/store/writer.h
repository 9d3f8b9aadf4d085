// Writer: the one thread that changes the database. It commits the writes of many threads in one
// transaction, so that they share the cost of durability.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/event.h"
#include "store/engine.h"
#include "store/publisher.h"
#include "store/transaction.h"
#include "store/write_job.h"

namespace bearward::store {

// Writer runs closures in a shared transaction (group commit). At first the closures run without
// savepoints, because a savepoint costs a copy of each page that a closure changes. If one of
// several fails, the transaction is rolled back and the batch runs again with a savepoint for each
// closure, so that only the failed one has no effect. The writer holds `engine_mutex` while it uses
// the engine, so that readers may use the engine between its transactions.
class Writer {
 public:
  using Run = WriteJob::Run;
  using Answer = WriteJob::Answer;
  // Gate delays the answers of writes that touch verdicts. `hold` keeps an answer until the other
  // nodes have applied the event of that number; `announce` is the statement that notifies them.
  struct Gate {
    std::function<void(std::int64_t number, std::move_only_function<void()> answer)> hold;
    std::string announce;
  };

  // Limits of the work. One commit takes about as long as a few hundred small closures; a larger
  // batch would only delay its first writes.
  struct Limits {
    std::size_t batch = 256;
    std::size_t waiting = 10'000;
    int attempts = 3;  // of a batch, when the engine reports a retryable failure
    // careful is the number of batches that use savepoints after a closure has failed. If it were
    // zero, a client whose writes always fail would make every batch run twice.
    int careful = 16;
    std::chrono::milliseconds wait{1000};  // until SetWait
  };

  // Writer starts the thread. `last_event` is the number of the newest event; `chain` seals the
  // log.
  Writer(Engine& engine, std::mutex& engine_mutex, std::int64_t last_event, Limits limits,
         EventChain chain = EventChain());
  // ~Writer answers every queued write and ends the thread. No write may begin after that.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // publisher passes the events of each commit to the listeners.
  Publisher& publisher() { return publisher_; }
  // SetGate sets the gate for writes that touch verdicts; it must outlive the writer.
  void SetGate(const Gate& gate) { gate_.store(&gate, std::memory_order_release); }
  // SetWait sets the time after which a write is answered if the database makes no progress.
  void SetWait(std::chrono::milliseconds wait) { wait_.store(wait); }
  // Write waits until `run` is committed or has failed. kUnavailable "store_queue_full" if too many
  // writes are waiting; "store_busy" if another process holds the lock for longer than
  // that; "store_slow" if the database does not respond within that time (a write that is being
  // committed may still take effect). While the lock or the database stays blocked, new writes
  // fail at once.
  base::Status Write(const Run& run);
  // Post does not wait. `done` is called once with the result: on the writer thread, on a thread
  // that calls FailOverdue, on the thread that follows other nodes (SetGate), or before Post
  // returns if the write is refused at once. It must not block or throw.
  void Post(Run run, Answer done);
  // FailOverdue answers every write that has waited longer. Call it a few times per second:
  // nothing else answers the writes of Post while the writer thread waits for the database.
  void FailOverdue();
  // stalled says whether writes fail at once because another process holds the lock.
  bool stalled() const { return stalled_.load(std::memory_order_acquire); }
  // since_commit returns the time since the last commit, or since the start. It is very long if the
  // last commit failed or a batch is overdue.
  std::chrono::nanoseconds since_commit() const;
  // waiting returns the number of queued writes that have not begun.
  std::size_t waiting();

 private:
  using Job = WriteJob;
  using Phase = WriteJob::Phase;
  using Batch = std::vector<std::unique_ptr<Job>>;

  // IsOverdue says whether one batch has occupied the thread for too long.
  bool IsOverdue(std::int64_t now) const;
  void Loop();
  // Take waits for writes and moves them into batch_; it returns false when the writer must stop.
  // If no write comes within kIdleAfter, it calls Maintain and continues to wait.
  bool Take();
  void Maintain(bool idle);
  void Process(Batch& batch);
  // WaitOutStall fails the queue, and every new write while stalled_ is set, until the lock can be
  // taken again.
  void WaitOutStall(const base::Error& error);
  // Ran is the outcome of a transaction. kRefused: it was rolled back, because its only closure
  // failed. kFailed: it was rolled back, because one of several closures failed, and must run again
  // with savepoints.
  enum class Ran { kCommitted, kRefused, kFailed };
  base::Result<Ran> CommitBatch(Batch& batch);
  base::Result<Ran> AttemptBatch(Batch& batch, bool savepoints);
  base::Status Announce(const Batch& batch);
  base::Result<Ran> RunBatch(Batch& batch, bool savepoints);
  base::Status RunJob(Job& job, EventHead& head, bool savepoint);
  base::Status RunInSavepoint(Job& job, EventHead& head);
  base::Status RunClosure(Job& job, EventHead& head);
  void Publish(const Batch& batch);
  void Finish(Job& job);
  // NoteForeign reads the events between the newest published one and `last_event`. Other processes
  // wrote them, so the listeners have not received them.
  base::Status NoteForeign(std::int64_t last_event);

  Engine& engine_;
  std::mutex& engine_mutex_;
  const Limits limits_;
  std::atomic<std::chrono::milliseconds> wait_;
  const EventChain chain_;
  Publisher publisher_;
  std::atomic<const Gate*> gate_ = nullptr;
  std::vector<model::Event> foreign_;  // of the latest attempt
  bool verdicts_touched_ = false;      // by unpublished events of the latest attempt
  int careful_ = 0;                    // how many batches still use savepoints; writer thread only
  const base::SystemClock clock_;      // not an argument: it measures how long threads really wait
  std::atomic<std::int64_t> committed_at_;
  std::atomic<bool> stalled_ = false;
  static constexpr std::int64_t kNoBatch = std::numeric_limits<std::int64_t>::min();
  std::atomic<std::int64_t> batch_begun_ = kNoBatch;  // tick at which the batch was taken
  std::mutex mutex_;
  std::condition_variable wake_;
  Batch queue_;            // guarded by mutex_
  Batch batch_;            // changed by the writer thread only, with mutex_ held
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;     // last member, because the thread uses all others
};

}  // namespace bearward::store
