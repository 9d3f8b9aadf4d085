#include "observe/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

namespace bearward::observe {
namespace {

TEST(Process, AnOpenDescriptorIsCounted) {
  const double before = ReadProcessUsage().open_fds;
  EXPECT_GE(before, 3);
  const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(ReadProcessUsage().open_fds, before + 1);
  ::close(descriptor);
  EXPECT_EQ(ReadProcessUsage().open_fds, before);
  EXPECT_GT(ReadProcessUsage().max_fds, before);
}

TEST(Process, TouchedMemoryIsResident) {
  constexpr std::size_t kBytes = 32 << 20;
  const double before = ReadProcessUsage().resident_bytes;
  EXPECT_GT(before, 1 << 20);
  std::vector<char> memory(kBytes, 'x');
  EXPECT_GT(ReadProcessUsage().resident_bytes, before + kBytes / 2) << memory[kBytes - 1];
}

TEST(Process, WorkCostsProcessorTime) {
  const double before = ReadProcessUsage().cpu_seconds;
  volatile std::uint64_t sum = 0;
  while (ReadProcessUsage().cpu_seconds < before + 0.01) {
    for (std::uint64_t i = 0; i < 100'000; ++i) sum = sum + i;
  }
  EXPECT_GT(sum, 0U);
}

TEST(Process, TheUsualNamesAreInTheMetrics) {
  Registry metrics;
  AddProcessMetrics(metrics, base::FromMillis(1'700'000'000'500));
  const std::string text = metrics.Render();
  for (const char* name : {"process_resident_memory_bytes ", "process_cpu_seconds_total ",
                           "process_open_fds ", "process_max_fds "}) {
    EXPECT_NE(text.find(std::string("\n") + name), std::string::npos) << name;
  }
  EXPECT_NE(text.find("\nprocess_start_time_seconds 1700000000.5\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace bearward::observe
