// HeaderLines: the header lines of an answer, kept as the text that goes on the wire.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/syntax.h"

namespace bearward::http {

// HeaderName is the name of a header line, as a view. What is no token is no name: its text is
// empty. A literal is checked when the program is compiled.
class HeaderName {
 public:
  template <std::size_t kSize>
  consteval HeaderName(const char (&literal)[kSize])  // NOLINT(google-explicit-constructor)
      : HeaderName(std::string_view(literal, kSize - 1)) {}
  explicit constexpr HeaderName(std::string_view text)
      : text_(IsToken(text) ? text : std::string_view()) {}

  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// HeaderLines keeps lines in the order in which they were added. One block of memory holds them
// all, so an answer with ten headers costs no more allocations than one with two. Names compare
// without case.
class HeaderLines {
 public:
  // Add appends a line. A name that is none, or a value with CR, LF, NUL or another control byte,
  // drops the line as a whole: half of it would say something nobody meant.
  void Add(HeaderName name, std::string_view value);
  // Set replaces every line of that name by one.
  void Set(HeaderName name, std::string_view value);
  // Has says whether there is a line of that name; Find gives the value of the first, else "".
  bool Has(std::string_view name) const { return Seek(name).size > 0; }
  std::string_view Find(std::string_view name) const;
  bool empty() const { return text_.empty(); }
  // text is all lines as they stand on the wire, each with its line end.
  std::string_view text() const { return text_; }
  // Lines takes the text apart again, for tests.
  std::vector<std::pair<std::string, std::string>> Lines() const;

 private:
  // Line is a place in the text; `size` counts the line end, and is 0 for no line.
  struct Line {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  Line Seek(std::string_view name) const;

  std::string text_;
};

}  // namespace bearward::http
