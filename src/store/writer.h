// Writer: the one thread that changes the database. It commits in one go what many threads wait
// for, so that they share the cost of making it durable.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

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
  };

  // `last_event` is the number of the newest event that exists already.
  Writer(Engine& engine, std::mutex& engine_mutex, std::int64_t last_event, Limits limits);
  // ~Writer answers everybody who waits, then ends the thread. No Write may begin any more.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // OnCommit adds a listener; before the first Write only.
  void OnCommit(Listener listener) { listeners_.push_back(std::move(listener)); }
  // OnBirth adds one likewise; see Store::OnBirth.
  void OnBirth(BirthListener listener) { birth_listeners_.push_back(std::move(listener)); }
  // Write waits until `run` has been committed, or has failed. A queue that is full is kUnavailable
  // at once.
  base::Status Write(const Run& run);
  // Post does not wait: `done` is called once, on the writer thread after the commit or the
  // failure, or here and now when the queue is full. It must not block, nor throw.
  void Post(Run run, Answer done);
  // last_published gives the number of the newest event that the listeners were told of.
  std::int64_t last_published() const { return last_published_.load(std::memory_order_acquire); }
  // commits counts the commits that were published.
  std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }
  // waiting gives how many Writes are queued and not yet begun.
  std::size_t waiting();

 private:
  // Job is one waiting write. All but `run` and `done` are of the latest attempt.
  struct Job {
    Run run;
    base::Status result;
    std::vector<model::Event> events;
    std::vector<base::Digest> born;
    Answer done;
  };
  using Batch = std::vector<std::unique_ptr<Job>>;

  void Loop();
  // Take waits for work; an empty batch means that the writer is to stop. The second tells whether
  // the queue is empty now.
  std::pair<Batch, bool> Take();
  void Process(Batch& batch);
  base::Status CommitBatch(Batch& batch);
  base::Status AttemptBatch(Batch& batch);
  base::Status RunBatch(Batch& batch);
  base::Status RunJob(Job& job, std::int64_t& last_event);
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

  std::mutex mutex_;
  std::condition_variable wake_;
  Batch queue_;            // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;     // last: it uses all the others
};

}  // namespace bearward::store
