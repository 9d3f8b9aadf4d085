// Result: a value or an Error. No exception crosses a module boundary.
#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

namespace bearward::base {

// Result contains a T or the Error that prevented it.
template <class T>
using Result = std::expected<T, Error>;

// Status is a Result without a value.
using Status = Result<void>;

// Fail wraps an Error so that it converts to any Result.
inline std::unexpected<Error> Fail(Error error) { return std::unexpected<Error>(std::move(error)); }

}  // namespace bearward::base

#define BW_CONCAT_INNER(a, b) a##b
#define BW_CONCAT(a, b) BW_CONCAT_INNER(a, b)

// BW_TRY evaluates a Result and, if it holds an Error, returns it from the enclosing function. Its
// variable names are numbered, so that a lambda inside the expression can use BW_TRY too.
#define BW_TRY(expression) BW_TRY_INNER(BW_CONCAT(bw_status_, __COUNTER__), expression)
#define BW_TRY_INNER(status, expression)                                          \
  do {                                                                            \
    if (auto status = (expression); !status) {                                    \
      return std::unexpected<::bearward::base::Error>(std::move(status).error()); \
    }                                                                             \
  } while (false)

// BW_TRY_ASSIGN declares or assigns `target` from a Result's value, or returns its Error.
#define BW_TRY_ASSIGN(target, expression) \
  BW_TRY_ASSIGN_INNER(BW_CONCAT(bw_result_, __COUNTER__), target, expression)
#define BW_TRY_ASSIGN_INNER(result, target, expression)                         \
  auto result = (expression);                                                   \
  if (!result) {                                                                \
    return std::unexpected<::bearward::base::Error>(std::move(result).error()); \
  }                                                                             \
  target = std::move(*result)
