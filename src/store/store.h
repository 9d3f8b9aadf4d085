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
#include "base/secret.h"
#include "model/event.h"
#include "store/lease.h"
#include "store/postgres_connection.h"
#include "store/publisher.h"
#include "store/transaction.h"

namespace bearward::store {

// EngineSource opens connections to one database. `open` is called once for the writer and
// `readers` times for reading; with readers = 0 reads share the writer's connection (in-memory
// database). `wait` is the first value of Store::SetWait. `shared` is set if other nodes may write
// to the database too (Store::Follow). `chain_secret` is the secret of the event chain
// (event_chain.h); every process that writes to the database needs the same.
struct EngineSource {
  std::string name;
  int readers = 0;
  std::function<base::Result<std::unique_ptr<Engine>>(bool writer)> open;
  std::chrono::milliseconds wait{1000};
  std::optional<PostgresOptions> shared = {};
  base::Secret chain_secret = {};
};

struct NodeState;  // store/node.h

// SqliteFile keeps the data in one file: WAL, synchronous=FULL, checkpoints on the writer thread.
EngineSource SqliteFile(std::string path, int readers);
// Postgres keeps the data in a schema of a server that other processes may share.
EngineSource Postgres(PostgresOptions options, int readers);
// SqliteMemory keeps the data in the memory of this process, until the store is destroyed.
EngineSource SqliteMemory();

// Store is safe from any thread. When Write returns a value, the write is durable. One writer
// thread runs the closures of all waiting threads in one transaction and commits them together.
class Store {
 public:
  // Open connects, migrates the schema to the newest version and starts the writer thread. It
  // refuses a schema that is newer than this program.
  static base::Result<std::unique_ptr<Store>> Open(const EngineSource& source);
  // ChainLog chains the events of earlier versions (event_chain_rows.h). Call it before the first
  // write, and after the check of the master key: what another key seals is forged for ever.
  base::Status ChainLog();
  // SetWait limits how long a read or a write waits for a database that does not respond. It is
  // short in a server, and longer in a command of the operator and while a server starts.
  void SetWait(std::chrono::milliseconds wait);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // OnCommit adds a listener; call it before the first write and before Follow. After each commit,
  // and before any of its writes is answered, the listener is called with the events in order. It
  // is called on the writer thread or on the thread that follows other nodes, never on both at
  // once.
  using Listener = Publisher::Listener;
  void OnCommit(Listener listener);
  // commits returns the number of commits so far; changes of other processes are included once this
  // process has noticed them. The count increases before any write of the commit is answered. If
  // two readings are equal, no write was answered between them.
  std::uint64_t commits() const;

  // Follow starts to follow the other nodes of EngineSource::shared; it does nothing if that is not
  // set. From then on caches are valid only while IsCurrent returns true, and a write that touches
  // verdicts is answered only when no other node can still answer from a cache without it. `adopt`
  // receives new events after the listeners, on the thread that follows; while it fails, IsCurrent
  // becomes false.
  using Adopt = std::function<base::Status(std::span<const model::Event>)>;
  base::Status Follow(Adopt adopt);
  // StopFollowing ends the following and the calls of `adopt`. Call it before the objects that
  // `adopt` uses are destroyed. After it IsCurrent returns false.
  void StopFollowing();
  // IsCurrent returns whether a request may be answered from a cache that the listeners maintain.
  // Call it before the cache is read. It costs one load if no other node is followed.
  bool IsCurrent() const { return lease_.Holds(); }
  // AwaitCurrent waits until IsCurrent returns true: kUnavailable if the event log cannot be read
  // now or within the time of SetWait.
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

  // Write runs f(WriteTx&) -> Result<T> on the writer thread and waits until it is committed. If f
  // returns an error, its changes are undone and Write returns the error. f may run more than once
  // (transaction.h).
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

  // Post is Write without waiting. `done` is called once with the result: on the writer thread, on
  // the thread that follows other nodes, on a thread that calls FailOverdue, or before Post returns
  // if the write is refused at once. `done` must not block or throw.
  void Post(std::function<base::Status(WriteTx&)> run, std::function<void(base::Status)> done);

  // CatchUp passes the new events of other processes to the listeners, and returns whether there
  // were any. It costs one read if there are none. Call it often: until it is called, this process
  // accepts a credential that another process has revoked. After Follow, which passes these events
  // itself, it returns false.
  base::Result<bool> CatchUp();
  // FailOverdue answers the writes that have waited too long (writer.h). It never blocks.
  void FailOverdue();
  // Ping checks that the database can be read and written, for /readyz. It writes only when there
  // was no commit within the last second. It blocks for at most that time.
  base::Status Ping();

 private:
  class Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  template <class T>
  static base::Status StatusOf(const base::Result<T>& result) {
    return result ? base::Status() : base::Fail(result.error());
  }
  base::Status RunRead(const std::function<base::Status(ReadTx&)>& run);
  base::Status RunWrite(const std::function<base::Status(WriteTx&)>& run);
  base::Status AwaitLease();

  Lease lease_;
  std::unique_ptr<Impl> impl_;  // last, because its threads use the lease
};

}  // namespace bearward::store
