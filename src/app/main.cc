#include <malloc.h>
#include <unistd.h>

#include "app/cli.h"

namespace {

// A buffer of at least kLargeBuffer bytes returns to the system when it is freed, and so does the
// free end of a heap when it is longer than kKeptFree bytes. Without fixed values the allocator
// raises the first to the size of the largest buffer that was freed, and the second to twice that:
// then each thread that has once made a large answer, such as /openapi.json, keeps some MiB for
// ever.
constexpr int kLargeBuffer = 256 * 1024;
constexpr int kKeptFree = 512 * 1024;

}  // namespace

int main(int argc, char** argv) {
  mallopt(M_MMAP_THRESHOLD, kLargeBuffer);  // NOLINT(concurrency-mt-unsafe) no thread has started
  mallopt(M_TRIM_THRESHOLD, kKeptFree);     // NOLINT(concurrency-mt-unsafe) no thread has started
  return bearward::app::RunCli(argc, argv, environ);
}
