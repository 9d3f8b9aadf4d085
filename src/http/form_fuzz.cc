// Fuzz target: for any bytes the results are bounded and contain no NUL, and a parsed query parses
// to the same fields after it is encoded again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/encode.h"
#include "base/utf8.h"
#include "http/form.h"

namespace {

using bearward::http::Fields;

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

void CheckFields(const Fields& fields, std::size_t size) {
  std::size_t total = 0;
  for (const auto& [name, value] : fields) {
    Require(name.find('\0') == std::string::npos && value.find('\0') == std::string::npos);
    total += name.size() + value.size();
  }
  Require(total <= size && fields.size() <= bearward::http::kMaxFormFields);
}

void CheckQuery(std::string_view text) {
  const auto fields = bearward::http::ParseUrlEncoded(text);
  if (!fields) return;
  CheckFields(*fields, text.size());
  std::string again;
  for (const auto& [name, value] : *fields) {
    Require(bearward::base::IsUtf8(name) && bearward::base::IsUtf8(value));
    again += bearward::base::PercentEncode(name) + "=" + bearward::base::PercentEncode(value) + "&";
  }
  Require(bearward::http::ParseUrlEncoded(again) == *fields);
}

}  // namespace

// The input is a Content-Type, a line feed and a body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const std::size_t line = text.find('\n');
  const std::string_view type = text.substr(0, line);
  const std::string_view body =
      line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
  CheckQuery(body);
  const auto media = bearward::http::ParseMediaType(type);
  if (media) Require(media->type.find('/') != std::string::npos);
  const auto parts = bearward::http::ParseParts(type, body);
  const auto fields = bearward::http::ParseMultipart(type, body);
  Require(parts.has_value() || !fields.has_value());
  if (parts) {
    std::size_t total = 0;
    for (const bearward::http::Part& part : *parts) {
      Require(part.file_name.has_value() || !part.value.contains('\0'));
      total += part.name.size() + part.value.size();
    }
    Require(total <= body.size());
  }
  if (fields) {
    Require(media.has_value() && media->type == "multipart/form-data");
    CheckFields(*fields, body.size());
  }
  return 0;
}
