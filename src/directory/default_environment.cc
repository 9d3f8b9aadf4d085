#include "directory/default_environment.h"

#include <algorithm>

#include "store/environments.h"

namespace bearward::directory {

DefaultEnvironment::DefaultEnvironment(store::Store& store) : store_(store) {
  store_.OnCommit([this](std::span<const model::Event> events) {
    const bool changed = std::ranges::any_of(events, [](const model::Event& event) {
      return event.type == model::EventType::kEnvironmentCreated ||
             event.type == model::EventType::kEnvironmentUpdated;
    });
    if (changed) known_.store(false);
  });
}

model::EnvironmentId DefaultEnvironment::Id() {
  const std::lock_guard lock(mutex_);
  if (known_.load()) return id_;
  // Marked before the store is read: a change that commits meanwhile unmarks it again.
  known_.store(true);
  const auto all = store_.Read([](store::ReadTx& tx) { return store::ListEnvironments(tx); });
  if (!all) known_.store(false);
  id_ = !all || all->empty() ? model::EnvironmentId{} : all->front().id;
  return id_;
}

}  // namespace bearward::directory
