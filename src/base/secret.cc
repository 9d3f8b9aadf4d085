#include "base/secret.h"

#include <string.h>

#include <utility>

namespace bearward::base {

Secret::Secret(std::string value) : value_(std::move(value)) {
  // An empty secret is not wiped later, but its buffer may hold bytes of an earlier value.
  if (value_.empty()) Wipe();
  // A moved-from short string still contains its bytes.
  // NOLINTNEXTLINE(bugprone-use-after-move,clang-analyzer-cplusplus.Move): wipes these bytes
  value.resize(value.capacity());
  explicit_bzero(value.data(), value.size());
}

void Secret::Take(Secret& other) noexcept {
  value_.swap(other.value_);
  other.Wipe();
}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    Wipe();
    value_ = other.value_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    Wipe();
    value_.swap(other.value_);
    other.Wipe();
  }
  return *this;
}

bool Secret::Equals(const Secret& other) const { return ConstantTimeEqual(value_, other.value_); }

void Secret::Wipe() {
  // The whole capacity, because a shortened string keeps old bytes after its end.
  value_.resize(value_.capacity());
  explicit_bzero(value_.data(), value_.size());
  value_.clear();
}

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  }
  return difference == 0;
}

}  // namespace bearward::base
