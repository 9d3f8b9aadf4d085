#include "door/hash_pool.h"

#include <algorithm>
#include <utility>

#include "base/thread_name.h"

namespace bearward::door {
namespace {

constexpr std::size_t kSubjectPart = 8;

void Decrement(std::map<std::string, std::size_t>& counts, const std::string& key) {
  const auto count = counts.find(key);
  if (count != counts.end() && --count->second == 0) counts.erase(count);
}

}  // namespace

HashPool::HashPool(unsigned threads, std::size_t queue, observe::Registry& metrics)
    : thread_count_(std::max(threads, 1U)),
      limit_(queue),
      subject_limit_(std::max<std::size_t>(queue / kSubjectPart, 1)),
      queued_(metrics.AddGauge("bearward_pool_queue", "Requests waiting for a thread of the pool.",
                               {{"pool", "hash"}})),
      refused_(metrics.AddCounter("bearward_pool_refused_total",
                                  "Requests refused because the pool's queue was full.",
                                  {{"pool", "hash"}})) {
  for (std::size_t i = 0; i < thread_count_; ++i) threads_.emplace_back([this] { Work(); });
}

HashPool::~HashPool() { Stop(); }

void HashPool::Post(Task task) {
  std::optional<Task> dropped;
  {
    const std::lock_guard lock(mutex_);
    dropped = Insert(std::move(task));
    queued_.Set(static_cast<double>(size_));
  }
  changed_.notify_one();
  if (!dropped) return;
  refused_.Add();
  dropped->refuse();
}

void HashPool::NoteFailure(const std::string& address) {
  const std::lock_guard lock(mutex_);
  ++failures_[address];
}

void HashPool::ForgetFailure(const std::string& address) {
  {
    const std::lock_guard lock(mutex_);
    Decrement(failures_, address);
  }
  changed_.notify_one();
}

void HashPool::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

// Returns the refused task: the new one, or the one that it replaced; nullopt if none.
std::optional<HashPool::Task> HashPool::Insert(Task task) {
  if (stopping_) return task;
  if (!task.subject.empty()) {
    const auto same = of_subject_.find(task.subject);
    if (same != of_subject_.end() && same->second >= subject_limit_) return task;
  }
  std::optional<Task> dropped;
  if (size_ >= limit_) {
    if (size_ == 0) return task;
    const auto longest = std::ranges::max_element(
        shares_, {}, [](const auto& share) { return share.second.size(); });
    const auto own = shares_.find(task.address);
    const std::size_t held = own == shares_.end() ? 0 : own->second.size();
    if (longest->second.size() <= held + 1) return task;
    dropped = TakeNewestOf(longest);
  }
  Share& share = shares_[task.address];
  if (share.empty()) turns_.push_back(task.address);
  if (!task.subject.empty()) ++of_subject_[task.subject];
  share.push_back(std::move(task));
  ++size_;
  return dropped;
}

// The share keeps at least one task, because only the longest share loses tasks.
HashPool::Task HashPool::TakeNewestOf(std::map<std::string, Share>::iterator longest) {
  Task task = std::move(longest->second.back());
  longest->second.pop_back();
  Forget(task);
  return task;
}

void HashPool::Forget(const Task& task) {
  --size_;
  Decrement(of_subject_, task.subject);
}

void HashPool::Work() {
  base::NameThread("hash");
  while (auto task = Next()) {
    task->run();
    End(task->address);
  }
  changed_.notify_all();  // a thread may wait that was to be left to other addresses
}

bool HashPool::MayRun(const std::string& address) const {
  if (thread_count_ == 1 || !failures_.contains(address)) return true;
  const auto running = running_.find(address);
  return running == running_.end() || running->second < thread_count_ - 1;
}

std::deque<std::string>::iterator HashPool::NextTurn() {
  return std::ranges::find_if(turns_,
                              [this](const std::string& address) { return MayRun(address); });
}

// The thread that ends a task looks for the next one itself; no other has to be notified.
void HashPool::End(const std::string& address) {
  const std::lock_guard lock(mutex_);
  Decrement(running_, address);
}

std::optional<HashPool::Task> HashPool::Next() {
  std::unique_lock lock(mutex_);
  auto turn = turns_.end();
  changed_.wait(lock, [&] {
    turn = NextTurn();
    return turn != turns_.end() || (stopping_ && size_ == 0);
  });
  if (turn == turns_.end()) return std::nullopt;
  std::string address = std::move(*turn);
  turns_.erase(turn);
  ++running_[address];
  const auto share = shares_.find(address);
  Task task = std::move(share->second.front());
  share->second.pop_front();
  Forget(task);
  queued_.Set(static_cast<double>(size_));
  if (share->second.empty()) {
    shares_.erase(share);
  } else {
    turns_.push_back(std::move(address));
  }
  return task;
}

}  // namespace bearward::door
