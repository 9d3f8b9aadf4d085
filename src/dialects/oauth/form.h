// Form: the parameters of a request to an OAuth 2.0 endpoint (RFC 6749 section 3.2).
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/form.h"
#include "http/message.h"

namespace bearward::dialects::oauth {

// Form holds the parameters of one body. Values are kept as sent; a parameter without a value
// counts as absent (section 3.1).
class Form {
 public:
  // Read parses an application/x-www-form-urlencoded body. kInvalid "invalid_request" for any other
  // body, for text that is not UTF-8, and for a repeated parameter, except `resource` (RFC 8707
  // section 2).
  static base::Result<Form> Read(const http::Request& request);

  // Find returns the value, "" when absent.
  std::string_view Find(std::string_view name) const;
  // All returns every value of a parameter that may be repeated.
  std::vector<std::string_view> All(std::string_view name) const;

 private:
  explicit Form(http::Fields fields) : fields_(std::move(fields)) {}
  http::Fields fields_;
};

// InvalidRequest returns the error for a missing or repeated parameter.
base::Error InvalidRequest(std::string_view text);

}  // namespace bearward::dialects::oauth
