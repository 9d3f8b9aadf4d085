// Writer: the one thread that changes the database. It commits in one go what many threads wait
// for, so that they share the cost of making it durable.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "model/event.h"
#include "store/engine.h"
#include "store/transaction.h"

namespace bearward::store {

// Writer runs closures behind savepoints of a shared transaction (group commit). It uses the engine
// with the mutex held, so that readers may share the engine between transactions.
class Writer {
 public:
  using Run = std::function<base::Status(WriteTx&)>;
  using Answer = std::function<void(base::Status)>;
  using Listener = std::function<void(std::span<const model::Event>)>;
  using BirthListener = std::function<void(std::span<const base::Digest>)>;

  // Limits bound the work. One commit takes about as long as a few hundred small closures: more in
  // a batch would only make the first of them wait.
  struct Limits {
    std::size_t batch = 256;
    std::size_t waiting = 10'000;
    int attempts = 3;  // of a batch, when the engine says that trying again may help
    // wait bounds the time until a write is answered while the database makes no progress.
    std::chrono::milliseconds wait{1000};
  };

  // `last_event` is the number of the newest event that exists already.
  Writer(Engine& engine, std::mutex& engine_mutex, std::int64_t last_event, Limits limits);
  // ~Writer answers every queued write, then ends the thread. No Write may begin any more.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // OnCommit adds a listener; before the first Write only.
  void OnCommit(Listener listener) { listeners_.push_back(std::move(listener)); }
  // OnBirth adds one likewise; see Store::OnBirth.
  void OnBirth(BirthListener listener) { birth_listeners_.push_back(std::move(listener)); }
  // Write waits until `run` has been committed, or has failed. kUnavailable: "store_queue_full" at
  // once; "store_busy" after Limits::wait when another process holds the lock, and at once as long
  // as that lasts; "store_slow" likewise when the disk does not answer (the write may still
  // take effect if it was being committed).
  base::Status Write(const Run& run);
  // Post does not wait: `done` is called once with the outcome, on the writer thread, on a thread
  // that calls FailOverdue, or before Post returns when the write is refused at once. It must not
  // block, nor throw.
  void Post(Run run, Answer done);
  // FailOverdue answers every write that has waited for longer than Limits::wait. Post has no other
  // bound while the writer thread is inside the database: call this a few times a second.
  void FailOverdue();
  // stalled says whether another process holds the lock, so that writes fail at once.
  bool stalled() const { return stalled_.load(std::memory_order_acquire); }
  // since_commit returns the time since the last commit, or since the start; very long when the
  // last one has failed, or one is overdue.
  std::chrono::nanoseconds since_commit() const;
  // last_published gives the number of the newest event that the listeners were told of.
  std::int64_t last_published() const { return last_published_.load(std::memory_order_acquire); }
  // commits counts the commits that were published.
  std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }
  // waiting gives how many Writes are queued and not yet begun.
  std::size_t waiting();

 private:
  // Phase says who may answer a job. While its closure runs only the writer thread may, because the
  // closure refers to the stack of the thread that waits.
  enum class Phase { kWaiting, kRunning, kAnswered };
  // Job is one write. `result`, `events` and `born` belong to the latest attempt. `since` is the
  // tick of queueing, or of the end of its closure once that has run.
  struct Job {
    Job(Run closure, Answer answer, std::int64_t now)
        : run(std::move(closure)), done(std::move(answer)), since(now) {}
    Run run;
    Answer done;
    base::Status result = {};
    std::vector<model::Event> events = {};
    std::vector<base::Digest> born = {};
    std::atomic<Phase> phase = Phase::kWaiting;
    std::atomic<std::int64_t> since;
    bool Move(Phase from, Phase to) { return phase.compare_exchange_strong(from, to); }
  };
  using Batch = std::vector<std::unique_ptr<Job>>;

  // IsOverdue says whether the writer thread is busy with one batch for longer than Limits::wait.
  bool IsOverdue(std::int64_t now) const;
  void Loop();
  // Take waits for work and moves it into batch_; false: the writer is to stop. `idle` says whether
  // the queue is empty now.
  bool Take(bool& idle);
  void Process(Batch& batch);
  // WaitOutStall fails the queue, and every new write while stalled_ is set, until the lock can be
  // taken again.
  void WaitOutStall(const base::Error& error);
  base::Status CommitBatch(Batch& batch);
  base::Status AttemptBatch(Batch& batch);
  base::Status RunBatch(Batch& batch);
  base::Status RunJob(Job& job, std::int64_t& last_event);
  base::Status RunClosure(Job& job, std::int64_t& last_event);
  base::Result<Rows> Execute(std::string_view sql) { return engine_.Execute(sql, {}); }
  void Publish(const Batch& batch);
  void PublishBirths(const Batch& batch);
  // NoteForeign reads the events between the newest published one and `last_event`: another process
  // wrote them, and our listeners have not heard of them.
  base::Status NoteForeign(std::int64_t last_event);

  Engine& engine_;
  std::mutex& engine_mutex_;
  const Limits limits_;
  std::vector<Listener> listeners_;
  std::vector<BirthListener> birth_listeners_;
  std::vector<model::Event> foreign_;  // of the latest attempt
  std::atomic<std::int64_t> last_published_;
  std::atomic<std::uint64_t> commits_ = 0;

  const base::SystemClock clock_;  // of the machine: what is measured is real waiting
  std::atomic<std::int64_t> committed_at_;
  std::atomic<bool> stalled_ = false;
  static constexpr std::int64_t kNoBatch = std::numeric_limits<std::int64_t>::min();
  std::atomic<std::int64_t> batch_begun_ = kNoBatch;  // tick at which the batch was taken

  std::mutex mutex_;
  std::condition_variable wake_;
  Batch queue_;            // guarded by mutex_
  Batch batch_;            // changed by the writer thread only, with mutex_ held
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;     // last: it uses all the others
};

}  // namespace bearward::store
