#include "observe/process.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <memory>

namespace bearward::observe {
namespace {

double SecondsOf(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double CpuSeconds() {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  return SecondsOf(usage.ru_utime) + SecondsOf(usage.ru_stime);
}

// The second number of statm is the resident size in pages.
double ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return statm ? resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) : 0;
}

double OpenFds() {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
  if (!folder) return 0;
  double count = 0;
  while (const dirent* entry = ::readdir(folder.get())) count += entry->d_name[0] == '.' ? 0 : 1;
  return count - 1;  // without the descriptor that reads the folder
}

double MaxFds() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : 0;
}

}  // namespace

ProcessUsage ReadProcessUsage() { return {ResidentBytes(), CpuSeconds(), OpenFds(), MaxFds()}; }

void AddProcessMetrics(Registry& metrics, base::Time started_at) {
  metrics.AddComputed("process_resident_memory_bytes", "Resident memory in bytes.", ResidentBytes);
  metrics.AddComputedCounter("process_cpu_seconds_total", "User and system time in seconds.",
                             CpuSeconds);
  metrics.AddComputed("process_open_fds", "Open file descriptors.", OpenFds);
  metrics.AddComputed("process_max_fds", "File descriptors that may be open.", MaxFds);
  metrics.AddGauge("process_start_time_seconds", "Start of the process, in seconds since 1970.")
      .Set(static_cast<double>(base::ToMillis(started_at)) / 1000);
}

}  // namespace bearward::observe
