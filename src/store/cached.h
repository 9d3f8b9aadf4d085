// Cached: a value in memory that is computed from rows of the store.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "store/store.h"

namespace bearward::store {

// Cached is safe from any thread. After a commit with an event of one of the types, the value is
// read again before the writes of the commit are answered.
template <class T>
class Cached {
 public:
  using Value = std::shared_ptr<const T>;
  using Read = std::function<base::Result<T>(ReadTx& tx)>;

  // The constructor reads the value and subscribes to the store's commits; call it before the first
  // write. `read` may run after the value is destroyed, as long as the store runs.
  Cached(Store& store, Read read, std::vector<model::EventType> types)
      : state_(std::make_shared<State>(store, std::move(read))) {
    // If the read fails, Get returns the error until a later read succeeds.
    static_cast<void>(state_->Load());
    store.OnCommit(
        [state = state_, types = std::move(types)](std::span<const model::Event> events) {
          const bool changed = std::ranges::any_of(events, [&types](const model::Event& event) {
            return std::ranges::find(types, event.type) != types.end();
          });
          if (changed) static_cast<void>(state->Load());
        });
  }

  // Get returns the value, or the error of the last read. Never blocks.
  base::Result<Value> Get() const { return state_->Get(); }
  // Retry reads the value again if the last read failed, and otherwise does nothing. Blocks; call
  // it periodically.
  base::Status Retry() { return state_->Get() ? base::Status() : state_->Load(); }
  // Reload reads the value again, for a caller that has read an event of `types` from the store
  // before the listener was called with it. Blocks.
  base::Status Reload() { return state_->Load(); }

 private:
  class State {
   public:
    State(Store& store, Read read) : store_(store), read_(std::move(read)) {}

    // One read at a time, so that an older result never replaces a newer one.
    base::Status Load() {
      const std::lock_guard one_at_a_time(loading_);
      base::Result<T> read = store_.Read(std::cref(read_));
      const std::lock_guard lock(mutex_);
      if (!read) {
        value_ = base::Fail(std::move(read).error());
        return base::Fail(value_.error());
      }
      value_ = std::make_shared<const T>(*std::move(read));
      return {};
    }
    base::Result<Value> Get() const {
      const std::lock_guard lock(mutex_);
      return value_;
    }

   private:
    Store& store_;
    const Read read_;
    std::mutex loading_;
    mutable std::mutex mutex_;
    base::Result<Value> value_;  // guarded by mutex_
  };

  std::shared_ptr<State> state_;  // shared with the store's listener, which may outlive the value
};

}  // namespace bearward::store
