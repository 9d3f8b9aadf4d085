// HeaderLines: the header lines of an answer, stored in their wire format.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/syntax.h"

namespace bearward::http {

// HeaderName is a view of the name of a header line. Its text is empty if the name is not a token.
// A literal is checked at compile time.
class HeaderName {
 public:
  template <std::size_t kSize>
  consteval HeaderName(const char (&literal)[kSize])  // NOLINT(*-explicit-constructor): literal
      : HeaderName(std::string_view(literal, kSize - 1)) {}
  explicit constexpr HeaderName(std::string_view text)
      : text_(IsToken(text) ? text : std::string_view()) {}

  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// HeaderLines keeps lines in the order in which they were added. All lines share one block of
// memory, so an answer with ten headers needs no more allocations than one with two. Names are
// compared without case.
class HeaderLines {
 public:
  // Add appends a line. An invalid name, or a value with CR, LF, NUL or another control byte, drops
  // the whole line, because a truncated line could have an unintended meaning.
  void Add(HeaderName name, std::string_view value);
  // Set replaces all lines of that name by one line.
  void Set(HeaderName name, std::string_view value);
  // Has returns whether a line of that name exists; Find returns the value of the first one, "" if
  // none.
  bool Has(std::string_view name) const { return Seek(name).size > 0; }
  std::string_view Find(std::string_view name) const;
  bool empty() const { return text_.empty(); }
  // text returns all lines in wire format, each with its CRLF.
  std::string_view text() const { return text_; }
  // Lines splits the text into names and values, for tests.
  std::vector<std::pair<std::string, std::string>> Lines() const;

 private:
  // Line is a range of the text; `size` includes the CRLF, and is 0 for no line.
  struct Line {
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  Line Seek(std::string_view name) const;

  std::string text_;
};

}  // namespace bearward::http
