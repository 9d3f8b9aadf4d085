// Must and CodeOf: unwrap a Result that a test expects to succeed or to fail. Used by the tests of
// many modules.
#pragma once

#include <stdexcept>
#include <type_traits>
#include <utility>

#include "base/result.h"

namespace bearward::testing {

// Must returns the value, or fails the test with both texts of the error.
template <class T>
T Must(base::Result<T> result) {
  if (!result) {
    const base::Error& error = result.error();
    throw std::runtime_error(error.reason + ": " + error.public_text + " [" + error.detail + "]");
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

// CodeOf returns the code of the expected error; a success fails the test.
template <class T>
base::Code CodeOf(const base::Result<T>& result) {
  if (result) throw std::runtime_error("this should have failed");
  return result.error().code;
}

}  // namespace bearward::testing
