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

// MissingFields creates a kInvalid error "missing_field" that names the absent fields, of which
// there is at least one.
inline Error MissingFields(std::vector<std::string> names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "`" : ", `") + name + "`";
  list += names.size() == 1 ? " is required." : " are required.";
  return Invalid("missing_field", std::move(list), std::move(names));
}

}  // namespace bearward::base
