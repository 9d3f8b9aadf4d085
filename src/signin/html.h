// Html: markup whose texts are escaped by construction (incident class K1).
#pragma once

#include <string>
#include <string_view>

namespace bearward::signin {

// Literal is markup that is written in the source. It can be made at compile time only, so no value
// of a request or of the store becomes markup.
class Literal {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a page is written as a sequence of literals
  consteval Literal(const char* text) : text_(text) {}
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// Html is a piece of markup. There is no way to add a value to it without escaping.
class Html {
 public:
  Html() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a literal of the program is markup as it stands
  Html(Literal literal) : text_(literal.text()) {}

  Html& operator+=(Literal literal) {
    text_ += literal.text();
    return *this;
  }
  Html& operator+=(const Html& other) {
    text_ += other.text_;
    return *this;
  }
  // Text appends a value as text: & < > " and ' become references, so it may stand in an element
  // or in a quoted attribute.
  Html& Text(std::string_view value);

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace bearward::signin
