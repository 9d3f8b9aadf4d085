// GatedEngine: a database that makes readers or the writer wait, for tests of what others do
// meanwhile.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "store/engine.h"
#include "store/store.h"

namespace bearward::testing {

// Gate is open at first. Safe from any thread.
class Gate {
 public:
  void Close() { Set(true); }
  void Open() { Set(false); }
  void Pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !closed_; });
  }

 private:
  void Set(bool closed) {
    const std::lock_guard lock(mutex_);
    closed_ = closed;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool closed_ = false;
};

// GatedEngine passes every call on. Reading transactions wait at `reads` before they begin, commits
// at `commits`, as at a disk that hangs.
class GatedEngine final : public store::Engine {
 public:
  GatedEngine(std::unique_ptr<store::Engine> engine, std::shared_ptr<Gate> reads,
              std::shared_ptr<Gate> commits)
      : engine_(std::move(engine)), reads_(std::move(reads)), commits_(std::move(commits)) {}

  base::Status Begin(bool write) override {
    if (!write) reads_->Pass();
    return engine_->Begin(write);
  }
  base::Result<store::Rows> Execute(std::string_view sql,
                                    std::span<const store::Parameter> values) override {
    return engine_->Execute(sql, values);
  }
  base::Status Commit() override {
    commits_->Pass();
    return engine_->Commit();
  }
  void RollBack() override { engine_->RollBack(); }
  bool IsRetryable(const base::Error& error) const override { return engine_->IsRetryable(error); }
  void Maintain(bool idle) override { engine_->Maintain(idle); }

 private:
  std::unique_ptr<store::Engine> engine_;
  std::shared_ptr<Gate> reads_;
  std::shared_ptr<Gate> commits_;
};

// WithGates gives a source whose connections wait at the gates, WithGate one whose readers do.
inline store::EngineSource WithGates(store::EngineSource source, std::shared_ptr<Gate> reads,
                                     std::shared_ptr<Gate> commits) {
  source.name = "gated " + source.name;
  source.open =
      [inner = std::move(source.open), reads = std::move(reads),
       commits = std::move(commits)](bool writer) -> base::Result<std::unique_ptr<store::Engine>> {
    BW_TRY_ASSIGN(auto engine, inner(writer));
    return std::make_unique<GatedEngine>(std::move(engine), reads, commits);
  };
  return source;
}
inline store::EngineSource WithGate(store::EngineSource source, std::shared_ptr<Gate> reads) {
  return WithGates(std::move(source), std::move(reads), std::make_shared<Gate>());
}

}  // namespace bearward::testing
