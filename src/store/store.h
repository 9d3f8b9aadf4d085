// Store: the one database of the program. Read(f) and Write(f) run a closure in a transaction.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "model/event.h"
#include "store/lease.h"
#include "store/postgres_connection.h"
#include "store/publisher.h"
#include "store/transaction.h"

namespace bearward::store {

// EngineSource opens connections to one database. `open` is called once for the writer and
// `readers` times for reading; with readers = 0 reads share the writer's connection (in-memory
// database). `wait` limits how long a read or a write waits for a database that does not respond: a
// server refuses early, an operator's command may wait longer. `shared` is set if other nodes write
// to the database too; Store::Follow then follows them.
struct EngineSource {
  std::string name;
  int readers = 0;
  std::function<base::Result<std::unique_ptr<Engine>>(bool writer)> open;
  std::chrono::milliseconds wait{1000};
  std::optional<PostgresOptions> shared = {};
};

struct NodeState;  // store/node.h

// SqliteFile keeps the data in one file: WAL, synchronous=FULL, checkpoints on the writer thread.
EngineSource SqliteFile(std::string path, int readers);
// Postgres keeps the data in a schema of a server that other processes may share.
EngineSource Postgres(PostgresOptions options, int readers);
// SqliteMemory keeps the data in this process.
EngineSource SqliteMemory();

// Store is safe from any thread. A write is durable when Write returns its value: one writer thread
// runs the closures of all waiting threads in one transaction and commits them together.
class Store {
 public:
  // Open connects, migrates the schema to the newest version and starts the writer thread. It
  // refuses a schema that is newer than this program.
  static base::Result<std::unique_ptr<Store>> Open(const EngineSource& source);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // OnCommit adds a listener; call it before the first write and before Follow. The listener is
  // called after each commit, before any write of that commit is answered, with the events in
  // order; by one thread at a time, which is the writer or follows other nodes.
  using Listener = Publisher::Listener;
  void OnCommit(Listener listener);
  // commits returns the number of commits so far; changes of other processes are included once this
  // process has noticed them. The count increases before any write of the commit is answered:
  // between two equal readings no caller has been informed of a change.
  std::uint64_t commits() const;

  // Follow starts to follow the other nodes of EngineSource::shared; without it, it does nothing.
  // From then on memory is current only while IsCurrent, and a write that touches verdicts is
  // answered when no other node can answer from a memory without it. `adopt` receives new events
  // after the listeners, on the thread that follows; while it fails, memory does not stay current.
  using Adopt = std::function<base::Status(std::span<const model::Event>)>;
  base::Status Follow(Adopt adopt);
  // StopFollowing ends that, and with it the calls of `adopt`: call it before what `adopt` uses is
  // destroyed. Memory is not current after it.
  void StopFollowing();
  // IsCurrent returns whether a caller may be answered from memory that the listeners maintain. It
  // costs one load if no other node is followed. Ask it before the memory is read.
  bool IsCurrent() const { return lease_.Holds(); }
  // AwaitCurrent waits until IsCurrent: kUnavailable if the event log cannot be read now or within
  // EngineSource::wait.
  base::Status AwaitCurrent() { return IsCurrent() ? base::Status() : AwaitLease(); }
  // node_state returns nullopt if no other node is followed.
  std::optional<NodeState> node_state() const;

  // Read runs f(ReadTx&) -> Result<T> in a read transaction on the calling thread.
  template <class F>
  auto Read(F f) -> std::invoke_result_t<F, ReadTx&> {
    std::optional<std::invoke_result_t<F, ReadTx&>> result;
    base::Status status = RunRead([&](ReadTx& tx) -> base::Status {
      result.emplace(f(tx));
      return StatusOf(*result);
    });
    if (!status) return base::Fail(std::move(status).error());
    return std::move(*result);
  }

  // Write runs f(WriteTx&) -> Result<T> on the writer thread and waits until it is committed. An
  // error from f undoes what f did and is returned; f may be run again after a retryable failure.
  template <class F>
  auto Write(F f) -> std::invoke_result_t<F, WriteTx&> {
    std::optional<std::invoke_result_t<F, WriteTx&>> result;
    base::Status status = RunWrite([&](WriteTx& tx) -> base::Status {
      result.emplace(f(tx));
      return StatusOf(*result);
    });
    if (!status) return base::Fail(std::move(status).error());
    return std::move(*result);
  }

  // Post is Write without waiting: `done` is called once with the result, on the writer thread, on
  // a thread that calls FailOverdue, or, when the queue is full, before Post returns. `done` must
  // not block or throw.
  void Post(std::function<base::Status(WriteTx&)> run, std::function<void(base::Status)> done);

  // CatchUp passes the events that other processes wrote since the last commit to the listeners,
  // and returns whether there were any; false after Follow, which does so itself. Without new
  // events it costs one read. Call it often: its interval limits how long this process accepts a
  // credential that another process has revoked.
  base::Result<bool> CatchUp();
  // FailOverdue answers the writes that have waited longer than EngineSource::wait; see
  // Writer::FailOverdue. It never blocks.
  void FailOverdue();
  // Ping checks that the database can be read and written, for /readyz. It writes only when there
  // was no commit within the last second. It blocks for at most EngineSource::wait.
  base::Status Ping();

 private:
  class Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  template <class T>
  static base::Status StatusOf(const base::Result<T>& result) {
    if (!result) return base::Fail(result.error());
    return {};
  }
  base::Status RunRead(const std::function<base::Status(ReadTx&)>& run);
  base::Status RunWrite(const std::function<base::Status(WriteTx&)>& run);

  base::Status AwaitLease();

  Lease lease_;
  std::unique_ptr<Impl> impl_;  // last, because its threads use the lease
};

}  // namespace bearward::store
