// Fuzz target: documents of any texts keep their structure: no text ends a string of a PDF, a group
// of Rich Text or an element of XML.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/utf8.h"
#include "field_service/report.h"

namespace {

namespace fs = bearward::field_service;

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

std::ptrdiff_t Count(std::string_view text, char c) { return std::ranges::count(text, c); }

// RequirePaired checks that brackets that are not escaped by a backslash are paired.
void RequirePaired(std::string_view text, char open, char close) {
  std::ptrdiff_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == open) {
      ++depth;
    } else if (text[i] == close) {
      Require(depth-- > 0);
    }
  }
  Require(depth == 0);
}

}  // namespace

// The input is a title, a line feed, a name, a line feed and a value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const std::size_t first = std::min(text.find('\n'), text.size());
  const std::size_t second = std::min(text.find('\n', first + 1), text.size());
  const fs::Report report = {.title = std::string(text.substr(0, first)),
                             .lines = {{std::string(text.substr(first, second - first)),
                                        std::string(text.substr(second))}}};
  const fs::Report plain = {.title = "a", .lines = {{"b", "c"}}};
  const std::string xls = fs::DocumentOf(report, fs::ReportFormat::kXls);
  Require(Count(xls, '<') == Count(fs::DocumentOf(plain, fs::ReportFormat::kXls), '<'));
  Require(!bearward::base::IsUtf8(text) || bearward::base::IsUtf8(xls));
  RequirePaired(fs::DocumentOf(report, fs::ReportFormat::kDoc), '{', '}');
  RequirePaired(fs::DocumentOf(report, fs::ReportFormat::kPdf), '(', ')');
  return 0;
}
