// Publisher: passes committed events to the listeners, each event once and in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "model/event.h"

namespace bearward::store {

// Publisher is used by two threads: the writer, for its own commits and for foreign events before
// them, and the thread that follows other nodes. last_published and commits are safe from any
// thread.
class Publisher {
 public:
  using Listener = std::function<void(std::span<const model::Event>)>;

  // Publisher takes the number of the newest existing event.
  explicit Publisher(std::int64_t last_event) : last_published_(last_event) {}

  // OnCommit adds a listener; see Store::OnCommit. Call it before the first commit.
  void OnCommit(Listener listener) { listeners_.push_back(std::move(listener)); }

  // Publish counts one commit and passes its events to the listeners. The numbers of the events
  // have no gap. Events that another thread has published already are omitted. Publish returns when
  // all listeners have returned.
  void Publish(std::span<const model::Event> events);

  // last_published returns the number of the newest event that was passed to the listeners.
  std::int64_t last_published() const { return last_published_.load(std::memory_order_acquire); }
  // commits returns the number of calls of Publish. It increases before the listeners are called.
  std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }

 private:
  std::vector<Listener> listeners_;
  std::mutex mutex_;  // one Publish at a time, so that events are passed in order
  std::atomic<std::int64_t> last_published_;
  std::atomic<std::uint64_t> commits_ = 0;
};

}  // namespace bearward::store
