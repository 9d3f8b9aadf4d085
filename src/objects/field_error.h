// Field error: kInvalid that names the invalid arguments. Internal to the module.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace bearward::objects {

// FieldError returns an error about these fields.
inline base::Error FieldError(std::string reason, std::string text,
                              std::vector<std::string> fields) {
  base::Error error = base::Invalid(std::move(reason), std::move(text));
  error.fields = std::move(fields);
  return error;
}

}  // namespace bearward::objects
