#include "environments/default_environment.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>

#include "model/event.h"
#include "store/environments.h"

namespace bearward::environments {

class DefaultEnvironment::State {
 public:
  explicit State(store::Store& store) : store_(store) {}

  // One read at a time, so that an older result never replaces a newer one.
  base::Status Load() {
    const std::lock_guard one_at_a_time(loading_);
    auto all = store_.Read([](store::ReadTx& tx) { return store::ListEnvironments(tx); });
    const std::lock_guard lock(mutex_);
    if (!all) {
      id_ = base::Fail(std::move(all).error());
      return base::Fail(id_.error());
    }
    id_ = all->empty() ? model::EnvironmentId{} : std::move(all->front().id);
    return {};
  }

  base::Result<model::EnvironmentId> Id() const {
    const std::lock_guard lock(mutex_);
    return id_;
  }

 private:
  store::Store& store_;
  std::mutex loading_;
  mutable std::mutex mutex_;
  base::Result<model::EnvironmentId> id_;  // guarded by mutex_
};

DefaultEnvironment::DefaultEnvironment(store::Store& store)
    : state_(std::make_shared<State>(store)) {
  // A failure is kept for Id and repaired by Retry.
  static_cast<void>(state_->Load());
  store.OnCommit([state = state_](std::span<const model::Event> events) {
    const bool changed = std::ranges::any_of(events, [](const model::Event& event) {
      return event.type == model::EventType::kEnvironmentCreated ||
             event.type == model::EventType::kEnvironmentUpdated;
    });
    if (changed) static_cast<void>(state->Load());
  });
}

DefaultEnvironment::~DefaultEnvironment() = default;

base::Result<model::EnvironmentId> DefaultEnvironment::Id() const { return state_->Id(); }

base::Status DefaultEnvironment::Retry() { return state_->Id() ? base::Status() : state_->Load(); }

}  // namespace bearward::environments
