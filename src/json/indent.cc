#include "json/indent.h"

#include <algorithm>
#include <cstddef>

namespace bearward::json {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// StringEnd returns the position behind the string that begins at `begin`.
std::size_t StringEnd(std::string_view json, std::size_t begin) {
  for (std::size_t i = begin + 1; i < json.size(); ++i) {
    if (json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      return i + 1;
    }
  }
  return json.size();
}

}  // namespace

std::string Indent(std::string_view json) {
  std::string out;
  std::string line = "\n";  // a line break and the indentation
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    const bool opens = c == '{' || c == '[';
    const bool closes = c == '}' || c == ']';
    if (kSpace.contains(c)) continue;
    if (c == '"') {
      const std::size_t end = StringEnd(json, i);
      out += json.substr(i, end - i);
      i = end - 1;
      continue;
    }
    if (closes) {
      line.resize(std::max(line.size(), std::size_t{3}) - 2);
      out += line;
    }
    out += c;
    if (c == ':') out += ' ';
    if (c == ',') out += line;
    if (!opens) continue;
    const std::size_t next = json.find_first_not_of(kSpace, i + 1);
    const bool is_empty = next != std::string_view::npos && json[next] == (c == '{' ? '}' : ']');
    if (is_empty) {
      out += json[next];
      i = next;
    } else {
      line += "  ";
      out += line;
    }
  }
  return out;
}

}  // namespace bearward::json
