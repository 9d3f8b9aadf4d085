// Invalid with the names of the invalid fields. Apart from base/error.h, which declares the error
// type itself.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace bearward::base {

// Invalid creates a kInvalid error about these request fields, outermost first.
inline Error Invalid(std::string reason, std::string public_text, std::vector<std::string> fields) {
  Error error = Invalid(std::move(reason), std::move(public_text));
  error.fields = std::move(fields);
  return error;
}

}  // namespace bearward::base
