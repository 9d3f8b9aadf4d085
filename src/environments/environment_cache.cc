#include "environments/environment_cache.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>

#include "model/event.h"
#include "store/environments.h"

namespace bearward::environments {

class EnvironmentCache::State {
 public:
  explicit State(store::Store& store) : store_(store) {}

  // One read at a time, so that an older result never replaces a newer one.
  base::Status Load() {
    const std::lock_guard one_at_a_time(loading_);
    auto all = store_.Read([](store::ReadTx& tx) { return store::ListEnvironments(tx); });
    const std::lock_guard lock(mutex_);
    if (!all) {
      list_ = base::Fail(std::move(all).error());
      return base::Fail(list_.error());
    }
    list_ = std::make_shared<const std::vector<model::Environment>>(*std::move(all));
    return {};
  }

  base::Result<List> All() const {
    const std::lock_guard lock(mutex_);
    return list_;
  }

 private:
  store::Store& store_;
  std::mutex loading_;
  mutable std::mutex mutex_;
  base::Result<List> list_;  // guarded by mutex_
};

EnvironmentCache::EnvironmentCache(store::Store& store) : state_(std::make_shared<State>(store)) {
  // A failure is kept for All and repaired by Retry.
  static_cast<void>(state_->Load());
  store.OnCommit([state = state_](std::span<const model::Event> events) {
    const bool changed = std::ranges::any_of(events, [](const model::Event& event) {
      return event.type == model::EventType::kEnvironmentCreated ||
             event.type == model::EventType::kEnvironmentUpdated;
    });
    if (changed) static_cast<void>(state->Load());
  });
}

EnvironmentCache::~EnvironmentCache() = default;

base::Result<EnvironmentCache::List> EnvironmentCache::All() const { return state_->All(); }

base::Result<model::EnvironmentId> EnvironmentCache::DefaultId() const {
  BW_TRY_ASSIGN(const List all, state_->All());
  return all->empty() ? model::EnvironmentId{} : all->front().id;
}

base::Status EnvironmentCache::Retry() { return state_->All() ? base::Status() : state_->Load(); }

}  // namespace bearward::environments
