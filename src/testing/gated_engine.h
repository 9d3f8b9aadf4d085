// GatedEngine: an Engine that makes reads or commits wait, to test what other threads do in that
// time.
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

// Gate is open initially. Safe from any thread.
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

// GatedEngine forwards every call. Read transactions wait at `reads` before they begin, commits
// wait at `commits`, as on a disk that does not respond.
class GatedEngine final : public store::Engine {
 public:
  GatedEngine(std::unique_ptr<store::Engine> engine, std::shared_ptr<Gate> reads,
              std::shared_ptr<Gate> commits)
      : engine_(std::move(engine)), reads_(std::move(reads)), commits_(std::move(commits)) {}

  base::Status Begin(bool write) override {
    if (!write) reads_->Pass();
    return engine_->Begin(write);
  }
  base::Result<store::Rows> Run(std::string_view sql, std::span<const store::Parameter> values,
                                Need need) override {
    return engine_->Run(sql, values, need);
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

// WithGates returns a source whose connections wait at the gates; WithGate one where only reads
// wait.
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
