// Shared and Common: immutable values with shared ownership.
#pragma once

#include <memory>
#include <utility>

namespace bearward::base {

// Shared holds an immutable T or nothing. Copies share the value; equality compares the values.
template <class T>
class Shared {
 public:
  Shared() = default;
  // Shared takes ownership of the value.
  explicit Shared(T value) : value_(std::make_shared<const T>(std::move(value))) {}

  explicit operator bool() const { return value_ != nullptr; }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }
  bool operator==(const Shared& other) const {
    if (value_ == other.value_) return true;
    return value_ && other.value_ && *value_ == *other.value_;
  }

 private:
  std::shared_ptr<const T> value_;
};

// Common is a T whose copies share the value. It reads like the value; without one it reads as T{}.
// Equality compares the values.
template <class T>
class Common {
 public:
  Common() = default;
  // Common takes ownership of the value.
  Common(T value)  // NOLINT(google-explicit-constructor): converts from the value
      : value_(std::make_shared<const T>(std::move(value))) {}

  const T& operator*() const {
    if (value_) return *value_;
    static const T kNone{};
    return kNone;
  }
  const T* operator->() const { return &**this; }
  // NOLINTNEXTLINE(google-explicit-constructor): converts to the value without a copy
  operator const T&() const { return **this; }
  friend bool operator==(const Common& one, const Common& other) {
    return one.value_ == other.value_ || *one == *other;
  }
  friend bool operator==(const Common& one, const T& other) { return *one == other; }

 private:
  std::shared_ptr<const T> value_;
};

}  // namespace bearward::base
