// FaultyEngine: an Engine in which one chosen call fails, to prove that no partial change remains.
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

// FaultPlan decides which of the following calls of Begin, Execute and Commit fails, counted over
// all connections of its EngineSource. Initially no call fails. Safe from any thread.
class FaultPlan {
 public:
  // FailCall makes the n-th call from now fail with kUnavailable, with n from 1, and resets the
  // count. `times` consecutive calls fail; after a retryable failure the store tries again by
  // itself.
  void FailCall(int n, int times = 1, bool retryable = false) {
    const std::lock_guard lock(mutex_);
    calls_ = 0;
    first_ = n;
    end_ = n + times;
    reason_ = retryable ? kRetryable : kFinal;
  }
  // Heal stops the failures and resets the count.
  void Heal() { FailCall(0, 0); }
  // calls returns the number of calls since the count was reset.
  int calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  // fired says whether the failing call has been reached.
  bool fired() const {
    const std::lock_guard lock(mutex_);
    return first_ > 0 && calls_ >= first_;
  }
  // Count counts one call and returns an error if this call must fail.
  base::Status Count() {
    const std::lock_guard lock(mutex_);
    ++calls_;
    if (calls_ < first_ || calls_ >= end_) return {};
    return base::Fail(base::Unavailable(reason_, "a fault was injected"));
  }
  // IsRetryable says whether an error is a retryable failure of this plan.
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

// FaultyEngine forwards every call except those that the plan makes fail.
class FaultyEngine final : public store::Engine {
 public:
  FaultyEngine(std::unique_ptr<store::Engine> engine, std::shared_ptr<FaultPlan> plan)
      : engine_(std::move(engine)), plan_(std::move(plan)) {}

  base::Status Begin(bool write) override {
    BW_TRY(plan_->Count());
    return engine_->Begin(write);
  }
  base::Result<store::Rows> Run(std::string_view sql, std::span<const store::Parameter> values,
                                Need need) override {
    BW_TRY(plan_->Count());
    return engine_->Run(sql, values, need);
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

// WithFaults returns a source whose connections fail according to the plan.
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
// until run() ends without a fault; it returns the number of faults. After each faulty run it heals
// the plan and calls check(n), which verifies that nothing has changed.
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
