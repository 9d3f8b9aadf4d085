#include "base/entropy.h"

#include <string.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>

namespace bearward::base {
namespace {

void AskKernel(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) std::abort();
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

// Reserve holds random bytes of one thread. An id needs 10 or 16 bytes, and a system call for each
// of them costs more than the bytes. Bytes are wiped when they are taken, so that memory never
// holds those of an id or secret that exists. The program does not fork, so no two processes share
// them.
class Reserve {
 public:
  static constexpr std::size_t kLargestRequest = 64;

  void Take(std::span<std::uint8_t> out) {
    if (out.size() > bytes_.size() - taken_) {
      AskKernel(bytes_);
      taken_ = 0;
    }
    const std::span<std::uint8_t> from = std::span(bytes_).subspan(taken_, out.size());
    std::ranges::copy(from, out.begin());
    ::explicit_bzero(from.data(), from.size());
    taken_ += out.size();
  }

 private:
  std::array<std::uint8_t, 1024> bytes_ = {};
  std::size_t taken_ = bytes_.size();
};

}  // namespace

void SystemEntropy::Fill(std::span<std::uint8_t> out) {
  thread_local Reserve reserve;
  if (out.size() > Reserve::kLargestRequest) return AskKernel(out);
  reserve.Take(out);
}

}  // namespace bearward::base
