#include "observe/profiler.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

#include "base/invalid.h"

namespace bearward::observe {
namespace {

constexpr std::size_t kDepth = 64;
// The handler itself and the frame by which the kernel called it.
constexpr int kOwnFrames = 2;
// How often a running profile looks whether it goes on.
constexpr std::chrono::milliseconds kSlice{20};

struct Record {
  pid_t thread = 0;
  int depth = 0;
  std::array<void*, kDepth> frames{};
};

struct Records {
  std::atomic<std::size_t> used = 0;
  std::vector<Record> records = std::vector<Record>(kMostSamples);
};

// Whether a profile runs, the target of the handler meanwhile, and the number of handlers that use
// it.
std::atomic<bool> running = false;
std::atomic<Records*> target = nullptr;
std::atomic<int> handlers = 0;

// OnSample runs in the interrupted thread, so it uses only what a signal handler may use. backtrace
// allocates and locks nothing once libgcc is loaded: glibc 2.35 finds unwind tables without a lock.
void OnSample(int /*signal*/) {
  const int error = errno;
  handlers.fetch_add(1);
  if (Records* const all = target.load(); all != nullptr) {
    const std::size_t index = all->used.fetch_add(1);
    if (index < all->records.size()) {
      Record& record = all->records[index];
      record.depth = ::backtrace(record.frames.data(), static_cast<int>(kDepth));
      record.thread = ::gettid();
    }
  }
  handlers.fetch_sub(1);
  errno = error;
}

std::string FirstLine(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

std::string TaskFile(pid_t thread, std::string_view name) {
  return "/proc/self/task/" + std::to_string(thread) + "/" + std::string(name);
}

// NameOf returns the name of a thread; other text of a folded line uses no semicolon.
std::string NameOf(pid_t thread) {
  std::string name = FirstLine(TaskFile(thread, "comm"));
  std::ranges::replace(name, ';', '_');
  return name.empty() ? "ended" : name;
}

std::vector<pid_t> Threads() {
  std::vector<pid_t> threads;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", error)) {
    const std::string name = entry.path().filename().string();
    pid_t thread = 0;
    std::from_chars(name.data(), name.data() + name.size(), thread);
    if (thread > 0) threads.push_back(thread);
  }
  return threads;
}

// Timer signals one thread after each period of its processor time.
class Timer {
 public:
  explicit Timer(pid_t thread) {
    // The clock of another thread of this process, as pthread_getcpuclockid(3) makes it.
    constexpr unsigned kThreadClock = 6;
    const auto clock =
        static_cast<clockid_t>((~static_cast<unsigned>(thread) << 3U) | kThreadClock);
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = SIGPROF;
    event._sigev_un._tid = thread;
    made_ = ::timer_create(clock, &event, &timer_) == 0;
    if (!made_) return;  // the thread has ended
    constexpr long kNanoseconds = std::chrono::nanoseconds(kProfilePeriod).count();
    const itimerspec every{.it_interval = {0, kNanoseconds}, .it_value = {0, kNanoseconds}};
    ::timer_settime(timer_, 0, &every, nullptr);
  }
  ~Timer() {
    if (made_) ::timer_delete(timer_);
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

 private:
  timer_t timer_{};
  bool made_ = false;
};

// The handler stays installed, because a signal may still be pending when a profile ends.
void Install() {
  std::array<void*, 1> frame{};
  ::backtrace(frame.data(), 1);  // loads libgcc outside of the handler
  struct sigaction action{};
  action.sa_handler = &OnSample;
  action.sa_flags = SA_RESTART;
  ::sigfillset(&action.sa_mask);
  ::sigaction(SIGPROF, &action, nullptr);
}

std::string Demangled(const char* symbol) {
  int status = -1;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(symbol, nullptr, nullptr, &status), &std::free);
  std::string name = status == 0 ? text.get() : symbol;
  std::ranges::replace(name, ';', '_');
  return name;
}

// A return address is after the call, which may be the last instruction of its function.
std::string FunctionAt(const void* frame) {
  const char* const call = static_cast<const char*>(frame) - 1;
  Dl_info info{};
  if (::dladdr(call, &info) == 0) return "unknown";
  if (info.dli_sname != nullptr) return Demangled(info.dli_sname);
  const std::string module = std::filesystem::path(info.dli_fname).filename().string();
  const auto offset = static_cast<std::uintptr_t>(call - static_cast<const char*>(info.dli_fbase));
  std::array<char, 16> digits{};
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), offset, 16).ptr;
  return module + "+0x" + std::string(digits.data(), end);
}

std::string Fold(const Records& all) {
  const std::size_t used = std::min(all.used.load(), all.records.size());
  std::map<pid_t, std::string> names;
  std::map<const void*, std::string> functions;
  std::map<std::string, int> stacks;
  for (std::size_t i = 0; i < used; ++i) {
    const Record& record = all.records[i];
    const auto [name, is_new] = names.try_emplace(record.thread);
    if (is_new) name->second = NameOf(record.thread);
    std::string stack = name->second;
    for (int at = record.depth; at-- > kOwnFrames;) {
      const void* const frame = record.frames[static_cast<std::size_t>(at)];
      const auto [function, is_first] = functions.try_emplace(frame);
      if (is_first) function->second = FunctionAt(frame);
      stack += ";" + function->second;
    }
    ++stacks[stack];
  }
  std::string text;
  for (const auto& [stack, count] : stacks) text += stack + " " + std::to_string(count) + "\n";
  if (all.used.load() > used) text += "dropped " + std::to_string(all.used.load() - used) + "\n";
  return text;
}

// Reads the times of a thread, which are after the name in parentheses (proc(5)).
std::chrono::milliseconds CpuOf(pid_t thread) {
  const std::string line = FirstLine(TaskFile(thread, "stat"));
  const auto end = line.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream fields(line.substr(end + 1));
  constexpr int kBefore = 11;  // from `state` to `cmajflt`
  std::string skipped;
  for (int i = 0; i < kBefore; ++i) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;
  return std::chrono::milliseconds((user + system) * 1'000 / ::sysconf(_SC_CLK_TCK));
}

}  // namespace

std::vector<ThreadTime> ReadThreadTimes() {
  std::map<std::string, ThreadTime> by_name;
  for (const pid_t thread : Threads()) {
    const std::string name = NameOf(thread);
    ThreadTime& time = by_name[name];
    time.name = name;
    ++time.threads;
    time.cpu += CpuOf(thread);
  }
  std::vector<ThreadTime> times;
  for (auto& [name, time] : by_name) times.push_back(std::move(time));
  std::ranges::stable_sort(times, std::ranges::greater(), &ThreadTime::cpu);
  return times;
}

base::Result<std::string> SampleStacks(std::chrono::seconds time,
                                       const std::function<bool()>& goes_on) {
  if (running.exchange(true)) {
    return base::Fail(base::Conflict("profile_runs", "Another profile is being recorded."));
  }
  const auto all = std::make_unique<Records>();
  Install();
  target.store(all.get());
  {
    std::vector<std::unique_ptr<Timer>> timers;
    for (const pid_t thread : Threads()) timers.push_back(std::make_unique<Timer>(thread));
    for (auto left = std::chrono::milliseconds(time); left > kSlice && goes_on(); left -= kSlice) {
      std::this_thread::sleep_for(kSlice);  // a profile lasts as long as was asked for
    }
  }
  target.store(nullptr);
  while (handlers.load() > 0) std::this_thread::yield();
  std::string text = Fold(*all);
  running.store(false);
  return text;
}

}  // namespace bearward::observe
