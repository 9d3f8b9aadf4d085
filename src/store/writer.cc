#include "store/writer.h"

#include <exception>
#include <iterator>
#include <memory>
#include <utility>

#include "base/burst.h"
#include "store/columns.h"
#include "store/events.h"

namespace bearward::store {
namespace {

// A closure must not throw. One that does anyway must not end the process, nor be committed.
base::Status RunGuarded(const Writer::Run& run, WriteTx& tx) {
  try {
    return run(tx);
  } catch (const std::exception& exception) {
    return base::Fail(base::Internal(exception.what()));
  }
}

}  // namespace

Writer::Writer(Engine& engine, std::mutex& engine_mutex, std::int64_t last_event, Limits limits)
    : engine_(engine),
      engine_mutex_(engine_mutex),
      limits_(limits),
      last_published_(last_event),
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
  // The job owns the promise: who waits may be gone before it has been let go of.
  const auto promise = std::make_shared<std::promise<base::Status>>();
  std::future<base::Status> answer = promise->get_future();
  Post([&run](WriteTx& tx) { return run(tx); },
       [promise](base::Status status) { promise->set_value(std::move(status)); });
  // Whoever waits for the writer must not keep it waiting until the end of a burst.
  wake_.notify_one();
  return answer.get();
}

void Writer::Post(Run run, Answer done) {
  bool is_full = false;
  {
    const std::lock_guard lock(mutex_);
    is_full = queue_.size() >= limits_.waiting;
    if (!is_full) {
      queue_.push_back(std::make_unique<Job>(Job{std::move(run), {}, {}, {}, std::move(done)}));
      // The writer looks at the queue before it sleeps.
      if (queue_.size() > 1) return;
    }
  }
  if (is_full) {
    return done(base::Fail(base::Unavailable("store_queue_full", "too many writes are waiting")));
  }
  if (!base::Burst::AtEnd([this] { wake_.notify_one(); })) wake_.notify_one();
}

std::size_t Writer::waiting() {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void Writer::Loop() {
  while (true) {
    auto [batch, idle] = Take();
    if (batch.empty()) return;
    Process(batch);
    const std::lock_guard lock(engine_mutex_);
    engine_.Maintain(idle);
  }
}

std::pair<Writer::Batch, bool> Writer::Take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
  Batch batch;
  if (queue_.size() <= limits_.batch) {
    batch.swap(queue_);
  } else {
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(limits_.batch);
    batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
    queue_.erase(queue_.begin(), end);
  }
  return {std::move(batch), queue_.empty()};
}

void Writer::Process(Batch& batch) {
  const base::Status committed = CommitBatch(batch);
  if (committed) Publish(batch);
  const base::Burst burst;
  for (const auto& job : batch) {
    if (!committed) job->result = committed;
    job->done(std::move(job->result));
  }
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

// RunJob fails when the whole transaction cannot go on; the closure's own failure is job.result.
base::Status Writer::RunJob(Job& job, std::int64_t& last_event) {
  BW_TRY(Execute("SAVEPOINT job"));
  WriteTx tx(engine_, last_event);
  job.result = RunGuarded(job.run, tx);
  // Whatever the closure made of a failure of the database: the answer is unknown, never "no".
  if (tx.broken()) job.result = base::Fail(*tx.broken());
  if (!job.result && engine_.IsRetryable(job.result.error())) return job.result;
  if (job.result) {
    job.events = tx.events();
    job.born = tx.born();
    last_event = tx.last_event();
  } else {
    job.events.clear();
    job.born.clear();
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
