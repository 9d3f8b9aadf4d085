#include "store/writer.h"

#include <algorithm>
#include <exception>
#include <future>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>

#include "base/thread_name.h"
#include "base/wake_batch.h"
#include "store/barrier.h"
#include "store/columns.h"
#include "store/event_chain_rows.h"
#include "store/events.h"

namespace bearward::store {
namespace {

// A closure must not throw. If it does, the process must not end, and the write must not be
// committed.
base::Status RunGuarded(const Writer::Run& run, WriteTx& tx) {
  try {
    return run(tx);
  } catch (const std::exception& exception) {
    return base::Fail(base::Internal(exception.what()));
  }
}

// kLockWait is approximately how long the engine itself waits for a lock.
constexpr std::chrono::milliseconds kLockWait{300};

// kStallPause is the time between two attempts to take a lock that another process holds.
constexpr std::chrono::milliseconds kStallPause{100};

// kIdleAfter is how long the queue must be empty before the writer counts as idle. Under load the
// queue is empty for a short time after most batches, until the clients send their next requests.
constexpr std::chrono::milliseconds kIdleAfter{5};

// kNeverCommitted is a tick long before any start of the process.
constexpr std::int64_t kNeverCommitted = std::numeric_limits<std::int64_t>::min() / 2;

// TakeLock begins a write transaction. Only the success of a statement proves that the engine has
// the lock, because it may send Begin with the first statement.
base::Status TakeLock(Engine& engine) {
  BW_TRY(engine.Begin(true));
  return Done(engine.Execute("SELECT coalesce(max(number), 0) FROM events", {}));
}

base::Error Stalled() {
  return base::Unavailable("store_busy", "another process holds the lock of the database");
}

base::Error Slow() {
  return base::Unavailable("store_slow", "the database did not finish in time");
}

}  // namespace

Writer::Writer(Engine& engine, std::mutex& engine_mutex, std::int64_t last_event, Limits limits,
               EventChain chain)
    : engine_(engine),
      engine_mutex_(engine_mutex),
      limits_(limits),
      wait_(limits.wait),
      chain_(std::move(chain)),
      publisher_(last_event),
      committed_at_(clock_.Ticks()),
      thread_([this] { Loop(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

base::Status Writer::Write(const Run& run) {
  // The job shares ownership of the promise, because the waiting thread may return before the job
  // is destroyed.
  const auto promise = std::make_shared<std::promise<base::Status>>();
  std::future<base::Status> answer = promise->get_future();
  Post([&run](WriteTx& tx) { return run(tx); },
       [promise](base::Status status) { promise->set_value(std::move(status)); });
  // This thread blocks until the writer answers, so the writer must be notified now and not at the
  // end of the wake-up batch of this thread (base::WakeBatch).
  wake_.notify_one();
  while (answer.wait_for(wait_.load()) == std::future_status::timeout) FailOverdue();
  return answer.get();
}

void Writer::Post(Run run, Answer done) {
  if (stalled()) return done(base::Fail(Stalled()));
  const std::int64_t now = clock_.Ticks();
  if (IsOverdue(now)) return done(base::Fail(Slow()));
  std::unique_lock lock(mutex_);
  if (queue_.size() >= limits_.waiting) {
    lock.unlock();
    return done(base::Fail(base::Unavailable("store_queue_full", "too many writes are waiting")));
  }
  queue_.push_back(std::make_unique<Job>(std::move(run), std::move(done), now));
  // The writer thread checks the queue before it waits, so only the first entry must notify.
  if (queue_.size() > 1) return;
  lock.unlock();
  if (!base::WakeBatch::AtEnd([this] { wake_.notify_one(); })) wake_.notify_one();
}

void Writer::FailOverdue() {
  const std::int64_t latest = clock_.Ticks() - std::chrono::nanoseconds(wait_.load()).count();
  std::vector<Answer> overdue;
  {
    const std::lock_guard lock(mutex_);
    for (const Batch* batch : {&batch_, &queue_}) {
      for (const auto& job : *batch) {
        if (job->since.load() > latest || !job->Move(Phase::kWaiting, Phase::kAnswered)) continue;
        overdue.push_back(std::move(job->done));
      }
    }
  }
  for (const Answer& answer : overdue) answer(base::Fail(Slow()));
}

bool Writer::IsOverdue(std::int64_t now) const {
  const std::int64_t begun = batch_begun_.load(std::memory_order_relaxed);
  return begun != kNoBatch && std::chrono::nanoseconds(now - begun) >= wait_.load();
}

std::chrono::nanoseconds Writer::since_commit() const {
  const std::int64_t now = clock_.Ticks();
  if (IsOverdue(now)) return std::chrono::nanoseconds::max();
  return std::chrono::nanoseconds(now - committed_at_.load());
}

std::size_t Writer::waiting() {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Writer::Loop() {
  base::NameThread("writer");
  while (Take()) {
    Process(batch_);
    {
      const std::lock_guard lock(mutex_);
      batch_.clear();
    }
    Maintain(false);
    batch_begun_.store(kNoBatch, std::memory_order_relaxed);
  }
}

void Writer::Maintain(bool idle) {
  const std::lock_guard lock(engine_mutex_);
  engine_.Maintain(idle);
}

bool Writer::Take() {
  std::unique_lock lock(mutex_);
  const auto has_work = [this] { return stopping_ || !queue_.empty(); };
  if (!wake_.wait_for(lock, kIdleAfter, has_work)) {
    lock.unlock();
    Maintain(true);
    lock.lock();
    wake_.wait(lock, has_work);
  }
  if (queue_.size() <= limits_.batch) {
    batch_.swap(queue_);
  } else {
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(limits_.batch);
    batch_.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
    queue_.erase(queue_.begin(), end);
  }
  if (!batch_.empty()) batch_begun_.store(clock_.Ticks(), std::memory_order_relaxed);
  return !batch_.empty();
}

void Writer::Process(Batch& batch) {
  const std::int64_t begun = clock_.Ticks();
  const base::Result<Ran> ran = CommitBatch(batch);
  if (ran) Publish(batch);
  const std::int64_t ended = clock_.Ticks();
  // After a failed commit, an earlier commit no longer proves that the database can be written. A
  // refused write proves nothing.
  if (!ran) {
    committed_at_.store(kNeverCommitted);
  } else if (*ran == Ran::kCommitted) {
    committed_at_.store(ended);
  }
  // After a short wait for the lock the next batch may wait again; after a long one it would be
  // answered too late. The flag is set before the writes are answered, so that a caller sees it as
  // soon as it has its answer.
  const bool is_stalled = !ran && engine_.IsRetryable(ran.error()) &&
                          std::chrono::nanoseconds(ended - begun) * 2 >= wait_.load();
  if (is_stalled) stalled_.store(true, std::memory_order_release);
  {
    const base::WakeBatch burst;
    for (const auto& job : batch) {
      if (!job->Move(Phase::kWaiting, Phase::kAnswered)) continue;
      if (ran) {
        Finish(*job);
      } else {
        job->done(base::Fail(ran.error()));
      }
    }
  }
  if (is_stalled) WaitOutStall(ran.error());
}

// If there are other nodes, the answer of a write that touches verdicts waits in the gate.
void Writer::Finish(Job& job) {
  const Gate* const gate = gate_.load(std::memory_order_acquire);
  if (gate == nullptr || !job.result || !TouchesVerdicts(job.events)) {
    return job.done(std::move(job.result));
  }
  gate->hold(job.events.back().number, [done = std::move(job.done)] { done({}); });
}

void Writer::WaitOutStall(const base::Error& error) {
  std::unique_lock lock(mutex_);
  while (true) {
    const Batch refused = std::exchange(queue_, {});
    lock.unlock();
    for (const auto& job : refused) {
      if (job->Move(Phase::kWaiting, Phase::kAnswered)) job->done(base::Fail(error));
    }
    {
      const std::lock_guard engine_lock(engine_mutex_);
      const base::Status taken = TakeLock(engine_);
      engine_.RollBack();
      if (taken || !engine_.IsRetryable(taken.error())) break;
    }
    lock.lock();
    if (wake_.wait_for(lock, kStallPause, [this] { return stopping_; })) break;
  }
  stalled_.store(false, std::memory_order_release);
}

base::Result<Writer::Ran> Writer::CommitBatch(Batch& batch) {
  const std::lock_guard lock(engine_mutex_);
  base::Result<Ran> ran = Ran::kFailed;
  const int attempts = std::max(limits_.attempts, static_cast<int>(wait_.load() / kLockWait));
  for (int attempt = 0; attempt < attempts; ++attempt) {
    ran = AttemptBatch(batch, careful_ > 0 && batch.size() > 1);
    const bool later_failed = !ran && ran.error().reason == kLaterFailed;
    if (later_failed || (ran && *ran == Ran::kFailed)) {
      careful_ = limits_.careful + 1;
      ran = AttemptBatch(batch, true);
    }
    if (ran || !engine_.IsRetryable(ran.error())) break;
  }
  if (careful_ > 0) --careful_;
  return ran;
}

base::Result<Writer::Ran> Writer::AttemptBatch(Batch& batch, bool savepoints) {
  BW_TRY(engine_.Begin(true));
  base::Result<Ran> ran = RunBatch(batch, savepoints);
  if (ran && *ran == Ran::kCommitted) {
    if (auto announced = Announce(batch); !announced) ran = base::Fail(announced.error());
  }
  if (!ran || *ran != Ran::kCommitted) {
    engine_.RollBack();
    return ran;
  }
  BW_TRY(engine_.Commit());
  return ran;
}

base::Status Writer::Announce(const Batch& batch) {
  const Gate* const gate = gate_.load(std::memory_order_acquire);
  const bool is_due = gate != nullptr && std::ranges::any_of(batch, [](const auto& job) {
                        return TouchesVerdicts(job->events);
                      });
  return is_due ? engine_.Later(gate->announce, {}) : base::Status();
}

// A failure of the closure alone is job.result; RunBatch fails when the whole transaction cannot
// continue.
base::Result<Writer::Ran> Writer::RunBatch(Batch& batch, bool savepoints) {
  BW_TRY_ASSIGN(const FoundHead found, FindHead(engine_, chain_));
  BW_TRY(NoteForeign(found.newest));
  BW_TRY_ASSIGN(EventHead head, AdoptRows(engine_, chain_, found));
  for (const auto& job : batch) {
    BW_TRY(RunJob(*job, head, savepoints));
    if (job->result || savepoints) continue;
    return batch.size() == 1 ? Ran::kRefused : Ran::kFailed;
  }
  if (head != found.head.value_or(EventHead())) BW_TRY(StoreHead(engine_, chain_, head));
  return Ran::kCommitted;
}

base::Status Writer::NoteForeign(std::int64_t last_event) {
  foreign_.clear();
  verdicts_touched_ = false;
  const std::int64_t published = publisher_.last_published();
  if (last_event == published) return {};
  if (last_event < published) {
    return base::Fail(
        base::Unavailable("event_log_changed",
                          "the event log is shorter than it was: the database was restored, or "
                          "a failover lost commits. Restart this node"));
  }
  ReadTx tx(engine_);
  BW_TRY_ASSIGN(foreign_, ListAllEvents(tx, published));
  verdicts_touched_ = TouchesVerdicts(foreign_);
  return {};
}

// A job that FailOverdue has answered is skipped, because its closure may refer to objects that no
// longer exist.
base::Status Writer::RunJob(Job& job, EventHead& head, bool savepoint) {
  job.events.clear();
  if (!job.Move(Phase::kWaiting, Phase::kRunning)) {
    job.result = base::Status();
    return {};
  }
  base::Status status = savepoint ? RunInSavepoint(job, head) : RunClosure(job, head);
  job.since.store(clock_.Ticks());
  job.phase.store(Phase::kWaiting);
  return status;
}

base::Status Writer::RunInSavepoint(Job& job, EventHead& head) {
  const EventHead before = head;
  BW_TRY(engine_.Execute("SAVEPOINT job", {}));
  BW_TRY(RunClosure(job, head));
  if (job.result) {
    const base::Status released = Done(engine_.Execute("RELEASE SAVEPOINT job", {}));
    if (released || engine_.IsRetryable(released.error())) return released;
    // A statement of ExecuteLater has failed.
    job.result = base::Fail(released.error());
    job.events.clear();
    head = before;
  }
  BW_TRY(engine_.Execute("ROLLBACK TO SAVEPOINT job", {}));
  return Done(engine_.Execute("RELEASE SAVEPOINT job", {}));
}

// RunClosure fails if the transaction may succeed when it is run again.
base::Status Writer::RunClosure(Job& job, EventHead& head) {
  WriteTx tx(engine_, chain_, head, verdicts_touched_);
  job.result = RunGuarded(job.run, tx);
  // A database failure makes the result unknown, even if the closure ignored or replaced the error.
  if (tx.broken()) job.result = base::Fail(*tx.broken());
  if (!job.result) return engine_.IsRetryable(job.result.error()) ? job.result : base::Status();
  job.events = tx.TakeEvents();
  head = tx.head();
  verdicts_touched_ = verdicts_touched_ || TouchesVerdicts(job.events);
  return {};
}

void Writer::Publish(const Batch& batch) {
  std::vector<model::Event> events = std::exchange(foreign_, {});
  std::size_t count = events.size();
  for (const auto& job : batch) count += job->events.size();
  events.reserve(count);
  for (const auto& job : batch) {
    events.insert(events.end(), std::make_move_iterator(job->events.begin()),
                  std::make_move_iterator(job->events.end()));
  }
  publisher_.Publish(events);
}

}  // namespace bearward::store
