// Entropy: the only source of randomness. Code that needs random bytes receives one as an argument.
#pragma once

#include <cstdint>
#include <span>

namespace bearward::base {

// Entropy fills buffers with unpredictable bytes. Implementations are safe from any thread.
class Entropy {
 public:
  virtual ~Entropy() = default;
  // Fill overwrites the whole span. It cannot fail: a machine without randomness must not serve.
  virtual void Fill(std::span<std::uint8_t> out) = 0;
};

// SystemEntropy returns the kernel's randomness; it ends the process if the kernel fails. Up to 64
// bytes come from a reserve of the thread, so that an id does not cost a system call.
class SystemEntropy final : public Entropy {
 public:
  void Fill(std::span<std::uint8_t> out) override;
};

}  // namespace bearward::base
