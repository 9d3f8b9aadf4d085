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
#include "base/digest.h"
#include "base/result.h"
#include "model/event.h"
#include "store/postgres_connection.h"
#include "store/transaction.h"

namespace bearward::store {

// EngineSource opens connections of one database. `open` is called once for the writer and
// `readers` times for reading; with readers = 0 reads share the writer's connection (memory).
// `wait` bounds how long a read or a write waits for a database that does not answer: a server
// refuses early, a command of an operator may wait for longer.
struct EngineSource {
  std::string name;
  int readers = 0;
  std::function<base::Result<std::unique_ptr<Engine>>(bool writer)> open;
  std::chrono::milliseconds wait{1000};
};

// SqliteFile keeps the data in one file: WAL, synchronous=FULL, checkpoints on the writer thread.
EngineSource SqliteFile(std::string path, int readers);
// Postgres keeps the data in a schema of a server that other processes may share.
EngineSource Postgres(PostgresOptions options, int readers);
// SqliteMemory keeps the data in this process.
EngineSource SqliteMemory();

// Store serves any number of threads. A write is durable when Write returns its value: closures of
// all waiting threads are run by one writer thread in one transaction, each behind a savepoint, and
// committed together.
class Store {
 public:
  // Open connects, migrates the schema to the newest version and starts the writer thread. A schema
  // newer than this program is refused.
  static base::Result<std::unique_ptr<Store>> Open(const EngineSource& source);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // OnCommit adds a listener, before the first write. It is called on the writer thread after each
  // commit, before any writer of that commit is answered, with the events in order.
  using Listener = std::function<void(std::span<const model::Event>)>;
  void OnCommit(Listener listener);
  // OnBirth adds a listener likewise, of the hashes by which tokens and keys are found that came to
  // be in the commit. None at all says that another process wrote: any may have come to be.
  using BirthListener = std::function<void(std::span<const base::Digest>)>;
  void OnBirth(BirthListener listener);
  // commits counts what was committed, or learnt of from other processes, so far. The count goes up
  // before any writer of the commit is answered: between two equal readings nothing has changed
  // that anybody was told of.
  std::uint64_t commits() const;

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

  // Post is Write for whoever must not wait: `done` is called once, with how it went, on the writer
  // thread or, when too many writes wait already, here and now. It must not block, nor throw.
  void Post(std::function<base::Status(WriteTx&)> run, std::function<void(base::Status)> done);

  // CatchUp tells the listeners of what other processes wrote since the last commit, and says
  // whether there was anything. Costs one read when there was nothing. Call it often: it bounds how
  // long a verdict of ours outlives a revocation of theirs.
  base::Result<bool> CatchUp();
  // FailOverdue answers the writes that have waited for longer than EngineSource::wait; see
  // Writer::FailOverdue. Never blocks.
  void FailOverdue();
  // Ping says whether the database can be read and written, for /readyz. It writes only when
  // nothing was committed within the last second. It blocks, by EngineSource::wait at most.
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

  std::unique_ptr<Impl> impl_;
};

}  // namespace bearward::store
