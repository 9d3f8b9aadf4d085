#include "graphql/lexer.h"

#include <optional>

#include "base/utf8.h"

namespace bearward::graphql {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool IsNameByte(char c) { return IsNameStart(c) || IsDigit(c); }

std::optional<std::uint32_t> HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// FourHexDigits returns the number in the first four bytes of `text`.
std::optional<std::uint32_t> FourHexDigits(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto digit = HexDigit(text[i]);
    if (!digit) return std::nullopt;
    number = number << 4 | *digit;
  }
  return number;
}

constexpr bool IsLeadingSurrogate(std::uint32_t code) { return code >= 0xD800 && code <= 0xDBFF; }
constexpr bool IsTrailingSurrogate(std::uint32_t code) { return code >= 0xDC00 && code <= 0xDFFF; }

// CodePoint is the character of a \u escape and the length of the escape in bytes.
struct CodePoint {
  std::uint32_t code = 0;
  std::size_t length = 0;
};

std::optional<CodePoint> BracedEscape(std::string_view text) {
  std::uint32_t code = 0;
  std::size_t i = 3;
  for (; i < text.size() && text[i] != '}'; ++i) {
    const auto digit = HexDigit(text[i]);
    if (!digit || code > 0x10FFFF) return std::nullopt;
    code = code << 4 | *digit;
  }
  if (i >= text.size() || i == 3 || code > 0x10FFFF) return std::nullopt;
  if (IsLeadingSurrogate(code) || IsTrailingSurrogate(code)) return std::nullopt;
  return CodePoint{code, i + 1};
}

// ReadUnicodeEscape reads `\uXXXX`, a pair of them, or `\u{X...}` at the front of `text`; nullopt
// if it does not denote a character.
std::optional<CodePoint> ReadUnicodeEscape(std::string_view text) {
  if (text.size() > 2 && text[2] == '{') return BracedEscape(text);
  const auto first = FourHexDigits(text.substr(2));
  if (!first || IsTrailingSurrogate(*first)) return std::nullopt;
  if (!IsLeadingSurrogate(*first)) return CodePoint{*first, 6};
  if (text.size() < 12 || text[6] != '\\' || text[7] != 'u') return std::nullopt;
  const auto second = FourHexDigits(text.substr(8));
  if (!second || !IsTrailingSurrogate(*second)) return std::nullopt;
  return CodePoint{0x10000 + ((*first & 0x3FF) << 10 | (*second & 0x3FF)), 12};
}

void AppendUtf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// EscapedChar returns the character of a one-letter escape, or NUL if there is none.
constexpr char EscapedChar(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

}  // namespace

char Lexer::Peek(std::size_t ahead) const {
  return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
}

Token Lexer::Made(TokenKind kind, std::size_t start) const {
  return {kind, false, static_cast<std::uint32_t>(start), source_.substr(start, at_ - start)};
}

Token Lexer::Fail(std::size_t offset, std::string message) {
  error_ = std::move(message);
  error_offset_ = static_cast<std::uint32_t>(offset);
  at_ = offset;
  return Made(TokenKind::kInvalid, offset);
}

// Shown returns the character at `offset` as messages show it.
std::string Lexer::Shown(std::size_t offset) const {
  if (offset >= source_.size()) return "the end of the document";
  const std::size_t length = base::Utf8SequenceLength(source_.substr(offset));
  if (static_cast<unsigned char>(source_[offset]) < 0x20) return "a control character";
  return "\"" + std::string(source_.substr(offset, length)) + "\"";
}

void Lexer::SkipIgnored() {
  while (at_ < source_.size()) {
    const char c = source_[at_];
    if (c == ' ' || c == '\n' || c == ',' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == '#') {
      while (at_ < source_.size() && source_[at_] != '\n' && source_[at_] != '\r') ++at_;
    } else if (source_.substr(at_).starts_with(kByteOrderMark)) {
      at_ += kByteOrderMark.size();
    } else {
      return;
    }
  }
}

Token Lexer::Next() {
  if (!error_.empty()) return Made(TokenKind::kInvalid, at_);
  SkipIgnored();
  if (at_ >= source_.size()) return Made(TokenKind::kEnd, at_);
  const char c = source_[at_];
  if (IsNameStart(c)) return Name();
  if (IsDigit(c) || c == '-') return Number();
  switch (c) {
    case '!':
      return Punctuator(TokenKind::kBang);
    case '$':
      return Punctuator(TokenKind::kDollar);
    case '&':
      return Punctuator(TokenKind::kAmpersand);
    case '(':
      return Punctuator(TokenKind::kOpenParen);
    case ')':
      return Punctuator(TokenKind::kCloseParen);
    case ':':
      return Punctuator(TokenKind::kColon);
    case '=':
      return Punctuator(TokenKind::kEquals);
    case '@':
      return Punctuator(TokenKind::kAt);
    case '[':
      return Punctuator(TokenKind::kOpenBracket);
    case ']':
      return Punctuator(TokenKind::kCloseBracket);
    case '{':
      return Punctuator(TokenKind::kOpenBrace);
    case '|':
      return Punctuator(TokenKind::kPipe);
    case '}':
      return Punctuator(TokenKind::kCloseBrace);
    case '.':
      return Dots();
    case '"':
      return source_.substr(at_).starts_with("\"\"\"") ? BlockString() : String();
    default:
      return Fail(at_, "Unexpected character: " + Shown(at_) + ".");
  }
}

Token Lexer::Punctuator(TokenKind kind) {
  ++at_;
  return Made(kind, at_ - 1);
}

Token Lexer::Dots() {
  if (!source_.substr(at_).starts_with("...")) {
    return Fail(at_, "Unexpected character: \".\". A spread is written as \"...\".");
  }
  at_ += 3;
  return Made(TokenKind::kSpread, at_ - 3);
}

Token Lexer::Name() {
  const std::size_t start = at_;
  while (at_ < source_.size() && IsNameByte(source_[at_])) ++at_;
  return Made(TokenKind::kName, start);
}

bool Lexer::Digits() {
  if (!IsDigit(Peek())) return false;
  while (IsDigit(Peek())) ++at_;
  return true;
}

Token Lexer::Number() {
  const std::size_t start = at_;
  const auto expected_digit = [this] {
    return Fail(at_, "Invalid number, expected a digit but found " + Shown(at_) + ".");
  };
  bool is_float = false;
  if (Peek() == '-') ++at_;
  if (Peek() == '0') {
    ++at_;
    if (IsDigit(Peek())) {
      return Fail(at_, "Invalid number, unexpected digit after 0: " + Shown(at_) + ".");
    }
  } else if (!Digits()) {
    return expected_digit();
  }
  if (Peek() == '.') {
    is_float = true;
    ++at_;
    if (!Digits()) return expected_digit();
  }
  if (Peek() == 'e' || Peek() == 'E') {
    is_float = true;
    ++at_;
    if (Peek() == '+' || Peek() == '-') ++at_;
    if (!Digits()) return expected_digit();
  }
  // "123abc" and "1.2.3" would otherwise be two tokens without a separator.
  if (Peek() == '.' || IsNameStart(Peek())) return expected_digit();
  return Made(is_float ? TokenKind::kFloat : TokenKind::kInt, start);
}

bool Lexer::UnicodeEscape() {
  const auto read = ReadUnicodeEscape(source_.substr(at_));
  if (!read) {
    Fail(at_, "Invalid Unicode escape sequence. Write \\uXXXX, a surrogate pair, or \\u{X}.");
    return false;
  }
  at_ += read->length;
  return true;
}

// Escape passes the escape sequence at the current position.
bool Lexer::Escape() {
  if (Peek(1) == 'u') return UnicodeEscape();
  if (EscapedChar(Peek(1)) == '\0') {
    Fail(at_, "Invalid character escape sequence: \"\\\" followed by " + Shown(at_ + 1) + ".");
    return false;
  }
  at_ += 2;
  return true;
}

Token Lexer::String() {
  const std::size_t start = at_++;
  bool has_escapes = false;
  while (at_ < source_.size() && source_[at_] != '"') {
    const char c = source_[at_];
    if (c == '\n' || c == '\r') break;
    if (c == '\\') {
      if (!Escape()) return Made(TokenKind::kInvalid, at_);
      has_escapes = true;
    } else {
      ++at_;
    }
  }
  if (Peek() != '"') return Fail(at_, "Unterminated string.");
  ++at_;
  return {TokenKind::kString, has_escapes, static_cast<std::uint32_t>(start),
          source_.substr(start + 1, at_ - start - 2)};
}

Token Lexer::BlockString() {
  const std::size_t start = at_;
  at_ += 3;
  while (at_ < source_.size()) {
    const std::string_view rest = source_.substr(at_);
    if (rest.starts_with("\"\"\"")) {
      at_ += 3;
      return {TokenKind::kBlockString, true, static_cast<std::uint32_t>(start),
              source_.substr(start + 3, at_ - start - 6)};
    }
    at_ += rest.starts_with("\\\"\"\"") ? 4 : 1;
  }
  return Fail(at_, "Unterminated string.");
}

std::string StringValue(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\') {
      out += text[i++];
    } else if (text[i + 1] == 'u') {
      const auto read = ReadUnicodeEscape(text.substr(i));
      AppendUtf8(out, read->code);
      i += read->length;
    } else {
      out += EscapedChar(text[i + 1]);
      i += 2;
    }
  }
  return out;
}

std::string Describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "<EOF>";
    case TokenKind::kName:
      return "Name \"" + std::string(token.text) + "\"";
    case TokenKind::kInt:
      return "Int \"" + std::string(token.text) + "\"";
    case TokenKind::kFloat:
      return "Float \"" + std::string(token.text) + "\"";
    case TokenKind::kString:
    case TokenKind::kBlockString:
      return "String";
    default:
      return "\"" + std::string(token.text) + "\"";
  }
}

}  // namespace bearward::graphql
