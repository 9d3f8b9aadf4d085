#include "observe/log_stream.h"

#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include "base/thread_name.h"
#include "json/writer.h"

namespace bearward::observe {
namespace {

using std::chrono::milliseconds;

// The writer collects lines for this time, or up to this many bytes, to use one wake-up and one
// write for many lines.
constexpr milliseconds kGatherTime{5};
constexpr std::size_t kGatherBytes = 64 * 1024;
// While the reader accepts nothing, the writer checks at this interval whether the stream ends.
// After kStalledLooks checks without progress the destructor no longer waits for the reader.
constexpr milliseconds kLookInterval{50};
constexpr int kStalledLooks = 5;
// kEndTime is how long the writer may write the remaining lines when the stream ends; kLeaveTime is
// how long it then has to stop. If it is blocked in a write, the thread is detached.
constexpr milliseconds kEndTime{500};
constexpr milliseconds kLeaveTime{200};

// A pipe that is ready for writing accepts PIPE_BUF bytes without blocking; a file accepts
// everything.
std::size_t ChunkOf(int descriptor) {
  struct stat status{};
  const bool file = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  return file ? kGatherBytes : PIPE_BUF;
}

void BlockSignals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

struct LogStream::State {
  State(const base::Clock& given, int target, std::size_t most)
      : clock(given), descriptor(target), capacity(most), chunk(ChunkOf(target)) {}

  const base::Clock& clock;
  const int descriptor;
  const std::size_t capacity;
  const std::size_t chunk;
  std::atomic<std::uint64_t> dropped{0};
  std::mutex mutex;
  std::condition_variable wake;   // wakes the writer
  std::condition_variable ended;  // the writer has ended
  // The following members are guarded by the mutex.
  std::string pending;
  bool idle = false;  // the writer sleeps until the first line
  bool stop = false;
  bool abandon = false;  // the time for the remaining lines has passed
  bool done = false;

  void Run();
  bool Wait(std::unique_lock<std::mutex>& lock);
  bool WriteAll(std::string_view text);
  bool WaitForRoom();
  void ReportDropped(std::uint64_t& reported);
};

// Wait returns false when the stream has ended and nothing is pending.
bool LogStream::State::Wait(std::unique_lock<std::mutex>& lock) {
  idle = true;
  wake.wait(lock, [this] { return stop || !pending.empty(); });
  idle = false;
  wake.wait_for(lock, kGatherTime, [this] { return stop || pending.size() >= kGatherBytes; });
  return !pending.empty();
}

void LogStream::State::Run() {
  base::NameThread("log");
  BlockSignals();
  std::string batch;
  std::uint64_t reported = 0;
  std::unique_lock lock(mutex);
  while (Wait(lock)) {
    batch.clear();
    batch.swap(pending);
    lock.unlock();
    const bool written = WriteAll(batch);
    lock.lock();
    // A detached writer must not use the clock, which may no longer exist.
    if (!written || stop) continue;
    lock.unlock();
    ReportDropped(reported);
    lock.lock();
  }
  done = true;
  ended.notify_all();
}

// WaitForRoom returns false when the stream has ended and its time has passed, or when the reader
// is stalled.
bool LogStream::State::WaitForRoom() {
  pollfd poll_for{descriptor, POLLOUT, 0};
  for (int looks = 0;; ++looks) {
    const bool is_writable = ::poll(&poll_for, 1, static_cast<int>(kLookInterval.count())) > 0;
    const std::lock_guard lock(mutex);
    if (abandon || (stop && !is_writable && looks >= kStalledLooks)) return false;
    if (is_writable) return true;
  }
}

// WriteAll counts the lines that the descriptor did not accept, and returns false if there are any.
bool LogStream::State::WriteAll(std::string_view text) {
  while (!text.empty()) {
    if (!WaitForRoom()) break;
    const ssize_t wrote = ::write(descriptor, text.data(), std::min(text.size(), chunk));
    if (wrote < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (wrote <= 0) break;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  const auto lost = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
  dropped.fetch_add(lost, std::memory_order_relaxed);
  return lost == 0;
}

void LogStream::State::ReportDropped(std::uint64_t& reported) {
  const std::uint64_t lost = dropped.load(std::memory_order_relaxed);
  if (lost == reported) return;
  std::string line;
  json::Writer writer(line);
  writer.BeginObject();
  writer.Key("time").String(base::FormatIsoMillis(clock.Now()));
  writer.Key("level").String("warn");
  writer.Key("msg").String("log lines were dropped because the reader of the log was too slow");
  writer.Key("dropped").Int(static_cast<std::int64_t>(lost - reported));
  writer.EndObject();
  line.push_back('\n');
  if (WriteAll(line)) reported = lost;
}

LogStream::LogStream(const base::Clock& clock, int descriptor, std::size_t capacity)
    : state_(std::make_shared<State>(clock, descriptor, capacity)),
      writer_([state = state_] { state->Run(); }) {}

LogStream::~LogStream() {
  std::unique_lock lock(state_->mutex);
  state_->stop = true;
  state_->wake.notify_all();
  const auto done = [this] { return state_->done; };
  bool ended = state_->ended.wait_for(lock, kEndTime, done);
  state_->abandon = true;
  if (!ended) ended = state_->ended.wait_for(lock, kLeaveTime, done);
  lock.unlock();
  if (ended) {
    writer_.join();
  } else {
    writer_.detach();
  }
}

void LogStream::Write(std::string_view line) {
  State& state = *state_;
  bool wake = false;
  {
    const std::lock_guard lock(state.mutex);
    const std::size_t before = state.pending.size();
    if (before + line.size() > state.capacity) {
      state.dropped.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    state.pending.append(line);
    const bool enough = before < kGatherBytes && state.pending.size() >= kGatherBytes;
    wake = (before == 0 && state.idle) || enough;
  }
  if (wake) state.wake.notify_one();
}

std::uint64_t LogStream::dropped() const { return state_->dropped.load(std::memory_order_relaxed); }

}  // namespace bearward::observe
