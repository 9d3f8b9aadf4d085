// GatedEngine: a database that makes who reads it wait, for tests of what others do meanwhile.
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

// Gate is open at first. Reading transactions wait at it before they begin; safe from any thread.
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

// GatedEngine passes every call on.
class GatedEngine final : public store::Engine {
 public:
  GatedEngine(std::unique_ptr<store::Engine> engine, std::shared_ptr<Gate> gate)
      : engine_(std::move(engine)), gate_(std::move(gate)) {}

  base::Status Begin(bool write) override {
    if (!write) gate_->Pass();
    return engine_->Begin(write);
  }
  base::Result<store::Rows> Execute(std::string_view sql,
                                    std::span<const store::Parameter> values) override {
    return engine_->Execute(sql, values);
  }
  base::Status Commit() override { return engine_->Commit(); }
  void RollBack() override { engine_->RollBack(); }
  bool IsRetryable(const base::Error& error) const override { return engine_->IsRetryable(error); }
  void Maintain(bool idle) override { engine_->Maintain(idle); }

 private:
  std::unique_ptr<store::Engine> engine_;
  std::shared_ptr<Gate> gate_;
};

// WithGate gives a source whose connections wait at the gate.
inline store::EngineSource WithGate(store::EngineSource source, std::shared_ptr<Gate> gate) {
  auto open = [inner = std::move(source.open), gate = std::move(gate)](
                  bool writer) -> base::Result<std::unique_ptr<store::Engine>> {
    BW_TRY_ASSIGN(auto engine, inner(writer));
    return std::make_unique<GatedEngine>(std::move(engine), gate);
  };
  return {.name = "gated " + source.name, .readers = source.readers, .open = std::move(open)};
}

}  // namespace bearward::testing
