// Secret: a string that must not leak. It wipes its bytes, cannot be printed, and compares in
// constant time. Reading requires Reveal(), which is easy to find with grep.
#pragma once

#include <string>
#include <string_view>

namespace bearward::base {

// Secret owns secret bytes. A move leaves the source empty; the bytes are wiped on destruction and
// on overwrite. It has no stream operator and no conversion, so it cannot be logged by accident.
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

  // Reveal returns the bytes, valid for the lifetime of this object. Every use needs review.
  std::string_view Reveal() const { return value_; }
  // empty returns whether the secret has no bytes.
  bool empty() const { return value_.empty(); }
  // Equals compares in time that depends only on the lengths.
  bool Equals(const Secret& other) const;

 private:
  // The move constructor and the destructor skip these for empty secrets, because most requests
  // carry only those.
  void Take(Secret& other) noexcept;
  void Wipe();
  std::string value_;
};

// ConstantTimeEqual compares two byte strings in time that depends only on their lengths.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

}  // namespace bearward::base
