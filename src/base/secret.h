// Secret: a string that must not leak. It wipes itself, prints as nothing and compares in
// constant time. Reading one is the greppable call Reveal().
#pragma once

#include <string>
#include <string_view>

namespace bearward::base {

// Secret owns secret bytes. Moves leave the source empty; the bytes are wiped on destruction and
// on overwrite. It has no stream operator and no conversion, so it cannot reach a log by accident.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value);
  explicit Secret(std::string_view value) : value_(value) {}
  explicit Secret(const char* value) : value_(value) {}
  Secret(const Secret& other) = default;
  Secret(Secret&& other) noexcept {
    if (!other.empty()) Take(other);
  }
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() {
    if (!value_.empty()) Wipe();
  }

  // Reveal gives the bytes, valid while this object lives. Every use is a place to review.
  std::string_view Reveal() const { return value_; }
  // empty says whether there is nothing inside.
  bool empty() const { return value_.empty(); }
  // Equals compares in time that depends on the lengths only.
  bool Equals(const Secret& other) const;

 private:
  // Most requests carry secrets that are empty; those cost nothing: no byte is behind them.
  void Take(Secret& other) noexcept;
  void Wipe();
  std::string value_;
};

// ConstantTimeEqual compares two byte strings in time that depends on their lengths only.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

}  // namespace bearward::base
