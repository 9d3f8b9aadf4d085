// Shared: a value that many own and nobody changes.
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

}  // namespace bearward::base
