#include "verify/throttle.h"

#include <algorithm>
#include <limits>

namespace bearward::verify {
namespace {

std::int64_t TicksOf(std::chrono::seconds time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
}

}  // namespace

Throttle::Throttle(const base::Clock& clock, std::chrono::seconds window, std::size_t capacity)
    : clock_(clock), length_(TicksOf(window)), capacity_(std::max<std::size_t>(capacity, 1)) {}

std::optional<std::chrono::seconds> Throttle::WaitFor(const std::string& name, int limit) const {
  const std::int64_t now = clock_.Ticks();
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = windows_.find(name);
  if (found == windows_.end() || IsOver(found->second, now)) return std::nullopt;
  if (found->second.failures < limit) return std::nullopt;
  const std::chrono::nanoseconds left(found->second.begins + length_ - now);
  return std::chrono::ceil<std::chrono::seconds>(left);
}

int Throttle::Note(const std::string& name) {
  const std::int64_t now = clock_.Ticks();
  const std::lock_guard<std::mutex> lock(mutex_);
  auto found = windows_.find(name);
  if (found == windows_.end()) {
    if (windows_.size() >= capacity_) MakeRoom(now);
    found = windows_.emplace(name, Window{.begins = now}).first;
  } else if (IsOver(found->second, now)) {
    found->second = Window{.begins = now};
  }
  const std::int64_t end = found->second.begins + length_;
  if (end > last_end_.load()) last_end_.store(end, std::memory_order_release);
  return ++found->second.failures;
}

void Throttle::Forget(const std::string& name) {
  const std::lock_guard<std::mutex> lock(mutex_);
  windows_.erase(name);
}

std::size_t Throttle::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return windows_.size();
}

bool Throttle::IsOver(const Window& window, std::int64_t now) const {
  return now - window.begins >= length_;
}

void Throttle::MakeRoom(std::int64_t now) {
  std::erase_if(windows_, [&](const auto& entry) { return IsOver(entry.second, now); });
  if (windows_.size() < capacity_) return;
  // Many names are being tried. The names with the most failures must be kept.
  int fewest = std::numeric_limits<int>::max();
  for (const auto& [name, window] : windows_) fewest = std::min(fewest, window.failures);
  std::erase_if(windows_, [&](const auto& entry) { return entry.second.failures == fewest; });
}

}  // namespace bearward::verify
