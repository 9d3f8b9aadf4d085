// Lexer: splits a GraphQL document into tokens (GraphQL specification, October 2021, section 2.1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bearward::graphql {

// TokenKind is the kind of a Token. kInvalid ends the input; the lexer then has an error.
enum class TokenKind : std::uint8_t {
  kEnd,
  kBang,
  kDollar,
  kAmpersand,
  kOpenParen,
  kCloseParen,
  kSpread,
  kColon,
  kEquals,
  kAt,
  kOpenBracket,
  kCloseBracket,
  kOpenBrace,
  kPipe,
  kCloseBrace,
  kName,
  kInt,
  kFloat,
  kString,
  kBlockString,
  kInvalid,
};

// Token is one token. `text` views the source; of a string it is the part between the quotes.
struct Token {
  TokenKind kind = TokenKind::kEnd;
  // has_escapes is set for a string whose value differs from `text`.
  bool has_escapes = false;
  // offset is the position of the first byte of the token in the source.
  std::uint32_t offset = 0;
  std::string_view text = {};
};

// Lexer reads tokens from a source that must outlive it and is valid UTF-8, shorter than 4 GiB.
// White space, commas, comments and byte order marks are skipped.
class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  // Next returns the next token; after kEnd or kInvalid it returns the same kind again.
  Token Next();
  // error describes why the last token is kInvalid; error_offset is the position of the fault.
  const std::string& error() const { return error_; }
  std::uint32_t error_offset() const { return error_offset_; }

 private:
  Token Name();
  Token Number();
  Token String();
  Token BlockString();
  Token Dots();
  Token Punctuator(TokenKind kind);
  Token Fail(std::size_t offset, std::string message);
  void SkipIgnored();
  bool Digits();
  bool Escape();
  bool UnicodeEscape();
  char Peek(std::size_t ahead = 0) const;
  std::string Shown(std::size_t offset) const;
  Token Made(TokenKind kind, std::size_t start) const;

  std::string_view source_;
  std::size_t at_ = 0;
  std::string error_;
  std::uint32_t error_offset_ = 0;
};

// StringValue returns the value of a string token that the lexer accepted: escapes decoded.
std::string StringValue(std::string_view text);
// BlockStringValue returns the value of a block string token: without common indentation and
// without blank lines at both ends (specification, BlockStringValue).
std::string BlockStringValue(std::string_view text);
// Describe returns the token as messages show it, for example `Name "user"` or `"{"`. The text of a
// string is left out, because it may be a secret.
std::string Describe(const Token& token);

}  // namespace bearward::graphql
