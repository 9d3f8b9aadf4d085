#include "store/writer.h"

#include <exception>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>

#include "base/wake_batch.h"
#include "store/columns.h"
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

// kStallPause is the time between two attempts to take a lock that another process holds.
constexpr std::chrono::milliseconds kStallPause{100};

// kNeverCommitted is a tick long before any start of the process.
constexpr std::int64_t kNeverCommitted = std::numeric_limits<std::int64_t>::min() / 2;

base::Error Stalled() {
  return base::Unavailable("store_busy", "another process holds the lock of the database");
}

base::Error Slow() {
  return base::Unavailable("store_slow", "the database did not finish in time");
}

}  // namespace

Writer::Writer(Engine& engine, std::mutex& engine_mutex, std::int64_t last_event, Limits limits)
    : engine_(engine),
      engine_mutex_(engine_mutex),
      limits_(limits),
      last_published_(last_event),
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
  // This thread blocks until the writer answers, so it must notify now and not at the end of its
  // wake-up batch (base::WakeBatch).
  wake_.notify_one();
  while (answer.wait_for(limits_.wait) == std::future_status::timeout) FailOverdue();
  return answer.get();
}

void Writer::Post(Run run, Answer done) {
  if (stalled()) return done(base::Fail(Stalled()));
  const std::int64_t now = clock_.Ticks();
  if (IsOverdue(now)) return done(base::Fail(Slow()));
  bool is_full = false;
  {
    const std::lock_guard lock(mutex_);
    is_full = queue_.size() >= limits_.waiting;
    if (!is_full) {
      queue_.push_back(std::make_unique<Job>(std::move(run), std::move(done), now));
      // The writer thread checks the queue before it waits, so only the first entry must notify.
      if (queue_.size() > 1) return;
    }
  }
  if (is_full) {
    return done(base::Fail(base::Unavailable("store_queue_full", "too many writes are waiting")));
  }
  if (!base::WakeBatch::AtEnd([this] { wake_.notify_one(); })) wake_.notify_one();
}

void Writer::FailOverdue() {
  const std::int64_t latest =
      clock_.Ticks() - std::chrono::duration_cast<std::chrono::nanoseconds>(limits_.wait).count();
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
  return begun != kNoBatch && std::chrono::nanoseconds(now - begun) >= limits_.wait;
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
  bool idle = true;
  while (Take(idle)) {
    Process(batch_);
    {
      const std::lock_guard lock(mutex_);
      batch_.clear();
    }
    {
      const std::lock_guard lock(engine_mutex_);
      engine_.Maintain(idle);
    }
    batch_begun_.store(kNoBatch, std::memory_order_relaxed);
  }
}

bool Writer::Take(bool& idle) {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
  if (queue_.size() <= limits_.batch) {
    batch_.swap(queue_);
  } else {
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(limits_.batch);
    batch_.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
    queue_.erase(queue_.begin(), end);
  }
  idle = queue_.empty();
  if (!batch_.empty()) batch_begun_.store(clock_.Ticks(), std::memory_order_relaxed);
  return !batch_.empty();
}

void Writer::Process(Batch& batch) {
  const std::int64_t begun = clock_.Ticks();
  const base::Status committed = CommitBatch(batch);
  if (committed) Publish(batch);
  const std::int64_t ended = clock_.Ticks();
  // A failed commit invalidates the proof of an earlier commit.
  committed_at_.store(committed ? ended : kNeverCommitted);
  // A short wait for the lock delays no other write; a long wait would also delay the next batch.
  // The flag is set before the answers, so that every caller that has its answer sees it.
  const bool is_stalled = !committed && engine_.IsRetryable(committed.error()) &&
                          std::chrono::nanoseconds(ended - begun) * 2 >= limits_.wait;
  if (is_stalled) stalled_.store(true, std::memory_order_release);
  {
    const base::WakeBatch burst;
    for (const auto& job : batch) {
      if (!job->Move(Phase::kWaiting, Phase::kAnswered)) continue;
      job->done(committed ? std::move(job->result) : committed);
    }
  }
  if (is_stalled) WaitOutStall(committed.error());
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
      const base::Status begun = engine_.Begin(true);
      engine_.RollBack();
      if (begun || !engine_.IsRetryable(begun.error())) break;
    }
    lock.lock();
    if (wake_.wait_for(lock, kStallPause, [this] { return stopping_; })) break;
  }
  stalled_.store(false, std::memory_order_release);
}

base::Status Writer::CommitBatch(Batch& batch) {
  const std::lock_guard lock(engine_mutex_);
  base::Status status;
  for (int attempt = 0; attempt < limits_.attempts; ++attempt) {
    status = AttemptBatch(batch);
    if (status || !engine_.IsRetryable(status.error())) break;
  }
  return status;
}

base::Status Writer::AttemptBatch(Batch& batch) {
  BW_TRY(engine_.Begin(true));
  base::Status status = RunBatch(batch);
  if (!status) {
    engine_.RollBack();
    return status;
  }
  return engine_.Commit();
}

base::Status Writer::RunBatch(Batch& batch) {
  BW_TRY_ASSIGN(std::int64_t last_event,
                ReadInteger(Execute("SELECT coalesce(max(number), 0) FROM events")));
  BW_TRY(NoteForeign(last_event));
  for (const auto& job : batch) BW_TRY(RunJob(*job, last_event));
  return {};
}

base::Status Writer::NoteForeign(std::int64_t last_event) {
  foreign_.clear();
  if (last_event == last_published_) return {};
  ReadTx tx(engine_);
  BW_TRY_ASSIGN(foreign_, ListAllEvents(tx, last_published_));
  return {};
}

// RunJob fails when the whole transaction cannot continue; a failure of the closure alone is
// job.result. A job that FailOverdue has answered is skipped, because the objects that its closure
// refers to may no longer exist.
base::Status Writer::RunJob(Job& job, std::int64_t& last_event) {
  job.events.clear();
  job.born.clear();
  if (!job.Move(Phase::kWaiting, Phase::kRunning)) return {};
  base::Status status = RunClosure(job, last_event);
  job.since.store(clock_.Ticks());
  job.phase.store(Phase::kWaiting);
  return status;
}

base::Status Writer::RunClosure(Job& job, std::int64_t& last_event) {
  BW_TRY(Execute("SAVEPOINT job"));
  WriteTx tx(engine_, last_event);
  job.result = RunGuarded(job.run, tx);
  // A database failure makes the result unknown, even if the closure ignored or replaced the error.
  if (tx.broken()) job.result = base::Fail(*tx.broken());
  if (!job.result && engine_.IsRetryable(job.result.error())) return job.result;
  if (job.result) {
    job.events = tx.events();
    job.born = tx.born();
    last_event = tx.last_event();
  } else {
    BW_TRY(Execute("ROLLBACK TO SAVEPOINT job"));
  }
  return Done(Execute("RELEASE SAVEPOINT job"));
}

void Writer::Publish(const Batch& batch) {
  commits_.fetch_add(1, std::memory_order_release);
  PublishBirths(batch);
  std::vector<model::Event> events = std::move(foreign_);
  for (const auto& job : batch) {
    events.insert(events.end(), job->events.begin(), job->events.end());
  }
  if (events.empty()) return;
  for (const Listener& listener : listeners_) listener(events);
  last_published_.store(events.back().number, std::memory_order_release);
}

void Writer::PublishBirths(const Batch& batch) {
  std::vector<base::Digest> born;
  for (const auto& job : batch) born.insert(born.end(), job->born.begin(), job->born.end());
  for (const BirthListener& listener : birth_listeners_) {
    if (!born.empty()) listener(born);
    if (!foreign_.empty()) listener({});
  }
}

}  // namespace bearward::store
