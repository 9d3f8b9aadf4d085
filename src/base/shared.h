// Shared and Common: values that many own and nobody changes.
#pragma once

#include <memory>
#include <utility>

namespace bearward::base {

// Shared holds an immutable T or nothing. Copies share it; equality is that of the values.
template <class T>
class Shared {
 public:
  Shared() = default;
  // Shared takes the value.
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

// Common is a T that copies share: it reads like the value, and without one it is T{}. Equality is
// that of the values.
template <class T>
class Common {
 public:
  Common() = default;
  // Common takes the value.
  Common(T value)  // NOLINT(google-explicit-constructor): it stands for the value
      : value_(std::make_shared<const T>(std::move(value))) {}

  const T& operator*() const {
    if (value_) return *value_;
    static const T kNone{};
    return kNone;
  }
  const T* operator->() const { return &**this; }
  // NOLINTNEXTLINE(google-explicit-constructor): it stands for the value, and nothing is copied
  operator const T&() const { return **this; }
  friend bool operator==(const Common& one, const Common& other) {
    return one.value_ == other.value_ || *one == *other;
  }
  friend bool operator==(const Common& one, const T& other) { return *one == other; }

 private:
  std::shared_ptr<const T> value_;
};

}  // namespace bearward::base
