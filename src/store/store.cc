#include "store/store.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <vector>

#include "store/columns.h"
#include "store/events.h"
#include "store/migrations.h"
#include "store/writer.h"

namespace bearward::store {
namespace {

base::Status RunGuarded(const std::function<base::Status(ReadTx&)>& run, ReadTx& tx) {
  try {
    return run(tx);
  } catch (const std::exception& exception) {
    return base::Fail(base::Internal(exception.what()));
  }
}

base::Status ReadOn(Engine& engine, const std::function<base::Status(ReadTx&)>& run) {
  BW_TRY(engine.Begin(false));
  ReadTx tx(engine);
  base::Status status = RunGuarded(run, tx);
  engine.RollBack();
  // Whatever the closure made of a failure of the database: the answer is unknown, never "no".
  if (tx.broken()) return base::Fail(*tx.broken());
  return status;
}

// ReaderPool lends each reading connection to one thread at a time.
class ReaderPool {
 public:
  void Add(std::unique_ptr<Engine> engine) {
    free_.push_back(engine.get());
    all_.push_back(std::move(engine));
  }
  bool empty() const { return all_.empty(); }

  Engine* Take() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [&] { return !free_.empty(); });
    Engine* engine = free_.back();
    free_.pop_back();
    return engine;
  }

  void Return(Engine* engine) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(engine);
    }
    returned_.notify_one();
  }

 private:
  std::vector<std::unique_ptr<Engine>> all_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Engine*> free_;  // guarded by mutex_; the one used last is lent first
};

}  // namespace

class Store::Impl {
 public:
  Impl(std::unique_ptr<Engine> engine, std::int64_t last_event)
      : engine_(std::move(engine)), writer_(*engine_, engine_mutex_, last_event, {}) {}

  base::Status AddReaders(const EngineSource& source) {
    for (int i = 0; i < source.readers; ++i) {
      BW_TRY_ASSIGN(auto reader, source.open(false));
      readers_.Add(std::move(reader));
    }
    return {};
  }

  Writer& writer() { return writer_; }

  base::Status Read(const std::function<base::Status(ReadTx&)>& run) {
    if (readers_.empty()) {
      const std::lock_guard lock(engine_mutex_);
      return ReadOn(*engine_, run);
    }
    Engine* engine = readers_.Take();
    base::Status status = ReadOn(*engine, run);
    readers_.Return(engine);
    return status;
  }

 private:
  std::unique_ptr<Engine> engine_;
  std::mutex engine_mutex_;
  ReaderPool readers_;
  Writer writer_;
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Store::~Store() = default;

base::Result<std::unique_ptr<Store>> Store::Open(const EngineSource& source) {
  BW_TRY_ASSIGN(auto engine, source.open(true));
  BW_TRY(Migrate(*engine, Migrations()));
  ReadTx tx(*engine);
  BW_TRY_ASSIGN(const std::int64_t last_event, LastEventNumber(tx));
  auto impl = std::make_unique<Impl>(std::move(engine), last_event);
  BW_TRY(impl->AddReaders(source));
  return std::unique_ptr<Store>(new Store(std::move(impl)));
}

void Store::OnCommit(Listener listener) { impl_->writer().OnCommit(std::move(listener)); }
void Store::OnBirth(BirthListener listener) { impl_->writer().OnBirth(std::move(listener)); }
std::uint64_t Store::commits() const { return impl_->writer().commits(); }

base::Status Store::Ping() {
  return RunRead(
      [](ReadTx& tx) { return Done(tx.Execute("SELECT max(version) FROM schema_version")); });
}

base::Result<bool> Store::CatchUp() {
  BW_TRY_ASSIGN(const std::int64_t last, Read([](ReadTx& tx) { return LastEventNumber(tx); }));
  if (last <= impl_->writer().last_published()) return false;
  // Any write makes the writer tell of what it finds, in order and on its own thread.
  BW_TRY(Write([](WriteTx&) -> base::Status { return {}; }));
  return true;
}

void Store::Post(std::function<base::Status(WriteTx&)> run,
                 std::function<void(base::Status)> done) {
  impl_->writer().Post(std::move(run), std::move(done));
}

base::Status Store::RunRead(const std::function<base::Status(ReadTx&)>& run) {
  return impl_->Read(run);
}

base::Status Store::RunWrite(const std::function<base::Status(WriteTx&)>& run) {
  return impl_->writer().Write(run);
}

}  // namespace bearward::store
