// Must and CodeOf: what a test takes for granted about a Result. Shared by many rooms' tests.
#pragma once

#include <stdexcept>
#include <type_traits>
#include <utility>

#include "base/result.h"

namespace bearward::testing {

// Must gives the value, or ends the test with both texts of the error.
template <class T>
T Must(base::Result<T> result) {
  if (!result) {
    const base::Error& error = result.error();
    throw std::runtime_error(error.reason + ": " + error.public_text + " [" + error.detail + "]");
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

// CodeOf gives the code of the error that a test expects; a success ends the test.
template <class T>
base::Code CodeOf(const base::Result<T>& result) {
  if (result) throw std::runtime_error("this should have failed");
  return result.error().code;
}

}  // namespace bearward::testing
