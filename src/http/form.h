// Forms: the three formats in which a client sends named texts: query, urlencoded body, multipart.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace bearward::http {

// Fields are names and values in the order sent. Repeated names are kept: the caller decides.
using Fields = std::vector<std::pair<std::string, std::string>>;

// kMaxFormFields is the default limit on the number of fields.
inline constexpr std::size_t kMaxFormFields = 128;

// MediaType is a parsed Content-Type: `type` and `charset` in lower case, `boundary` as sent.
struct MediaType {
  std::string type;      // for example "application/json"
  std::string charset;   // "" if absent
  std::string boundary;  // "" if absent
};

// ParseMediaType parses a Content-Type value (RFC 9110 section 8.3). Returns kInvalid with reason
// "bad_content_type" if the value is empty, malformed, or repeats a parameter.
base::Result<MediaType> ParseMediaType(std::string_view value);

// ParseUrlEncoded parses `a=1&b=2`: a query string or an application/x-www-form-urlencoded body
// ('+' is a space). Empty pieces between '&' are skipped. kInvalid "bad_form" for a malformed
// escape, a NUL or a text that is not UTF-8, "too_many_fields" for more than `max_fields`.
base::Result<Fields> ParseUrlEncoded(std::string_view text,
                                     std::size_t max_fields = kMaxFormFields);

// Part is one part of a multipart/form-data body; `value` is a view of the body. A file has a file
// name, which may be empty, and may contain any bytes.
struct Part {
  std::string name;
  std::string type;  // Content-Type as sent; "" if absent
  std::optional<std::string> file_name;
  std::string_view value;
};

// ParseParts parses a multipart/form-data body as ParseMultipart does; only the values of files may
// contain NUL.
base::Result<std::vector<Part>> ParseParts(std::string_view content_type, std::string_view body,
                                           std::size_t max_parts = kMaxFormFields);

// ParseMultipart parses the text parts of a multipart/form-data body (RFC 7578). A part with a file
// name is also treated as text. Preamble and epilogue are ignored (RFC 2046 section 5.1.1), but a
// delimiter in the epilogue makes the body malformed. Returns kInvalid with reason
// "bad_content_type" if `content_type` has no usable boundary, "bad_form" for a malformed body,
// "too_many_fields" for more than `max_fields`.
base::Result<Fields> ParseMultipart(std::string_view content_type, std::string_view body,
                                    std::size_t max_fields = kMaxFormFields);

}  // namespace bearward::http
