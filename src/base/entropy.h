// Entropy: the only source of randomness. Everything that needs random bytes is given one.
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

// SystemEntropy asks the kernel; it ends the process if the kernel refuses.
class SystemEntropy final : public Entropy {
 public:
  void Fill(std::span<std::uint8_t> out) override;
};

}  // namespace bearward::base
