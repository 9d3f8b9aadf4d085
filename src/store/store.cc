#include "store/store.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <vector>

#include "store/columns.h"
#include "store/event_chain_rows.h"
#include "store/events.h"
#include "store/migrations.h"
#include "store/node.h"
#include "store/retry.h"
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
  // A database failure makes the result unknown, even if the closure ignored or replaced the error.
  if (tx.broken()) return base::Fail(*tx.broken());
  return status;
}

// kProofLifetime is how long a commit proves that the database can be written.
constexpr std::chrono::seconds kProofLifetime{1};

// StartPatience is how long the start waits for another process that is migrating or chaining the
// same database. A shared database may be large, and its other nodes start at the same time.
std::chrono::milliseconds StartPatience(const EngineSource& source) {
  return source.shared ? std::chrono::seconds(150) : std::chrono::seconds(9);
}

// ReaderPool lends each read connection to one thread at a time.
class ReaderPool {
 public:
  explicit ReaderPool(std::chrono::milliseconds wait) : wait_(wait) {}
  void SetWait(std::chrono::milliseconds wait) { wait_.store(wait); }
  std::chrono::milliseconds wait() const { return wait_.load(); }
  void Add(std::unique_ptr<Engine> engine) {
    free_.push_back(engine.get());
    all_.push_back(std::move(engine));
  }
  bool empty() const { return all_.empty(); }

  // Take returns nullptr if no connection becomes free in time. From then on it returns nullptr at
  // once until a connection is returned, so that waiting requests do not add up.
  Engine* Take() {
    std::unique_lock lock(mutex_);
    if (exhausted_ && free_.empty()) return nullptr;
    exhausted_ = !returned_.wait_for(lock, wait_.load(), [&] { return !free_.empty(); });
    if (exhausted_) return nullptr;
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
  std::atomic<std::chrono::milliseconds> wait_;
  std::vector<std::unique_ptr<Engine>> all_;
  std::mutex mutex_;
  std::condition_variable returned_;
  bool exhausted_ = false;     // guarded by mutex_; the last wait failed
  std::vector<Engine*> free_;  // guarded by mutex_; used as a stack
};

}  // namespace

class Store::Impl {
 public:
  Impl(std::unique_ptr<Engine> engine, std::int64_t last_event, const EngineSource& source)
      : source_(source),
        engine_(std::move(engine)),
        readers_(source.wait),
        writer_(*engine_, engine_mutex_, last_event, {.wait = source.wait},
                EventChain(source.chain_secret)) {}

  base::Status ChainLog() {
    const std::lock_guard lock(engine_mutex_);
    const EventChain chain(source_.chain_secret);
    return RetryWithin(StartPatience(source_), *engine_,
                       [&] { return ChainWholeLog(*engine_, chain); });
  }

  base::Status AddReaders(const EngineSource& source) {
    for (int i = 0; i < source.readers; ++i) {
      BW_TRY_ASSIGN(auto reader, source.open(false));
      readers_.Add(std::move(reader));
    }
    return {};
  }

  // The node is stopped first, because it uses the publisher of the writer, which is destroyed
  // before the node.
  ~Impl() {
    if (node_ != nullptr) node_->Stop();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Writer& writer() { return writer_; }
  Node* node() const { return node_.get(); }
  std::chrono::milliseconds wait() const { return readers_.wait(); }
  void SetWait(std::chrono::milliseconds wait) {
    readers_.SetWait(wait);
    writer_.SetWait(wait);
  }

  base::Status Follow(Lease& lease, Adopt adopt) {
    if (!source_.shared) return {};
    node_ = std::make_unique<Node>(*source_.shared, writer_.publisher(), lease);
    BW_TRY(node_->Start(std::move(adopt)));
    gate_ = {.hold =
                 [this](std::int64_t number, std::move_only_function<void()> answer) {
                   node_->Hold(number, std::move(answer));
                 },
             .announce = NotifyStatement(*source_.shared)};
    writer_.SetGate(gate_);
    return {};
  }

  base::Status Read(const std::function<base::Status(ReadTx&)>& run) {
    if (readers_.empty()) {
      const std::lock_guard lock(engine_mutex_);
      return ReadOn(*engine_, run);
    }
    Engine* engine = readers_.Take();
    if (engine == nullptr) {
      return base::Fail(base::Unavailable("store_slow", "no reading connection was free in time"));
    }
    base::Status status = ReadOn(*engine, run);
    readers_.Return(engine);
    return status;
  }

  // Only one thread at a time writes a proof; the others wait and then find that it is recent.
  base::Status ProveWritable() {
    const std::lock_guard lock(proving_);
    if (writer_.since_commit() < kProofLifetime) return {};
    return writer_.Write(
        [](WriteTx& tx) { return Done(tx.Execute("UPDATE write_proofs SET count = count + 1")); });
  }

 private:
  const EngineSource source_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Node> node_;  // nullptr if no other node is followed
  Writer::Gate gate_;
  std::mutex engine_mutex_;
  ReaderPool readers_;
  std::mutex proving_;
  Writer writer_;
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Store::~Store() = default;

base::Result<std::unique_ptr<Store>> Store::Open(const EngineSource& source) {
  BW_TRY_ASSIGN(auto engine, source.open(true));
  BW_TRY(
      RetryWithin(StartPatience(source), *engine, [&] { return Migrate(*engine, Migrations()); }));
  ReadTx tx(*engine);
  BW_TRY_ASSIGN(const std::int64_t last_event, LastEventNumber(tx));
  auto impl = std::make_unique<Impl>(std::move(engine), last_event, source);
  BW_TRY(impl->AddReaders(source));
  return std::unique_ptr<Store>(new Store(std::move(impl)));
}

base::Status Store::ChainLog() { return impl_->ChainLog(); }

void Store::OnCommit(Listener listener) {
  impl_->writer().publisher().OnCommit(std::move(listener));
}
std::uint64_t Store::commits() const { return impl_->writer().publisher().commits(); }

base::Status Store::Follow(Adopt adopt) { return impl_->Follow(lease_, std::move(adopt)); }

void Store::StopFollowing() {
  if (impl_->node() != nullptr) impl_->node()->Stop();
}

base::Status Store::AwaitLease() { return impl_->node()->AwaitLease(impl_->wait()); }

std::optional<NodeState> Store::node_state() const {
  if (impl_->node() == nullptr) return std::nullopt;
  return impl_->node()->state();
}

void Store::SetWait(std::chrono::milliseconds wait) { impl_->SetWait(wait); }

void Store::FailOverdue() { impl_->writer().FailOverdue(); }

base::Status Store::Ping() {
  BW_TRY(AwaitCurrent());
  BW_TRY(RunRead(
      [](ReadTx& tx) { return Done(tx.Execute("SELECT max(version) FROM schema_version")); }));
  return impl_->ProveWritable();
}

base::Result<bool> Store::CatchUp() {
  if (impl_->node() != nullptr) return false;
  BW_TRY_ASSIGN(const std::int64_t last, Read([](ReadTx& tx) { return LastEventNumber(tx); }));
  if (last <= impl_->writer().publisher().last_published()) return false;
  // Any write makes the writer publish the new events, in order and on its own thread.
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
