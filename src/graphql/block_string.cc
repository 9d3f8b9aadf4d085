// The value of a block string (specification, section 2.9.4, BlockStringValue).
#include <algorithm>
#include <optional>
#include <vector>

#include "graphql/lexer.h"

namespace bearward::graphql {
namespace {

std::string WithoutEscapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\\\"\"\"")) ++i;
    out += text[i];
  }
  return out;
}

// Lines splits at LF, CR and CR LF.
std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = text.find_first_of("\r\n");
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
  }
}

// Indent returns the number of leading spaces and tabs; nullopt for a blank line.
std::optional<std::size_t> Indent(std::string_view line) {
  const std::size_t indent = line.find_first_not_of(" \t");
  return indent == std::string_view::npos ? std::nullopt : std::optional(indent);
}

std::size_t CommonIndent(const std::vector<std::string_view>& lines) {
  std::optional<std::size_t> common;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto indent = Indent(lines[i]);
    if (indent && (!common || *indent < *common)) common = indent;
  }
  return common.value_or(0);
}

}  // namespace

std::string BlockStringValue(std::string_view text) {
  const std::string plain = WithoutEscapes(text);
  std::vector<std::string_view> lines = Lines(plain);
  const std::size_t common = CommonIndent(lines);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    lines[i].remove_prefix(std::min(common, lines[i].size()));
  }
  std::size_t first = 0;
  std::size_t last = lines.size();
  while (first < last && !Indent(lines[first])) ++first;
  while (last > first && !Indent(lines[last - 1])) --last;
  std::string out;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first) out += '\n';
    out += lines[i];
  }
  return out;
}

}  // namespace bearward::graphql
