// FaultyEngine: a database of which one chosen call fails, to prove that nothing is left half done.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "store/engine.h"
#include "store/store.h"

namespace bearward::testing {

// FaultPlan says which of the coming calls of Begin, Execute and Commit fails, counted over all
// connections of the source it was given to. It begins without a fault. Safe from any thread.
class FaultPlan {
 public:
  // FailCall lets the n-th call from now fail with kUnavailable, n from 1, and starts the count
  // again. `times` calls fail in a row; a retryable failure is one after which the store tries
  // again by itself.
  void FailCall(int n, int times = 1, bool retryable = false) {
    const std::lock_guard lock(mutex_);
    calls_ = 0;
    first_ = n;
    end_ = n + times;
    reason_ = retryable ? kRetryable : kFinal;
  }
  // Heal lets every call through again and starts the count again.
  void Heal() { FailCall(0, 0); }
  // calls gives how many calls there were since the count was started.
  int calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  // fired says whether the failing call has been reached.
  bool fired() const {
    const std::lock_guard lock(mutex_);
    return first_ > 0 && calls_ >= first_;
  }
  // Count notes one call, and fails if it is one that must.
  base::Status Count() {
    const std::lock_guard lock(mutex_);
    ++calls_;
    if (calls_ < first_ || calls_ >= end_) return {};
    return base::Fail(base::Unavailable(reason_, "a fault was injected"));
  }
  // IsRetryable knows the failures of this plan that may be tried again.
  static bool IsRetryable(const base::Error& error) { return error.reason == kRetryable; }

 private:
  static constexpr const char* kFinal = "fault_injected";
  static constexpr const char* kRetryable = "fault_injected_retryable";
  mutable std::mutex mutex_;
  int calls_ = 0;
  int first_ = 0;
  int end_ = 0;
  const char* reason_ = kFinal;
};

// FaultyEngine passes every call on, but for those that the plan lets fail.
class FaultyEngine final : public store::Engine {
 public:
  FaultyEngine(std::unique_ptr<store::Engine> engine, std::shared_ptr<FaultPlan> plan)
      : engine_(std::move(engine)), plan_(std::move(plan)) {}

  base::Status Begin(bool write) override {
    BW_TRY(plan_->Count());
    return engine_->Begin(write);
  }
  base::Result<store::Rows> Execute(std::string_view sql,
                                    std::span<const store::Parameter> values) override {
    BW_TRY(plan_->Count());
    return engine_->Execute(sql, values);
  }
  base::Status Commit() override {
    base::Status status = plan_->Count();
    if (status) return engine_->Commit();
    engine_->RollBack();
    return status;
  }
  void RollBack() override { engine_->RollBack(); }
  bool IsRetryable(const base::Error& error) const override {
    return FaultPlan::IsRetryable(error) || engine_->IsRetryable(error);
  }
  void Maintain(bool idle) override { engine_->Maintain(idle); }

 private:
  std::unique_ptr<store::Engine> engine_;
  std::shared_ptr<FaultPlan> plan_;
};

// WithFaults gives a source whose connections obey the plan.
inline store::EngineSource WithFaults(store::EngineSource source, std::shared_ptr<FaultPlan> plan) {
  source.name = "faulty " + source.name;
  source.open = [inner = std::move(source.open), plan = std::move(plan)](
                    bool writer) -> base::Result<std::unique_ptr<store::Engine>> {
    BW_TRY_ASSIGN(auto engine, inner(writer));
    return std::make_unique<FaultyEngine>(std::move(engine), plan);
  };
  return source;
}

// ForEveryFault calls run() with its first database call failing, then with its second, and so on
// until run() meets no fault any more; it gives how many faults were met. After each faulty run the
// plan is healed and check(n) is called: the place to expect that nothing has changed.
template <class Run, class Check>
int ForEveryFault(FaultPlan& plan, Run run, Check check) {
  for (int n = 1;; ++n) {
    plan.FailCall(n);
    run();
    const bool met = plan.fired();
    plan.Heal();
    if (!met) return n - 1;
    check(n);
  }
}

}  // namespace bearward::testing
